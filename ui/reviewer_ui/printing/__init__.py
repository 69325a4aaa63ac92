"""Preview and print: every document is looked at first, and what is looked at is what is printed and saved."""
