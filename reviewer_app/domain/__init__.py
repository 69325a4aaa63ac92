"""Words and decisions of the office; standard library only, no files, no clock."""
