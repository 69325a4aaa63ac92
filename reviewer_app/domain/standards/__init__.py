"""The standards a project promised, and what became of each until it is in force."""
