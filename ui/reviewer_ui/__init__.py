"""The officer's window."""
