"""用印: the step of a batch, its lists and sessions by keys, the seal register, and what is set up for them."""

from reviewer_ui.sealing.step import SealingStep
from reviewer_ui.sealing.waiting import SealsWaitingLine, SinglePapersDialog

__all__ = ["SealingStep", "SealsWaitingLine", "SinglePapersDialog"]
