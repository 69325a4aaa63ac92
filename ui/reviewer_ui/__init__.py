"""The officer's window."""

from reviewer_ui.start import interpreter

__all__ = ["interpreter"]
