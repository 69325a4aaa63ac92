"""The start: Qt as the office needs it, and the session from login to window and back."""
