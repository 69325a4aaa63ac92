"""The band that says whose text was not submitted and waits beside the one in its box."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.domain.opinion import differences
from reviewer_app.services.cases.draft_keeping import drop_typed
from reviewer_app.services.ports.rows import CaseView, TypedBeside
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.band import Band, BandLine

#: So many are named at once; the rest is named when these are settled.
_MOST = 3


class BesideBand(Band):
    """A line for each text; `wanted` carries the one that is to be seen beside the present one."""

    wanted = Signal(object)  # TypedBeside

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.WARN, parent)
        self._texts: tuple[TypedBeside, ...] = ()
        self.chosen.connect(lambda place: self.wanted.emit(self._texts[int(place)]))

    def show_view(self, view: CaseView, person: str) -> None:
        """Names the texts of a case that stand in no box."""
        self._texts = view.beside[:_MOST]
        self.say([self._line(view, one, str(place), person) for place, one in enumerate(self._texts)])

    def _line(self, view: CaseView, one: TypedBeside, place: str, person: str) -> BandLine:
        values = {"name": one.by, "at": f"{one.saved_at:%m-%d %H:%M}", "box": box_words(view, one.box)}
        return BandLine(sentence(f"draft.{'own' if one.by == person else 'other'}_said", values), Tone.WARN, place)


class Boxes(Protocol):
    """The boxes of a pane, by the names under which their texts are kept."""

    def text_in(self, box: str) -> str:
        """What stands in a box now, or was submitted from it."""

    def open_box(self, box: str) -> QPlainTextEdit | None:
        """Goes into a box; None while it cannot be written in."""

    def can_write(self, box: str) -> bool:
        """Whether a box can be written in now."""


class TwoTexts(QObject):
    """Joins the band, the dialog of two texts and a pane's boxes."""

    def __init__(self, context: Context, band: BesideBand, boxes: Boxes, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._band, self._boxes, self._window = context, band, boxes, window
        self._view: CaseView | None = None
        band.wanted.connect(self.compare)

    def show(self, view: CaseView) -> None:
        """The case now shown."""
        self._view = view
        self._band.show_view(view, self._context.background.library.user.name)

    def compare(self, typed: TypedBeside) -> None:
        """Shows a text beside the one that stands in its box."""
        from reviewer_ui.two_texts.dialog import TwoTextsDialog

        view = self._view
        if view is None:
            return
        present, words = self._boxes.text_in(typed.box), box_words(view, typed.box)
        is_own = typed.by == self._context.background.library.user.name
        can_take = self._boxes.can_write(typed.box)
        dialog = TwoTextsDialog(words, present, typed, told(present, typed.text), can_take, is_own, self._window)
        dialog.taken.connect(lambda: self._take(typed, words))
        dialog.dropped.connect(lambda: self._drop(view.application.id, typed.box))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, typed: TypedBeside, words: str) -> None:
        box = self._boxes.open_box(typed.box)
        if box is None:
            return
        cursor = box.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(typed.text)
        self._context.messages.inform(sentence("draft.taken", {"name": typed.by, "box": words}))

    def _drop(self, case_id: int, box: str) -> None:
        self._context.background.run_change(drop_typed, case_id, box)


#: So many differing places are named, each with so many characters of either side.
_PLACES, _LETTERS = 4, 30


def told(present: str, other: str) -> str:
    """In a line or a few, what the other text has otherwise than the present one."""
    changes = differences(present, other)
    if not changes:
        return sentence("draft.alike")
    lines = [f"左“{_short(out)}”，右“{_short(put)}”" for out, put in changes[:_PLACES]]
    more = len(changes) - len(lines)
    return sentence("draft.differs", {"places": "；".join(lines) + (f"；另有 {more} 处" if more else "")})


def _short(words: str) -> str:
    plain = words.replace("\n", " ") or "（无）"
    return plain if len(plain) <= _LETTERS else f"{plain[:_LETTERS]}……"


def box_words(view: CaseView, box: str) -> str:
    """What the officer calls a box."""
    words: dict[str, Callable[[str], str]] = {
        DraftBox.OPINION_TEXT: lambda _name: "推荐部门意见",
        DraftBox.CHALLENGE: lambda _name: "复核意见",
        DraftBoxes.DEPARTURE: lambda _name: "提交的理由",
        DraftBoxes.NOTE: lambda name: f"{_point(view, name)}的说明",
        DraftBoxes.LOOKUP: lambda name: f"{_point(view, name)}的查询",
        DraftBoxes.EDIT: view.pack.label,
        DraftBoxes.PAPER: lambda name: f"{view.pack.label(name.rstrip(':'))}的纸面文字",
        DraftBoxes.REASON: lambda name: f"{Act(name).label}的理由",
    }
    prefix = next((prefix for prefix in words if box.startswith(prefix)), "")
    return words[prefix](box.removeprefix(prefix)) if prefix else box


def _point(view: CaseView, rule_id: str) -> str:
    rule = next((rule for rule in view.pack.rules if rule.id == rule_id), None)
    return f"{rule.clause}{rule.title}" if rule is not None else "原有条目"
