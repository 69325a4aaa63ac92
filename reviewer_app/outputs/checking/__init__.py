"""Looking whether documents, signatures and export folders are intact."""
