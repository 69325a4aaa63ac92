"""Stacks of stamped sheets: what is awaited of a batch, and the scans that become its papers of record."""
