"""The small pieces all panes are made of."""

from reviewer_ui.widgets.buttons import Button, ButtonKind
from reviewer_ui.widgets.card import Card, SectionHead
from reviewer_ui.widgets.chip import Chip
from reviewer_ui.widgets.empty_state import EmptyState
from reviewer_ui.widgets.icons import icon
from reviewer_ui.widgets.pill import Pill, paint_pill, pill_width
from reviewer_ui.widgets.slim_progress import SlimProgress
from reviewer_ui.widgets.words import FieldNote, LetterCount, TextRole, Words

__all__ = [
    "Button",
    "ButtonKind",
    "Card",
    "Chip",
    "EmptyState",
    "FieldNote",
    "LetterCount",
    "Pill",
    "SectionHead",
    "SlimProgress",
    "TextRole",
    "Words",
    "icon",
    "paint_pill",
    "pill_width",
]
