"""The seasons of an office: what it settles of them, packs that come in, a new season, cases that follow."""
