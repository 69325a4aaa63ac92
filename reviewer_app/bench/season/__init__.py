"""A season worked through the true program by its keys on a virtual screen, counted."""
