"""What an officer asks the list of cases for: the words of the search field, kept views, what changed since a look."""
