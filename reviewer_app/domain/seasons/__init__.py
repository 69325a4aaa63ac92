"""A season: what the office settles of it, and what a newer pack of it changes."""
