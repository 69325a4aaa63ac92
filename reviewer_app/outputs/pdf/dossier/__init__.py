"""The dossier of a case as one PDF: which files can be taken in, as what, and putting all of it together."""
