"""The command line: the words after `reviewer-app` and what they print."""
