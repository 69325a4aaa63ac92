"""Keeping and destroying: what is due, what stands against it, the list on which two sign, and carrying it out."""
