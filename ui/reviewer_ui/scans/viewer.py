"""看扫描件: the scans of a case beside what is said on them; the case stays at work behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QComboBox, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.evidence.scans import Place, Reading, parted
from reviewer_app.services.cases.checking import record_comparison
from reviewer_app.services.intake.pinning import pin_place, withdraw_pin
from reviewer_app.services.intake.scans import pass_readings, scans_of, take_readings
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.messages import sentence_of
from reviewer_ui.scans.opening import Opened, beginning
from reviewer_ui.scans.pages import ScanPages
from reviewer_ui.scans.side import ScanSide
from reviewer_ui.scans.taking_away import ask_to_take_away
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.dialog import Dialog

_SIZE = QSize(1180, 700)
_SHARES = (760, 400)


class ScanDialog(Dialog):
    """Shows one scan after the other; every act is carried out by its service, then all is read anew."""

    def __init__(self, context: Context, opened: Opened, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.case_id = opened.view.application.id
        self.pages = ScanPages(context, self)
        self.view = self.pages.view
        self.side = ScanSide()
        self.title = Words("", TextRole.HEAD)
        self.note = FieldNote()
        self.leave = Button("关闭")
        self.away = Button("归错了…", ButtonKind.QUIET)
        self.away.setToolTip("移出本案，可同时归入正确的案件")
        self.setWindowTitle("看扫描件")
        self.setAccessibleName("看扫描件")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(_SIZE)
        self._lay_out()
        self._connect()
        self.pages.show_opened(opened)
        # Not a button: Enter is for the candidates.
        self.view.setFocus()

    @property
    def opened(self) -> Opened:
        """What is shown."""
        if self.pages.opened is None:
            raise ValueError("nothing was opened")
        return self.pages.opened

    def read_again(self) -> None:
        """Reads what is said on the scans anew; the pages stay."""
        self._context.background.run_read(scans_of, self.case_id, then=self.pages.show_view, failed=self._refuse)

    def done(self, result: int) -> None:
        """Pages still being tried are not wanted any more."""
        self.pages.stop()
        super().done(result)

    def pin(self, place: Place) -> None:
        """Pins a rectangle as evidence of the point chosen."""
        self.side.draw.setChecked(False)
        rule_id, part_id = parted(self.side.item)
        self._change(pin_place, rule_id, self.opened.sha256, place, part_id)

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
        keep_texts(self._context, dialog, f"withdraw_pin:{pin_id}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(
            lambda reason, _choice: self._context.background.run_change(
                withdraw_pin, self.case_id, pin_id, reason, then=lambda _changes: dialog.accept(), failed=dialog.refuse
            )
        )
        dialog.open()

    def compare(self, reading: Reading, is_same: bool) -> None:
        """Records what the officer saw; the machine's value is settled with it."""
        case_id, seen = self.case_id, self.opened.view.seen

        def settle(_changes: object) -> None:
            self._context.background.run_change(pass_readings, case_id, [reading.id], failed=self._refuse)

        paper = "" if is_same else reading.value
        self._context.background.run_change(
            record_comparison, case_id, reading.field_id, is_same, paper, seen, then=settle, failed=self._refuse
        )

    def take_away(self) -> None:
        """Asks where this scan belongs; once it is gone the next one is shown, or nothing any more."""
        gone = self.opened.sha256
        ask_to_take_away(self._context, self.case_id, gone, self, lambda: self._go_on(gone))

    def _go_on(self, gone: str) -> None:
        others = [one.sha256 for one in self.opened.view.scans if one.sha256 != gone]
        if others:
            self.pages.open(self.case_id, others[-1])
        else:
            self.reject()

    def _take(self, ids: list[int]) -> None:
        self._change(take_readings, self.opened.view.application.revision, ids)

    def _change(self, act: Callable[..., Changes], *arguments: object) -> None:
        self.note.clear()
        self._context.background.run_change(act, self.case_id, *arguments, failed=self._refuse)

    def _show_said(self) -> None:
        opened = self.opened
        application = opened.view.application
        self.title.setText(f"{application.intake_number} {application.project_name}")
        self.away.setVisible(Act.RECORD_PAPER in opened.view.acts)
        self.side.show_view(opened.view, opened.sha256, opened.shown, self.pages.picture)

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _note_changes(self, changes: Changes) -> None:
        if Noun.CASE in changes.nouns and changes.touches(self.case_id):
            self.read_again()

    def _connect(self) -> None:
        self.leave.clicked.connect(self.reject)
        self.away.clicked.connect(self.take_away)
        self.pages.shown.connect(self._show_said)
        self.pages.drawn.connect(self.pin)
        self.side.place_chosen.connect(self.view.go_to_place)
        self.side.pinning.connect(self.view.begin_drawing)
        self.side.pin_left.connect(self.ask_to_leave_pin)
        self.side.taken.connect(self._take)
        self.side.passed.connect(lambda ids: self._change(pass_readings, ids))
        self.side.compared.connect(self.compare)
        self._context.background.changed.connect(self._note_changes)
        for keys, act in (
            ("R", self.pages.turn_page),
            ("P", self.side.draw.toggle),
            ("PgDown", partial(self.pages.step_page, 1)),
            ("PgUp", partial(self.pages.step_page, -1)),
            ("Ctrl+PgDown", partial(self.pages.next_file, 1)),
            ("Ctrl+PgUp", partial(self.pages.next_file, -1)),
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

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.away)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(self.pages)
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


def show_scan(context: Context, case_id: int, sha256: str, parent: QWidget) -> None:
    """Opens a scan beside its case; a refusal is said at the foot of the window."""

    def show(opened: Opened) -> None:
        dialog = ScanDialog(context, opened, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    context.background.run_long(beginning(context.parts, case_id, sha256), then=show)
