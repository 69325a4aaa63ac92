"""The list of cases, as two-line rows and as a full-width table."""
