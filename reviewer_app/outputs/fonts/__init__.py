"""Fonts for paper: found, chosen by typeface, subset and embedded."""
