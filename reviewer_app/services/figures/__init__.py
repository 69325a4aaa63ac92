"""The figures: reading them, drawing them, setting what they rest on."""
