"""Promised standards: taking them over at 立项, following each until it is in force, and what units did before."""
