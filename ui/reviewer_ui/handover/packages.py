"""移交登记: every package that went and came; a file that waits is saved again, a lost package called back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.outside.custody import HandOver, PackageStand
from reviewer_app.services.handover.sending import packages, recall, save_again, took_away, unsaved
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_ui.context import Context
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_WIDTH, _HEIGHT, _LEAST = 860, 460, 640
_TONES = {PackageStand.HANDED: Tone.ACCENT, PackageStand.RECALLED: Tone.WARN, PackageStand.RECEIVED: Tone.OK}
_EMPTY = "还没有移交或接收过案件。"


class PackagesDialog(Dialog):
    """The list of packages, the newest first; the one that took the case in hand away is chosen."""

    def __init__(self, context: Context, parent: QWidget | None = None, case_id: int | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._case_id = case_id
        self._unsaved: frozenset[str] = frozenset()
        self.setWindowTitle("移交登记")
        self.setAccessibleName("移交登记")
        self.setMinimumWidth(_LEAST)
        self.resize(_WIDTH, _HEIGHT)
        columns: tuple[Column[HandOver], ...] = (
            Column("去向", lambda one: f"交“{one.desk_name}”" if one.is_outgoing else f"收自“{one.desk_name}”"),
            Column("号", lambda one: str(one.number), 56),
            Column("件数", lambda one: str(one.cases), 56),
            Column("日期", lambda one: f"{one.at:%Y-%m-%d %H:%M}", 140),
            Column("经手", lambda one: one.by, 100),
            Column("情况", self._stand, 110, self._tone),
            Column("校验值", lambda one: one.sha256[:16], 150),
        )
        self.model: RowsModel[HandOver] = RowsModel(columns, self)
        self.table = PlainTable("移交登记")
        self.table.show_model(self.model)
        self.note = FieldNote()
        self.save = Button("再存出…")
        self.recall = Button("召回…", ButtonKind.DANGER)
        self.leave = Button("关闭")
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_choice())
        self.save.clicked.connect(self._ask_place)
        self.recall.clicked.connect(self._ask_recall)
        self.leave.clicked.connect(self.accept)
        self.refresh()

    def refresh(self) -> None:
        """Reads the list again."""

        case_id = self._case_id

        def work(
            library: Library, _progress: Progress, _cancelled: Cancelled
        ) -> tuple[Sequence[HandOver], set[str], str]:
            return library.read(packages), set(unsaved(library)), library.read(took_away, case_id) if case_id else ""

        self._context.background.run_long(work, then=lambda found: self._show(*found))

    def _show(self, found: Sequence[HandOver], waiting: set[str], chosen: str) -> None:
        self._unsaved = frozenset(waiting)
        self.model.show_rows(found)
        for row, one in enumerate(found):
            if one.is_outgoing and one.sha256 == chosen:
                self.table.selectRow(row)
        self.note.say("" if found else _EMPTY)
        self._show_choice()

    def _show_choice(self) -> None:
        chosen = self._chosen()
        is_out = chosen is not None and chosen.is_outgoing and chosen.stand is PackageStand.HANDED
        self.recall.setEnabled(is_out)
        self.save.setEnabled(chosen is not None and is_out and chosen.sha256 in self._unsaved)

    def _chosen(self) -> HandOver | None:
        row = self.table.current_row()
        return self.model.row_at(row) if row >= 0 else None

    def _ask_place(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        dialog = place_dialog(self._context.preferences, "存出移交件", Path(chosen.file_name).name, self)
        dialog.fileSelected.connect(lambda place: self._save(chosen, Path(place)))
        dialog.open()

    def _save(self, chosen: HandOver, target: Path) -> None:
        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Path:
            return save_again(library, chosen.sha256, target)

        self._context.background.run_long(work, then=lambda _path: self.refresh(), failed=self._refuse)

    def _ask_recall(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        dialog = DecisionDialog(recall_question(chosen), self)
        keep_texts(self._context, dialog, f"recall:{chosen.sha256}")
        dialog.confirmed.connect(lambda reason, _choice: self._recall(dialog, chosen, reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _recall(self, dialog: DecisionDialog, chosen: HandOver, reason: str) -> None:
        def done(_changes: object) -> None:
            dialog.accept()
            self.refresh()

        self._context.background.run_change(recall, chosen.sha256, reason, then=done, failed=dialog.refuse)

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _stand(self, one: HandOver) -> str:
        return "文件待存出" if self._is_waiting(one) else one.stand.label

    def _tone(self, one: HandOver) -> Tone:
        return Tone.BAD if self._is_waiting(one) else _TONES[one.stand]

    def _is_waiting(self, one: HandOver) -> bool:
        return one.is_outgoing and one.stand is PackageStand.HANDED and one.sha256 in self._unsaved

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words("移交登记", TextRole.TITLE))
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addWidget(self.recall)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.leave)
        column.addLayout(buttons)


def recall_question(package: HandOver) -> Question:
    """What calling a package back means, and why it is done."""
    return Question(
        title="召回移交件",
        says=f"召回交“{package.desk_name}”的第 {package.number} 号移交件，其中的案件回到本库办理。"
        "请先在电话里告诉对方：这份移交件作废，对方迟后交还的不再接收。",
        confirm="召回",
        reason=Reason.REQUIRED,
        is_destructive=True,
    )
