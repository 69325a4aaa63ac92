"""Measuring the road out: a whole batch from the click to its folder, and sealed by certificate."""
