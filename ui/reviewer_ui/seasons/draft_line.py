"""Above the editor: since when and on which version there is a draft, who else has one, and what was just done to it.

Each thing said has its way beside it: the difference of two versions, carrying over, taking back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.services.seasons.drafting import DraftDesk
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, FieldNote


class DraftLine(QWidget):
    """`compare_wanted` and `carry_wanted` are asked where another version came into force meanwhile."""

    compare_wanted = Signal()
    carry_wanted = Signal()
    put_back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._undo: Callable[[], object] | None = None
        self._until_typed = False
        self.draft, self.former, self.done = FieldNote(), FieldNote(), FieldNote()
        self.compare = Button("看两版差别…")
        self.carry = Button("改到现行版上")
        self.put_back = Button("恢复放弃的草稿")
        self.undo = Button("撤销")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for notes, buttons in (
            ((self.draft, self.done), (self.undo, self.put_back)),
            ((self.former,), (self.compare, self.carry)),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            for note in notes:
                row.addWidget(note, 1)
            for button in buttons:
                button.hide()
                row.addWidget(button)
            column.addLayout(row)
        self.compare.clicked.connect(self.compare_wanted)
        self.carry.clicked.connect(self.carry_wanted)
        self.put_back.clicked.connect(self.put_back_wanted)
        self.undo.clicked.connect(self._take_back)

    def show_desk(self, desk: DraftDesk) -> None:
        """Says what the editor opens on."""
        said = []
        if desk.kept_at is not None:
            said.append(_kept_said(desk, desk.kept_at))
        said += [sentence("pack_draft.by_other", {"by": one.by, "at": _at(one.at)}) for one in desk.others]
        if desk.discarded_at is not None:
            said.append(sentence("pack_draft.discarded_at", {"at": _at(desk.discarded_at)}))
        self.draft.say("".join(said))
        self.put_back.setVisible(desk.discarded_at is not None)
        values = {"base": desk.base.called, "current": desk.current.called}
        self.former.say(sentence("pack_draft.former", values) if desk.is_of_former else "", Tone.WARN)
        for button in (self.compare, self.carry):
            button.setVisible(desk.is_of_former)

    def tell(
        self,
        said: str,
        undo: Callable[[], object] | None = None,
        tone: Tone | None = None,
        *,
        until_typed: bool = False,
    ) -> None:
        """Says what was just done to the draft, with 撤销 beside it where it can be taken back.

        `until_typed` is what is true only as long as no new draft is begun.
        """
        self._undo, self._until_typed = undo, until_typed
        self.done.say(said, tone)
        self.undo.setVisible(undo is not None)

    def note_typing(self) -> None:
        """A draft is being typed: that the former one was discarded says 恢复放弃的草稿 from now on."""
        if self._until_typed:
            self.tell("")

    def _take_back(self) -> None:
        undo = self._undo
        self.tell("")
        if undo is not None:
            undo()


def _kept_said(desk: DraftDesk, at: datetime) -> str:
    return sentence("pack_draft.kept", {"by": desk.kept_by, "at": _at(at), "base": desk.base.called})


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
