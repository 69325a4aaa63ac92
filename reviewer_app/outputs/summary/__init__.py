"""The summary in every form: workbook, CSV, PDF and the findings of a list."""
