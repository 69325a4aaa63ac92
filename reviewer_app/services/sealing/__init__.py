"""Sealing: the list asked for and approved, the session, each use of the seal in the seal register."""
