"""What an answer rests on: the comparison of paper with online, look-ups, and the lists of the bureau."""
