"""归错了: a scan leaves a case, with the reason, for the right case or for none; 撤销 brings it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.services.intake.paper_sets import PaperSet, find_sets
from reviewer_app.services.intake.scans import ScansView, scans_of
from reviewer_app.services.intake.scans_taken_away import bring_scan_back, standing_on, take_scan_away
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import KeptTexts
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, LetterCount, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

_WIDTH = 520


class TakingAwayDialog(Dialog):
    """Says what stands on the scan, asks where it belongs and why; stays on a refusal."""

    def __init__(
        self,
        context: Context,
        view: ScansView,
        sha256: str,
        left: str,
        parent: QWidget | None = None,
        done: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._case_id, self._sha256, self._done = context, view.application.id, sha256, done
        self._name = next((one.name for one in view.scans if one.sha256 == sha256), "")
        self._right: PaperSet | None = None
        self.setWindowTitle("移出扫描件")
        self.setAccessibleName("移出扫描件")
        self.setMinimumWidth(_WIDTH)
        self.title = Words(f"移出“{self._name}”", TextRole.TITLE, wrap=True)
        self.says = Words(sentence("scans.taking_away"), TextRole.LABEL, wrap=True)
        self.stands = Words(sentence("scans.taking_away_stands", {"left": left}) if left else "", wrap=True)
        self.stands.set_tone(Tone.WARN)
        self.stands.setVisible(bool(left))
        self.owner = QLineEdit()
        self.owner.setPlaceholderText("键入收件编号、网上申报编号、项目或单位，按回车；不知道可不填")
        self.owner.setAccessibleName("应归入的案件")
        self.right = Words("", TextRole.NOTE, wrap=True)
        self.reason = QLineEdit()
        LetterCount(self.reason, TextKind.REASON)
        self.reason.setPlaceholderText("例如：送件时与另一件放混了")
        self.reason.setAccessibleName("移出的理由")
        self.note = FieldNote()
        self.confirm = Button("移出本案", ButtonKind.DANGER)
        self.cancel = Button("取消")
        self._lay_out()
        KeptTexts(context, self, f"scan_away:{sha256}", {"reason": self.reason})
        self.owner.returnPressed.connect(self._look)
        self.owner.textEdited.connect(lambda _text: self.choose(None))
        self.reason.returnPressed.connect(self.take)
        self.confirm.clicked.connect(self.take)
        self.cancel.clicked.connect(self.reject)
        self.owner.setFocus()

    def choose(self, right: PaperSet | None) -> None:
        """The case the scan belongs to."""
        self._right = right
        self.right.setText(f"归入 {right.intake_number} {right.project_name}（{right.applicant}）" if right else "")
        self.confirm.setText(f"移出本案并归入 {right.intake_number}" if right else "移出本案")
        if right is not None:
            self.owner.setText(right.intake_number)
            self.reason.setFocus()

    def take(self) -> None:
        """Carries it out; what was typed for the right case and not found yet is looked for first."""
        if not self.confirm.isEnabled():
            return
        if self.owner.text().strip() and self._right is None:
            self._look()
            return
        self.confirm.setEnabled(False)
        self.wait()
        right = self._right.case_id if self._right else None
        self._context.background.run_change(
            take_scan_away, self._case_id, self._sha256, self.reason.text(), right, then=self._tell, failed=self._refuse
        )

    def _look(self) -> None:
        words = self.owner.text().strip()
        if words:
            self.note.clear()
            self._context.background.run_read(find_sets, words, then=self._offer, failed=self._refuse)

    def _offer(self, found: tuple[PaperSet, ...]) -> None:
        if len(found) == 1:
            self.choose(found[0])
            return
        menu = QMenu(self)
        for one in found:
            menu.addAction(f"{one.intake_number} {one.project_name}（{one.applicant}）").triggered.connect(
                lambda _checked=False, paper=one: self.choose(paper)
            )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.owner.mapToGlobal(self.owner.rect().bottomLeft()))

    def _tell(self, _changes: Changes) -> None:
        said = {"file": self._name, "number": self._right.intake_number if self._right else ""}
        text = sentence("scans.moved_to" if self._right else "scans.moved", said)
        context, case_id, sha256 = self._context, self._case_id, self._sha256
        context.messages.inform(text, "撤销", lambda: bring_back(context, case_id, sha256))
        self.accept()
        if self._done is not None:
            self._done()

    def _refuse(self, error: Exception) -> None:
        self.confirm.setEnabled(True)
        self.answered()
        self.note.say(sentence_of(error), Tone.BAD)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for part in (self.title, self.says, self.stands):
            column.addWidget(part)
        for label, field in (("应归入的案件", self.owner), ("理由", self.reason)):
            column.addWidget(Words(label, TextRole.LABEL))
            column.addWidget(field)
            if field is self.owner:
                column.addWidget(self.right)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)


def ask_to_take_away(
    context: Context, case_id: int, sha256: str, parent: QWidget, done: Callable[[], None] | None = None
) -> None:
    """Asks where a scan belongs that lies with the wrong case; `done` is called when it is gone."""

    def ask(found: tuple[ScansView, str]) -> None:
        view, left = found
        dialog = TakingAwayDialog(context, view, sha256, left, parent, done)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    context.background.run_read(standing_on, case_id, sha256, then=ask)


def bring_back(context: Context, case_id: int, sha256: str) -> None:
    """Brings a scan back that was taken away; a refusal is said at the foot of the window."""

    def tell(_changes: Changes) -> None:
        context.background.run_read(scans_of, case_id, then=say)

    def say(view: ScansView) -> None:
        name = next((one.name for one in view.scans if one.sha256 == sha256), "")
        context.messages.inform(sentence("scans.back", {"file": name}))

    context.background.run_change(bring_scan_back, case_id, sha256, then=tell)
