"""How long it takes to take an act on many cases back."""
