"""The stores of the years after the sending."""
