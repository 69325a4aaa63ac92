"""How fast the window is: measured on the real widgets, called by the bench command."""
