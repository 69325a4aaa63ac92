"""Posting: the parcels of a batch, what lies in each, where every copy is, and the way to the post."""
