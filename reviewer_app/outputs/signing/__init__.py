"""Signing a PDF: the field, its place and look, and the signature itself."""
