"""Steps of the work on a case: what each entry keeps of it, and which of them can be taken back."""
