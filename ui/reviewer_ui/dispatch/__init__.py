"""Sending cases on: the batch, its preview and its result."""

from reviewer_ui.dispatch.page import DispatchPage
from reviewer_ui.dispatch.preview import BatchPreview
from reviewer_ui.dispatch.result import BatchResultView

__all__ = ["BatchPreview", "BatchResultView", "DispatchPage"]
