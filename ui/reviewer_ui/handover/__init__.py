"""Handing cases over to another library and taking them in: choosing, looking, the list of packages."""
