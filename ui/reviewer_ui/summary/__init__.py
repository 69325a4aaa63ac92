"""The summary in the forms the bureau may ask for."""

from reviewer_ui.summary.dialog import SummaryDialog

__all__ = ["SummaryDialog"]
