"""One page: its items, lines, tables, foot, code and reserved seal, in points."""
