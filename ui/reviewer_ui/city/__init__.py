"""What stands before mailing and what comes back: the check of a batch, and the municipal bureau's answers."""
