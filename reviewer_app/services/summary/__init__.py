"""The summary: its tables, and the municipal bureau's own form found and mapped."""
