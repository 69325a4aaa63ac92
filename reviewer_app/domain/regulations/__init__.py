"""The regulations and notices on which the checklist rests: from when to when each is in force, and at which points."""
