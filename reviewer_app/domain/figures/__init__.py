"""What the figures of the office count, and how."""
