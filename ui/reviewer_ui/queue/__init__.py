"""The list of cases, as two-line rows and as a full-width table."""

from reviewer_ui.queue.pane import QueuePane

__all__ = ["QueuePane"]
