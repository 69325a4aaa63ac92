"""How long the papers take that are kept for good."""
