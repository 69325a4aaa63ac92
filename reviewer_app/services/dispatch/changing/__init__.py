"""What is done to a batch after it was made: brought up to date, dissolved, supplemented."""
