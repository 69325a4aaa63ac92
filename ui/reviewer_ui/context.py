"""What every pane is handed: the ways to work and to speak, the outer parts, what is remembered on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer_ui.actions import Actions
from reviewer_ui.background import Background
from reviewer_ui.messages import Messages, why_closed
from reviewer_ui.preferences import Preferences
from reviewer_ui.undoing import BatchSteps

if TYPE_CHECKING:
    # The window stands before anything is read or printed.
    from reviewer_app.domain.record import EventAct
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

    def why_closed(self, act: EventAct) -> str:
        """Why an act of the season in work is not open to who sits here, in a sentence; empty while it is."""
        from reviewer_app.domain.seasons.closing import ENDS_WITH_SEASON

        is_over = act in ENDS_WITH_SEASON
        return why_closed(self.background.library, act) or (self.actions.season_closed if is_over else "")
