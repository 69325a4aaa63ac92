"""法规库: the regulations and notices the checklist rests on, kept, ended and pinned to its points."""
