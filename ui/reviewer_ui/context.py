"""What every pane is handed: the ways to work and to speak, the outer parts, what is remembered on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer_ui.actions import Actions
from reviewer_ui.background import Background
from reviewer_ui.messages import Messages
from reviewer_ui.preferences import Preferences
from reviewer_ui.undoing import BatchSteps

if TYPE_CHECKING:
    # The window stands before anything is read or printed.
    from reviewer_app.services.ports.parts import Parts


@dataclass(frozen=True, slots=True)
class Context:
    """What a pane may use; built once per open library, nothing in it is global."""

    background: Background
    messages: Messages
    actions: Actions
    parts: Parts
    preferences: Preferences
    steps: BatchSteps
