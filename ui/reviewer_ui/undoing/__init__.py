"""撤销整批办理: acts on many cases taken back as a whole, wherever the keyboard is in the window."""

from reviewer_ui.undoing.batch_steps import BatchSteps

__all__ = ["BatchSteps"]
