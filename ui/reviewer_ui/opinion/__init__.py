"""The checklist, the opinion and the second person's decision."""
