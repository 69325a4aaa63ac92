"""Getting applications in: typing one and importing a list."""
