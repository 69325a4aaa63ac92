"""Handing cases over to another library and taking them in, offline, as one sealed file (移交)."""
