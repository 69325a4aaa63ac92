"""What stands in a field: normalised values, credit codes, telephones and column heads."""
