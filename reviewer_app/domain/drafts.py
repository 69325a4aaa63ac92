"""The boxes in which typed and not yet submitted text is kept; their names are stored with each draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol


class Kept(Protocol):
    """A kept draft."""

    @property
    def text(self) -> str: ...


class DraftBox(StrEnum):
    """A box that a case has once."""

    OPINION_TEXT = "opinion.text"
    OPINION_OUTCOME = "opinion.outcome"
    OPINION_CLASS = "opinion.class"
    CHALLENGE = "challenge"


class DraftBoxes(StrEnum):
    """Boxes that a case has one of for each of something; the value begins the name of each.

    Of the opinion there are the three of `DraftBox` and a reason for each point that needs one; an answer's note and
    look-up are by rule id, a changed field and a field of the registration form by field id, a paper copy by its
    number, what the paper says in a field by its field id and a colon (`comparison.paper_box`), a reason by its act.
    What was typed in a dialog is kept by person and dialog, and belongs to no case.
    What one person had typed in a box in which another wrote after him is kept beside it, by person and box.
    """

    OPINION = "opinion."
    NOTE = "note:"
    LOOKUP = "lookup:"
    EDIT = "edit:"
    COPY = "copy:"
    PAPER = "paper:"
    REASON = "reason:"
    DEPARTURE = "opinion.departure:"
    REGISTER = "register:"
    BESIDE = "beside:"
    DIALOG = "dialog:"

    def of(self, name: object) -> str:
        """The box of one of them."""
        return f"{self.value}{name}"

    def texts_in(self, drafts: Mapping[str, Kept]) -> dict[str, str]:
        """What is kept in the boxes that belong here, by what each is of."""
        return {name: drafts[box].text for box, name in self.named_in(drafts).items()}

    def named_in(self, boxes: Iterable[str]) -> dict[str, str]:
        """Those of some boxes that belong here: each box with what it is of."""
        return {box: box.removeprefix(self.value) for box in boxes if box.startswith(self.value)}


def is_of(box: str, name: str) -> bool:
    """Whether a box is the named one, or one of those that have the name of several in common (it ends in a sign)."""
    return box.startswith(name) if is_name_of_several(name) else box == name


def is_name_of_several(name: str) -> bool:
    """Whether a name is what several boxes begin with: a field's id must not stand for another that begins so."""
    return name == "" or name.endswith((".", ":"))


def beside(person: str, box: str) -> str:
    """The box in which a person's own text waits while another's stands in the box itself."""
    return f"{DraftBoxes.BESIDE}{person}\t{box}"


def is_beside(box: str) -> bool:
    """Whether a box holds a text that another wrote over."""
    return box.startswith(DraftBoxes.BESIDE)


def box_of(name: str) -> str:
    """The box that a text was typed in, also of one kept beside it."""
    return name.partition("\t")[2] if is_beside(name) else name
