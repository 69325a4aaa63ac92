"""Taking work on a case back and doing it again, and looking at a case as it stood before."""
