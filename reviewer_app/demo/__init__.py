"""The demo: the practice season worked through to files in a folder."""
