"""The municipal bureau's answers: entered by hand or from its list, and a recommendation taken back from it."""
