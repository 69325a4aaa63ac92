"""A scan's pages with their bar, wherever they stand: one file of the case after the other, turned and enlarged."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.evidence.scans import Place
from reviewer_app.services.intake.scans import ScansView
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.printing.view_bar import ViewBar
from reviewer_ui.scans.opening import Opened, Work, beginning, going_on, turning
from reviewer_ui.scans.scan_view import Mark, ScanView
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote

_QUARTER, _WHOLE = 90, 360
_NOWHERE = Place(0, 0, 0, 0, 0)


class ScanPages(QWidget):
    """`shown` when a scan, or more pages of it, stand on the screen; `drawn` carries a new rectangle."""

    shown = Signal()
    drawn = Signal(object)  # Place

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pages: PdfPages | None = None
        self._opened: Opened | None = None
        self._job: Job | None = None
        self.view = ScanView(self)
        self.bar = ViewBar(self.view)
        self.files = QComboBox()
        self.files.setAccessibleName("扫描件")
        self.files.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.files.setMinimumContentsLength(12)
        self.turn = Button("转向（R）", ButtonKind.QUIET, is_turned=True)
        self.note = FieldNote()
        for part in (self.bar.finder, self.bar.found, self.bar.previous, self.bar.next):
            # The letters of a scan are a picture: nothing could be found in it.
            part.hide()
        self._lay_out()
        self.files.activated.connect(self.show_file)
        self.turn.clicked.connect(self.turn_page)
        self.view.drawn.connect(self._tell_drawn)

    @property
    def opened(self) -> Opened | None:
        """What is shown."""
        return self._opened

    def open(self, case_id: int, sha256: str = "") -> None:
        """Shows a scan of a case, the newest where none is named."""
        self._work(beginning(self._context.parts, case_id, sha256))

    def show_opened(self, opened: Opened) -> None:
        """Shows a scan in place of the former one, or more of the same, and goes on to what is missing of it."""
        former, before = self._pages, self._opened
        self._opened = opened
        if opened.shown.pdf:
            self._pages = PdfPages(opened.shown.pdf, self)
            is_more = before is not None and before.sha256 == opened.sha256 and before.waits_for_more
            self.view.show_scan(self._pages, opened.shown.broken, is_more)
            self.bar.show_count(self._pages.count)
            if former is not None:
                former.deleteLater()
        self.show_view(opened.view)
        self._say_how_far(opened)
        if opened.waits_for_more:
            self._work(going_on(self._context.parts, opened))

    def show_view(self, view: ScansView) -> None:
        """Shows what is said on the scans as it was read anew; the pages stay."""
        if self._opened is None:
            return
        self._opened = replace(self._opened, view=view)
        self.files.blockSignals(True)
        self.files.clear()
        for one in view.scans:
            self.files.addItem(one.name, one.sha256)
        self.files.setCurrentIndex(max(self.files.findData(self._opened.sha256), 0))
        self.files.blockSignals(False)
        self.view.show_marks(self._marks(self._opened))
        self.shown.emit()

    def show_file(self, place: int) -> None:
        """Shows another scan of the case."""
        sha256 = str(self.files.itemData(place) or "")
        if self._opened is not None and sha256 and sha256 != self._opened.sha256:
            self.open(self._opened.view.application.id, sha256)

    def next_file(self, by: int = 1) -> None:
        """Goes on to the next scan, or back."""
        if self.files.count():
            self.show_file((self.files.currentIndex() + by) % self.files.count())

    def turn_page(self) -> None:
        """Turns the page looked at by a quarter, clockwise, on the screen alone."""
        opened = self._opened
        if opened is None or not opened.is_tried:
            return
        turns = [*opened.turns, *(0 for _ in range(opened.shown.shown - len(opened.turns)))]
        page = self.view.page() - 1
        turns[page] = (turns[page] + _QUARTER) % _WHOLE
        self._work(turning(self._context.parts, opened, tuple(turns)))

    def step_page(self, by: int) -> None:
        """Goes on to the next page, or back."""
        self.view.go_to(self.view.page() + by)

    def picture(self, place: Place) -> QPixmap:
        """The picture of a place, where it lies as the page is shown now."""
        return self.view.snippet(place if place.turn == self._turn_of(place.page) else _NOWHERE)

    def stop(self) -> None:
        """What is under way is not wanted any more."""
        if self._job is not None:
            self._job.cancel()
            self._job.forget()
            self._job = None

    def _work(self, work: Work) -> None:
        self.stop()
        self.note.clear()
        self._job = self._context.background.run_long(work, then=self.show_opened, failed=self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _say_how_far(self, opened: Opened) -> None:
        said = {"count": opened.shown.count, "shown": opened.shown.shown}
        if opened.waits_for_more and opened.shown.count > 1:
            self.note.say(sentence("scans.more_coming", said))
        elif not opened.waits_for_more and not opened.shown.is_whole:
            self.note.say(sentence("scans.only_first", said), Tone.WARN)
        elif opened.shown.broken:
            pages = "、".join(map(str, opened.shown.broken[:8]))
            more = "等" if len(opened.shown.broken) > 8 else ""
            self.note.say(sentence("scans.broken_pages", {"pages": f"{pages}{more}"}), Tone.WARN)

    def _tell_drawn(self, place: Place) -> None:
        self.drawn.emit(replace(place, turn=self._turn_of(place.page)))

    def _marks(self, opened: Opened) -> list[Mark]:
        view, sha256 = opened.view, opened.sha256
        titles = {rule.id: rule.title for rule in view.pack.rules}
        pins = [one for one in view.pins if one.is_standing and one.sha256 == sha256]
        marks = [Mark(one.place, True, titles.get(one.rule_id, "")) for one in pins]
        read = [one.place for one in view.waiting if one.sha256 == sha256 and one.place is not None]
        marks += [Mark(place, False) for place in read]
        return [one for one in marks if one.place.turn == self._turn_of(one.place.page)]

    def _turn_of(self, page: int) -> int:
        turns = self._opened.turns if self._opened is not None else ()
        return turns[page - 1] if page <= len(turns) else 0

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.files, 1)
        head.addWidget(self.turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
