"""What a case has to do with the outside, in its tables."""
