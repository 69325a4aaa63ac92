"""The tables of what follows a season's sending: the guarantor's years, the standards promised, the office's memory."""
