"""Printing a whole batch: the papers of one job, what is handed to the printer, and what becomes of it."""
