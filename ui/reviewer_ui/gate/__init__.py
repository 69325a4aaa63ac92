"""The way in: first start, logging in, a new library, restoring one, the practice season."""

from reviewer_ui.gate.window import GateWindow

__all__ = ["GateWindow"]
