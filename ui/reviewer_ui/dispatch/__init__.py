"""Sending cases on: the batch, its preview and its result."""
