"""Keeping for good: the dossier of a case and the archive package of a season, made from the window."""
