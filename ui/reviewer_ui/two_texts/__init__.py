"""Two persons' texts for one box: none is lost, and both are seen side by side."""
