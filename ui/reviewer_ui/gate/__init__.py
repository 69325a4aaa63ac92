"""The way in: first start, logging in, a new library, restoring one, the practice season."""
