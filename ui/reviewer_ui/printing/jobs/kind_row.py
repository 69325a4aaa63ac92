"""The kinds of a batch to be printed, line by line: ticked or not, copies, sides, tray, and its place in the order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QSpinBox, QWidget

from reviewer_app.domain.dispatch.prints import Sides
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.printing.planning import MOST_COPIES, BatchPaper, BatchPapers, Feeding
from reviewer_resources.phrases import sentence
from reviewer_ui.printing.jobs.profiles import TRAYS, PrintProfile
from reviewer_ui.printing.view_bar import name_control
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, OneLine, TextRole, Words

_HEADS = ("打印", "份数", "单双面", "纸盒", "每份页数", "先后", "")
_COPIES_WIDTH = 72


class KindRow:
    """The controls of one kind."""

    def __init__(self, kind: DocumentKind, papers: Sequence[BatchPaper], fed: Feeding) -> None:
        good = [paper for paper in papers if not paper.refusal]
        refused = [paper for paper in papers if paper.refusal]
        self.kind = kind
        self._papers = papers
        self.tick = QCheckBox(kind.label)
        self.pick = Button("选件…", ButtonKind.LINK)
        self.pick.setAccessibleName(f"选{kind.label}")
        if len(papers) < 2:
            # Never shown from here: without a parent yet, it would be a window of its own.
            self.pick.hide()
        self.tick.setChecked(bool(fed.copies and good))
        self.tick.setEnabled(bool(good))
        self.copies = QSpinBox()
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setValue(max(1, fed.copies))
        self.copies.setFixedWidth(_COPIES_WIDTH)
        self.sides = QComboBox()
        for sides in Sides:
            self.sides.addItem(sides.label, sides)
        self.sides.setCurrentIndex(list(Sides).index(fed.sides))
        self.tray = QComboBox()
        for name, word in TRAYS.items():
            self.tray.addItem(word, name)
        self.tray.setCurrentIndex(list(TRAYS).index(fed.tray))
        for control, word in ((self.copies, "份数"), (self.sides, "单双面"), (self.tray, "纸盒")):
            name_control(control, f"{kind.label}的{word}")
        self.up, self.down = (Button(word, ButtonKind.QUIET, is_turned=True) for word in ("上移", "下移"))
        for button in (self.up, self.down):
            button.setAccessibleName(f"{kind.label}{button.text()}")
        pages = sorted({paper.pages for paper in good})
        counted = f"{pages[0]} 页" if len(pages) == 1 else f"{pages[0]} 至 {pages[-1]} 页" if pages else ""
        self.pages = Words(counted, TextRole.LABEL)
        self.said = OneLine(_said(good, refused), TextRole.NOTE)
        self.said.set_tone(Tone.BAD if refused else Tone.WARN)
        self.follow()

    def tell_picked(self, left_out: Collection[int]) -> None:
        """Says how many of several are printed."""
        if len(self._papers) > 1:
            wanted = sum(not paper.refusal and paper.case_id not in left_out for paper in self._papers)
            count = f"{wanted} / {len(self._papers)}" if wanted < len(self._papers) else f"{wanted}"
            self.tick.setText(f"{self.kind.label}　{count} 件")

    def follow(self) -> None:
        """What is not printed needs no choices."""
        for control in (self.copies, self.sides, self.tray):
            control.setEnabled(self.tick.isChecked())

    def fed(self) -> Feeding:
        """How the kind is printed; no copies where it is not ticked."""
        copies = self.copies.value() if self.tick.isChecked() else 0
        return Feeding(copies, Sides(self.sides.currentData()), str(self.tray.currentData()))


def _said(good: Sequence[BatchPaper], refused: Sequence[BatchPaper]) -> str:
    """What cannot be printed and why; else how many were printed before."""
    if refused:
        first = refused[0]
        named = f"{first.title.split('　')[0]}：{first.refusal}" if first.case_id else first.refusal
        return sentence("prints.left_out", {"count": len(refused), "first": named})
    before = sum(bool(paper.printed_before) for paper in good)
    return sentence("prints.printed_before", {"count": before}) if before else ""


class KindsTable(QWidget):
    """The lines of all kinds in the order in which they are printed; `changed` after every choice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(len(_HEADS) - 1, 1)
        for column, head in enumerate(_HEADS):
            self._grid.addWidget(Words(head, TextRole.SECTION), 0, column)
        self.rows: list[KindRow] = []
        self.left_out: frozenset[int] = frozenset()

    def show_papers(self, papers: BatchPapers, profile: PrintProfile) -> None:
        """Shows the kinds of a batch as a profile has them."""
        for row in self.rows:
            for widget in self._widgets(row):
                widget.deleteLater()
        order = [kind for kind in profile.order if kind in papers.kinds]
        self.rows = [KindRow(kind, papers.of(kind), profile.feeding.get(kind, Feeding(0))) for kind in order]
        for row in self.rows:
            row.tell_picked(self.left_out)
            row.pick.clicked.connect(partial(self._pick, row, papers.of(row.kind)))
            row.tick.toggled.connect(partial(self._follow, row))
            row.copies.valueChanged.connect(lambda _value: self.changed.emit())
            row.sides.currentIndexChanged.connect(lambda _place: self.changed.emit())
            row.tray.currentIndexChanged.connect(lambda _place: self.changed.emit())
            row.up.clicked.connect(partial(self._move, row, -1))
            row.down.clicked.connect(partial(self._move, row, 1))
        self._lay_out()

    def order(self) -> tuple[DocumentKind, ...]:
        """The kinds in their order."""
        return tuple(row.kind for row in self.rows)

    def feeding(self) -> Mapping[DocumentKind, Feeding]:
        """How each kind is printed."""
        return {row.kind: row.fed() for row in self.rows}

    def tick_only(self, kinds: Collection[DocumentKind]) -> None:
        """Ticks these kinds and no others."""
        for row in self.rows:
            row.tick.setChecked(row.kind in kinds and row.tick.isEnabled())

    def row(self, kind: DocumentKind) -> KindRow:
        """The line of a kind."""
        return next(row for row in self.rows if row.kind is kind)

    def _pick(self, row: KindRow, papers: Sequence[BatchPaper]) -> None:
        from reviewer_ui.printing.jobs.picking import PickDialog

        dialog = PickDialog(row.kind.label, papers, self.left_out, self)

        def take(left_out: frozenset[int]) -> None:
            self.left_out = left_out
            row.tell_picked(left_out)
            row.tick.setChecked(True)
            self.changed.emit()

        dialog.picked.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _follow(self, row: KindRow, _is_on: bool) -> None:
        row.follow()
        self.changed.emit()

    def _move(self, row: KindRow, by: int) -> None:
        place = self.rows.index(row)
        self.rows.insert(place + by, self.rows.pop(place))
        self._lay_out()
        held = row.up if by < 0 else row.down
        (held if held.isEnabled() else row.down if by < 0 else row.up).setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _lay_out(self) -> None:
        for place, row in enumerate(self.rows):
            row.up.setEnabled(place > 0)
            row.down.setEnabled(place < len(self.rows) - 1)
            for column, widget in enumerate(self._widgets(row)):
                self._grid.addWidget(widget, place + 1, column)
        held: QWidget | None = None
        for row in self.rows:
            for widget in (row.tick, row.copies, row.sides, row.tray, row.up, row.down, row.pick):
                if held is not None:
                    QWidget.setTabOrder(held, widget)
                held = widget

    def _widgets(self, row: KindRow) -> tuple[QWidget, ...]:
        if row.up.parentWidget() is None:
            both = QWidget()
            line = QHBoxLayout(both)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(0)
            line.addWidget(row.up)
            line.addWidget(row.down)
            line.addWidget(row.pick)
            line.addStretch(1)
        places = row.up.parentWidget()
        assert places is not None
        return row.tick, row.copies, row.sides, row.tray, row.pages, places, row.said
