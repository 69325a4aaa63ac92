"""Seal pictures: read, drawn, and laid across pages."""
