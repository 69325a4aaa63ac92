"""Who gets into a library: entering, giving and taking slots, changing the master key, and what is noted of it."""
