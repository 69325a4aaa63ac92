"""How long what is kept is kept, what may be destroyed then and what stands against it, and what always remains."""
