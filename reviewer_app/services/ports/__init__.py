"""What the services ask of the outer parts, and the records they exchange."""
