"""The small pieces all panes are made of."""

from reviewer_ui.widgets.buttons import Button, ButtonKind
from reviewer_ui.widgets.card import Card, KeyRow, SectionHead, give_keys_to_ground
from reviewer_ui.widgets.chip import Chip
from reviewer_ui.widgets.empty_state import EmptyState
from reviewer_ui.widgets.icons import icon
from reviewer_ui.widgets.pill import Pill, paint_pill, pill_width
from reviewer_ui.widgets.slim_progress import SlimProgress
from reviewer_ui.widgets.words import FieldNote, LetterCount, OneLine, TextRole, Words

__all__ = [
    "Button",
    "ButtonKind",
    "Card",
    "Chip",
    "EmptyState",
    "FieldNote",
    "KeyRow",
    "LetterCount",
    "OneLine",
    "Pill",
    "SectionHead",
    "SlimProgress",
    "TextRole",
    "Words",
    "give_keys_to_ground",
    "icon",
    "paint_pill",
    "pill_width",
]
