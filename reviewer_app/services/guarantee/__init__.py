"""What the office does as guarantor of an approved project, from its approval until it is closed."""
