"""Workbooks of others filled in at the level of their XML."""
