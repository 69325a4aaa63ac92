"""What officers do with the list itself: several cases at once, labels, kept views, what changed since a look."""
