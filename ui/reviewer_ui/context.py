"""What every pane is handed: the ways to work, to speak, to read files and to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer_app.services.ports.library import Libraries, SheetReader
from reviewer_ui.actions import Actions
from reviewer_ui.background import Background
from reviewer_ui.messages import Messages
from reviewer_ui.preferences import Preferences

if TYPE_CHECKING:
    # The window stands before anything is printed.
    from reviewer_app.services.papers.making import Workshop
    from reviewer_app.services.ports.papers import DocumentMaker


@dataclass(frozen=True, slots=True)
class Context:
    """The parts a pane may use; built once per open library, nothing in it is global.

    Without a `workshop` there is nothing to preview, print or sign with, and nothing of that is offered.
    """

    background: Background
    messages: Messages
    actions: Actions
    reader: SheetReader
    maker: DocumentMaker
    gate: Libraries
    preferences: Preferences
    workshop: Workshop | None = None
