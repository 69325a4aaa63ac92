"""The stores, one for each noun of the office, over the tables."""
