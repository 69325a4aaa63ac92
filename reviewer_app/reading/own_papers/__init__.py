"""Papers of our own that come back on a scan: stamped sheets as a stack, and run sheets with their ticks."""
