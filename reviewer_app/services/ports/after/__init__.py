"""What the services ask of the library for the years after the sending: one port a noun, joined in `stores`."""
