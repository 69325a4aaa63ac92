"""What one action of the desk is: its name, keys, place and help, and of which act of a case it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reviewer_app.domain.acts import Act


class Place(StrEnum):
    """Where an action works; the value is its head in the list of keys."""

    WINDOW = "全部页面"
    QUEUE = "案件列表"
    CASE = "案件"
    CHECKLIST = "逐项核对"
    OPINION = "意见"
    PILE = "收一摞纸质件"
    INTAKE = "收件"
    LEDGER = "台账"
    ROAD = "报送"

    @property
    def is_local(self) -> bool:
        """Whether its keys work only while the keyboard is there."""
        return self in {Place.CHECKLIST, Place.PILE, Place.INTAKE, Place.LEDGER, Place.ROAD}


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: id, label, keys (Qt's portable text, several parted by two spaces), place, one line of help.

    `act` is the act of a case that it does or leads to: the action is off while the act is not open on the case shown,
    unless one goes there `also_for_reading`. `part_of` is an act with a line of its own, of which this does a part.
    The keys of what `is_plain` are heard in its pane alone.
    """

    id: str
    label: str
    keys: str
    place: Place
    help: str
    act: Act | None = None
    also_for_reading: bool = False
    part_of: Act | None = None
    is_plain: bool = False

    @property
    def has_local_keys(self) -> bool:
        """Whether its keys are heard only in its own list, page or panes, so that text can be typed elsewhere."""
        return self.place.is_local or self.is_plain

    @property
    def awaits(self) -> Act | None:
        """The act that must be open on the case shown."""
        return None if self.also_for_reading else self.act or self.part_of
