"""撤销、重做和对照以前: the last step taken back from the window, and the case as it stood before."""

from reviewer_ui.detail.past.undoing import Undoing

__all__ = ["Undoing"]
