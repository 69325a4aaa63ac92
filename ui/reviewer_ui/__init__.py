"""The officer's window."""

from reviewer_ui import interpreter

__all__ = ["interpreter"]
