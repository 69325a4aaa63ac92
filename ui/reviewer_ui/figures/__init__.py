"""The place 统计: figures of a season, their definitions and the lists behind them."""

from reviewer_ui.figures.page import FiguresPage

__all__ = ["FiguresPage"]
