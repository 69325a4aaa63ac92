"""Which column of a list says what: given by hand, and remembered."""
