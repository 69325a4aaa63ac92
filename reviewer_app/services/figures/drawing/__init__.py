"""The charts of the figures as marks on a plane, for the window and for paper alike."""
