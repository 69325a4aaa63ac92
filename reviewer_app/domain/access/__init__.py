"""The way into a library as the office sees it: passwords that will do, and the words of the recovery sheet."""
