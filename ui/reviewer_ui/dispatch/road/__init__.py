"""报送 as a road: the batch on top with its five steps, and a page for each of them."""
