"""Sending: what becomes of a batch on its road to the municipal bureau."""
