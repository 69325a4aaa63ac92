"""Choosing the best: scores by the pack's criteria and the places they give, and the second look by lot."""
