"""What the office asks of others about a case, and what comes back."""
