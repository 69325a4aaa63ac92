"""保管与销毁: what is kept how long, what is due to go and what stops it, and the lists on which two people sign."""

from reviewer_ui.retention.dialog import RetentionDialog

__all__ = ["RetentionDialog"]
