"""Dispatch: planning, exporting and recording a batch."""
