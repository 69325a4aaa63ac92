"""The tables of the road out, a module for each part of it."""
