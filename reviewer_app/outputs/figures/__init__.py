"""The figures on paper and in a workbook."""
