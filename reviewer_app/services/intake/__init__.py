"""Intake: lists of applications previewed, checked and written."""
