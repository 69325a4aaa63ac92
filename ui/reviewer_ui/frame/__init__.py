"""What stands around the panes: rail, top bar, foot line, and the lists of keys and commands."""
