"""The office's own matters: its settings and trusted certificates."""
