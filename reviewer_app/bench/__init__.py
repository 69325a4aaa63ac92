"""Figures of speed, each with its baseline measured in the same run; ratios count, machines are noisy."""
