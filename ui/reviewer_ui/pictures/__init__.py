"""Pictures of the window and of pages, taken without a display."""
