"""报送: what can be sent, the export, and the batch on its road to the municipal bureau."""

from reviewer_ui.dispatch.page import DispatchPage

__all__ = ["DispatchPage"]
