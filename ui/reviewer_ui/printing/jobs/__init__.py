"""Print jobs of a batch: decided in a dialog, handed to the printer run by run, and followed until they have ended."""
