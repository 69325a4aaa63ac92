"""Whether what was acknowledged survives: a day of writing acts, killed or cut from the power at any moment."""
