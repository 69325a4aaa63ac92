"""为何如此: whatever the program worked out says by one key what it rests on."""

from reviewer_ui.explaining.telling import Told, tell, tell_rows

__all__ = ["Told", "tell", "tell_rows"]
