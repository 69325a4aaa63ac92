"""Reading the queue: order, search, tabs, and what is remembered between reads."""
