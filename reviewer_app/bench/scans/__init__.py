"""Scanned forms in many layouts, and how right and how fast they are read and shown."""
