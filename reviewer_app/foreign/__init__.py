"""Files of others are read in a child process: it may hang, swell or die, and only its answer comes back."""
