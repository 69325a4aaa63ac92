"""Keeping for good: the dossier of a case, the archive package of a season."""
