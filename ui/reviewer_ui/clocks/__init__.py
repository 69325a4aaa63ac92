"""期限: the list of the days that run, and a month in which the days that count can be seen."""
