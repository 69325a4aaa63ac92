"""The room of the notices: two of them side by side, and the editor of a pack."""
