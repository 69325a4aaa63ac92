"""Outside files become rows and candidates here; nothing is trusted until parsed."""
