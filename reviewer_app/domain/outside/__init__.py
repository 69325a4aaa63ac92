"""What a case has to do with the outside: line departments consulted."""
