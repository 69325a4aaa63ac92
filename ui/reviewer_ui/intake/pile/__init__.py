"""收一摞纸质件: scan a set, mark its copies, take it in, next."""

from reviewer_ui.intake.pile.page import PilePage

__all__ = ["PilePage"]
