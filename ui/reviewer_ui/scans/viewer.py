"""看扫描件: the scans of a case beside what is said on them; the case stays at work behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QAbstractButton, QComboBox, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.evidence.scans import Place, Reading
from reviewer_app.services.cases.checking import record_comparison
from reviewer_app.services.cases.reading import read_attachment
from reviewer_app.services.intake.pinning import pin_place, withdraw_pin
from reviewer_app.services.intake.scans import ScansView, pass_readings, scans_of, take_readings
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.reading import ShownScan
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.printing.view_bar import ViewBar
from reviewer_ui.scans.scan_view import Mark, ScanView
from reviewer_ui.scans.side import ScanSide
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.dialog import Dialog

_SIZE = QSize(1180, 700)
_SHARES = (760, 400)
_QUARTER, _WHOLE = 90, 360


@dataclass(frozen=True, slots=True)
class Opened:
    """A case's scans as read, and the one to be shown."""

    view: ScansView
    sha256: str
    shown: ShownScan
    turns: tuple[int, ...]


class ScanDialog(Dialog):
    """Shows one scan after the other; every act is carried out by its service, then all is read anew."""

    def __init__(self, context: Context, opened: Opened, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pages: PdfPages | None = None
        self.view = ScanView(self)
        self.bar = ViewBar(self.view)
        self.side = ScanSide()
        self.title = Words("", TextRole.HEAD)
        self.files = QComboBox()
        self.files.setAccessibleName("扫描件")
        self.turn = Button("转向（R）", ButtonKind.QUIET)
        self.note = FieldNote()
        self.leave = Button("关闭")
        for part in (self.bar.finder, self.bar.found, self.bar.previous, self.bar.next):
            # The letters of a scan are a picture: nothing could be found in it.
            part.hide()
        self.setWindowTitle("看扫描件")
        self.setAccessibleName("看扫描件")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(_SIZE)
        self._lay_out()
        self._connect()
        self.show_opened(opened)

    def show_opened(self, opened: Opened) -> None:
        """Shows a scan in place of the former one."""
        former = self._pages
        self._opened = opened
        self._pages = PdfPages(opened.shown.pdf, self)
        self.view.show_scan(self._pages)
        if former is not None:
            former.deleteLater()
        self.bar.show_count(self._pages.count)
        self._show_said()

    def read_again(self) -> None:
        """Reads what is said on the scans anew; the pages stay."""
        case_id = self._opened.view.application.id
        self._context.background.run_read(scans_of, case_id, then=self._take_view, failed=self._refuse)

    def show_file(self, place: int) -> None:
        """Shows another scan of the case."""
        sha256 = str(self.files.itemData(place) or "")
        if sha256 and sha256 != self._opened.sha256:
            self._open(sha256, None)

    def next_file(self, by: int = 1) -> None:
        """Goes on to the next scan, or back."""
        if self.files.count():
            self.show_file((self.files.currentIndex() + by) % self.files.count())

    def turn_page(self) -> None:
        """Turns the page looked at by a quarter, clockwise, on the screen alone."""
        count = self._pages.count if self._pages else 0
        turns = [*self._opened.turns, *(0 for _ in range(count - len(self._opened.turns)))]
        turns[self.view.page() - 1] = (turns[self.view.page() - 1] + _QUARTER) % _WHOLE
        self._open(self._opened.sha256, tuple(turns))

    def pin(self, place: Place) -> None:
        """Pins a rectangle as evidence of the point chosen."""
        self.side.draw.setChecked(False)
        turned = replace(place, turn=self._turn_of(place.page))
        self._change(pin_place, self.side.item, self._opened.sha256, turned)

    def ask_to_leave_pin(self, pin_id: int) -> None:
        """Asks why a pin is taken away."""
        question = Question(
            title="取消这处依据",
            says="这处依据不再作数，但留在记录里并注明。",
            confirm="取消依据",
            reason=Reason.REQUIRED,
            is_destructive=True,
        )
        dialog = DecisionDialog(question, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        case_id = self._opened.view.application.id
        dialog.confirmed.connect(
            lambda reason, _choice: self._context.background.run_change(
                withdraw_pin, case_id, pin_id, reason, then=lambda _changes: dialog.accept(), failed=dialog.refuse
            )
        )
        dialog.open()

    def compare(self, reading: Reading, is_same: bool) -> None:
        """Records what the officer saw; the machine's value is settled with it."""
        case_id = self._opened.view.application.id

        def settle(_changes: object) -> None:
            self._context.background.run_change(pass_readings, case_id, [reading.id], failed=self._refuse)

        paper = "" if is_same else reading.value
        self._context.background.run_change(
            record_comparison, case_id, reading.field_id, is_same, paper, then=settle, failed=self._refuse
        )

    def _take(self, ids: list[int]) -> None:
        self._change(take_readings, self._opened.view.application.revision, ids)

    def _change(self, act: Callable[..., Changes], *arguments: object) -> None:
        self.note.clear()
        self._context.background.run_change(act, self._opened.view.application.id, *arguments, failed=self._refuse)

    def _take_view(self, view: ScansView) -> None:
        self._opened = replace(self._opened, view=view)
        self._show_said()

    def _show_said(self) -> None:
        view, sha256 = self._opened.view, self._opened.sha256
        self.title.setText(f"{view.application.intake_number} {view.application.project_name}")
        self.files.blockSignals(True)
        self.files.clear()
        for one in view.scans:
            self.files.addItem(one.name, one.sha256)
        self.files.setCurrentIndex(max(self.files.findData(sha256), 0))
        self.files.blockSignals(False)
        self.side.show_view(view, sha256, self._opened.shown.red_marks, self._picture)
        self.view.show_marks(self._marks())

    def _marks(self) -> list[Mark]:
        view, sha256 = self._opened.view, self._opened.sha256
        titles = {rule.id: rule.title for rule in view.pack.rules}
        pins = [one for one in view.pins if one.is_standing and one.sha256 == sha256]
        marks = [Mark(one.place, True, titles.get(one.rule_id, "")) for one in pins]
        read = [one.place for one in view.waiting if one.sha256 == sha256 and one.place is not None]
        marks += [Mark(place, False) for place in read]
        return [one for one in marks if one.place.turn == self._turn_of(one.place.page)]

    def _picture(self, place: Place) -> QPixmap:
        return self.view.snippet(place) if place.turn == self._turn_of(place.page) else self.view.snippet(_NOWHERE)

    def _turn_of(self, page: int) -> int:
        return self._opened.turns[page - 1] if page <= len(self._opened.turns) else 0

    def _open(self, sha256: str, turns: tuple[int, ...] | None) -> None:
        work = opening(self._context.parts, self._opened.view.application.id, sha256, turns)
        self._context.background.run_long(work, then=self.show_opened, failed=self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _note_changes(self, changes: Changes) -> None:
        if Noun.CASE in changes.nouns and changes.touches(self._opened.view.application.id):
            self.read_again()

    def _connect(self) -> None:
        self.files.activated.connect(self.show_file)
        self.turn.clicked.connect(self.turn_page)
        self.leave.clicked.connect(self.reject)
        self.view.drawn.connect(self.pin)
        self.side.place_chosen.connect(self.view.go_to_place)
        self.side.pinning.connect(self.view.begin_drawing)
        self.side.pin_left.connect(self.ask_to_leave_pin)
        self.side.taken.connect(self._take)
        self.side.passed.connect(lambda ids: self._change(pass_readings, ids))
        self.side.compared.connect(self.compare)
        self._context.background.changed.connect(self._note_changes)
        for keys, act in (
            ("R", self.turn_page),
            ("P", self.side.draw.toggle),
            ("PgDown", partial(self._step_page, 1)),
            ("PgUp", partial(self._step_page, -1)),
            ("Ctrl+PgDown", partial(self.next_file, 1)),
            ("Ctrl+PgUp", partial(self.next_file, -1)),
            ("Return", self._take_first),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def _take_first(self) -> None:
        """Enter takes the first candidate; where a button or a box has the keyboard, it is theirs."""
        focused = self.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()
        elif not isinstance(focused, QLineEdit | QComboBox):
            self.side.take_first()

    def _step_page(self, by: int) -> None:
        self.view.go_to(self.view.page() + by)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.files)
        head.addWidget(self.turn)
        left = QWidget()
        pages = QVBoxLayout(left)
        pages.setContentsMargins(0, 0, 0, 0)
        pages.addWidget(self.bar)
        pages.addWidget(self.view, 1)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(left)
        whole.addWidget(self.side)
        whole.setSizes(list(_SHARES))
        whole.setStretchFactor(0, 1)
        foot = QHBoxLayout()
        hint = "翻页 PgUp/PgDn　换一份 Ctrl+PgUp/PgDn　放大缩小 Ctrl+＋/－　转向 R　框选 P　回车取用或看第一项"
        foot.addWidget(Words(hint, TextRole.NOTE), 1)
        foot.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(whole, 1)
        column.addWidget(self.note)
        column.addLayout(foot)


_NOWHERE = Place(0, 0, 0, 0, 0)


def opening(
    parts: Parts, case_id: int, sha256: str, turns: tuple[int, ...] | None = None
) -> Callable[[Library, Progress, Cancelled], Opened]:
    """The work of making a scan ready for the screen, off the window's thread; without turns as it was read upright."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Opened:
        view = library.read(scans_of, case_id)
        file = next(one for one in view.scans if one.sha256 == sha256)
        chosen = _known_turns(view, sha256) if turns is None else turns
        content = library.read(read_attachment, sha256)
        return Opened(view, sha256, parts.forms.shown(file.name, content, chosen), chosen)

    return work


def _known_turns(view: ScansView, sha256: str) -> tuple[int, ...]:
    read = [one.place for one in view.readings if one.sha256 == sha256 and one.place is not None]
    pinned = [one.place for one in view.pins if one.sha256 == sha256]
    known = {place.page: place.turn for place in (*reversed(pinned), *reversed(read))}
    return tuple(known.get(page, 0) for page in range(1, max(known, default=0) + 1))


def show_scan(context: Context, case_id: int, sha256: str, parent: QWidget) -> None:
    """Opens a scan beside its case; a refusal is said at the foot of the window."""

    def show(opened: Opened) -> None:
        dialog = ScanDialog(context, opened, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    context.background.run_long(opening(context.parts, case_id, sha256), then=show)
