"""The manual inside the window, and what the program stands on."""
