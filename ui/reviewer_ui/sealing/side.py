"""The right side of the step 用印: the three ways with what each is worth, the seal register, and the next act."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from reviewer_app.domain.dispatch.seals import SealWay
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, SectionHead, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage
from reviewer_ui.widgets.slim_progress import SlimProgress

#: What explains a way stands in under its word.
_INDENT = 24


class SealingSide(Card):
    """The ways and the acts; `way_chosen` when another way is chosen, the acts are signals of their own."""

    way_chosen = Signal(object)  # SealWay

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ways = {way: QRadioButton(way.label) for way in SealWay}
        self.notes = {way: Words(sentence(f"seal_way.{way}"), TextRole.NOTE, wrap=True) for way in SealWay}
        #: What is open of the certificate before it seals, and the way to where it is mended.
        self.list_note = FieldNote()
        self.to_list = Button("去看", ButtonKind.LINK)
        self.to_list.hide()
        self.ways[SealWay.STAMP].setChecked(True)
        self.note = FieldNote()
        self.progress = SlimProgress()
        self.head = SectionHead("用印方式")
        #: Where the part beside is out of sight: how it stands, and the way to it.
        self.to_beside = Button("", ButtonKind.LINK)
        self.to_beside.hide()
        self.head.add_act(self.to_beside)
        self.register = Button("用印登记簿…")
        self.main = Button("", ButtonKind.PRIMARY)
        self.main.setToolTip("Ctrl+回车")
        self.why = FieldNote()
        self.rest, self.back, self.end = Button(""), Button(""), Button("结束用印")
        self.begin = Button("逐件用印")
        self.strike = Button("划去这一行…")
        self._beside = QVBoxLayout()
        self._page = ScrollPage("用印方式")
        self._lay_out()
        for way, button in self.ways.items():
            button.toggled.connect(lambda is_on, way=way: self.way_chosen.emit(way) if is_on else None)
            button.toggled.connect(lambda _is_on: self._show_worth())

    def way(self) -> SealWay:
        """The way that is chosen."""
        return next(way for way, button in self.ways.items() if button.isChecked())

    def show_ways(self, chosen: SealWay | None, closed: dict[SealWay, str], locked: bool) -> None:
        """Shows the way of an open session, or lets one choose; `closed` says why a way is not there."""
        if chosen is not None:
            self.ways[chosen].setChecked(True)
        for way, button in self.ways.items():
            button.setEnabled(not locked and way not in closed)
            said = sentence(f"seal_way.{way}") + closed.get(way, "")
            self.notes[way].setText(said)
            button.setToolTip(said)
            button.setAccessibleDescription(said)
        self._show_worth()

    def say_of_list(self, said: str) -> None:
        """Says what is open of the office's revocation list, below the way that asks it."""
        self.list_note.say(f"待办：{said}" if said else "", Tone.WARN)
        self.to_list.setAccessibleName(f"去看 {said}")
        self.to_list.setVisible(bool(said))

    def _show_worth(self) -> None:
        """What the chosen way is worth stands below it; of the others it is told where one points at them."""
        for way, button in self.ways.items():
            self.notes[way].setVisible(button.isChecked())

    def show_acts(self, shown: Collection[Button]) -> None:
        """Shows these of the acts beside the next one."""
        for button in (self.rest, self.begin, self.back, self.end, self.strike):
            button.setVisible(button in shown)

    def show_main(self, text: str, is_open: bool, why: str) -> None:
        """Shows the next act; where it is another's turn, who is waited for."""
        self.main.setText(text)
        self.main.setEnabled(is_open)
        self.main.setAccessibleDescription(why)
        self.why.say(why)

    def add_beside(self, part: QWidget) -> None:
        """Puts another part between the ways and the acts."""
        self._beside.addWidget(part)

    def tell_beside(self, said: str) -> None:
        """Says in the band on top how the other part stands."""
        self.to_beside.setText(said)
        self.to_beside.show()

    def show_beside(self) -> None:
        """Scrolls to the other part."""
        self._page.verticalScrollBar().setValue(self._beside.geometry().top())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.head)
        ways = QVBoxLayout()
        ways.setContentsMargins(16, 10, 16, 10)
        ways.setSpacing(4)
        group = QButtonGroup(self)
        for way, button in self.ways.items():
            group.addButton(button)
            button.setAccessibleDescription(self.notes[way].text())
            self.notes[way].setContentsMargins(_INDENT, 0, 0, 6)
            ways.addWidget(button)
            ways.addWidget(self.notes[way])
        ways.addWidget(self.list_note)
        ways.addWidget(self.to_list, 0, Qt.AlignmentFlag.AlignLeft)
        ways.addWidget(Words(sentence("seal_way.note"), TextRole.NOTE, wrap=True))
        self._page.column.addLayout(ways)
        # The check before mailing takes the room that is left.
        self._page.column.addLayout(self._beside, 100)
        self._page.column.addStretch(1)
        column.addWidget(self._page, 1)
        column.addLayout(self._acts())

    def _acts(self) -> QVBoxLayout:
        acts = QVBoxLayout()
        acts.setContentsMargins(16, 8, 16, 12)
        acts.setSpacing(8)
        acts.addWidget(self.progress)
        acts.addWidget(self.note)
        acts.addWidget(self.why)
        pairs = ((self.strike, self.back), (self.end, self.rest, self.begin), (self.register, self.main))
        for first, *others in pairs:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(first)
            row.addStretch(1)
            for other in others:
                row.addWidget(other)
            acts.addLayout(row)
        return acts
