"""Files dropped on the window, taken before anything else makes words of them."""
