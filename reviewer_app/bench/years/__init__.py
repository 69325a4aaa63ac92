"""How an office's many seasons are counted, searched and opened."""
