"""销毁清单: proposed, signed by a second person and carried out, or called off; each prints."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.retention.destruction import DestructionLine, DestructionList, LineEnd
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.retention.destroying import call_off_destruction, erase_destroyed, sign_destruction
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.messages import why_closed
from reviewer_ui.printing.opening import Previews
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, SectionHead, Words
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_MOST_NAMED = 12


class DestructionLists(QWidget):
    """The lists, the newest first, and the lines of the chosen one; `carried_out` when one was signed."""

    carried_out = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._background = context, context.background
        self._said: tuple[str, Tone] | None = None
        self.head = SectionHead("销毁清单")
        self.model: RowsModel[DestructionList] = RowsModel(_list_columns(), self)
        self.table = PlainTable("销毁清单")
        self.table.show_model(self.model)
        self.lines_head = SectionHead("清单上的案件")
        self.lines: RowsModel[DestructionLine] = RowsModel(_line_columns(), self)
        self.lines_table = PlainTable("清单上的案件")
        self.lines_table.show_model(self.lines)
        self.words = Words("", wrap=True, selectable=True)
        self.note = FieldNote()
        self.call_off, self.print = Button("撤销清单…"), Button("打印清单…", icon_name="print")
        self.sign = Button("签字并销毁…", ButtonKind.DANGER)
        self._previews = Previews(context, self)
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_chosen())
        self.call_off.clicked.connect(self.ask_call_off)
        self.sign.clicked.connect(self.ask_sign)
        self.print.clicked.connect(self._show_paper)

    def refresh(self) -> None:
        """Reads the lists; what a stop left to erase is erased first."""
        if not why_closed(self._background.library, EventAct.DESTRUCTION_SIGNED):
            self._background.run_change(_erase)
        self._background.run_read(lambda unit: unit.retention.lists(), then=self._show)

    def chosen(self) -> DestructionList | None:
        """The list the keyboard is on."""
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def ask_sign(self) -> None:
        """Says what goes for good and what the second signature asks anew."""
        made = self.chosen()
        if made is None:
            return
        named = [f"{one.intake_number} {one.project_name}：{one.goes}" for one in made.lines[:_MOST_NAMED]]
        if len(made.lines) > _MOST_NAMED:
            named.append(f"等 {len(made.lines)} 件，见清单")
        question = Question(
            title=f"签销毁清单 {made.number}",
            says=sentence("retention.sign_says", {"name": made.proposed_by, "depth": made.depth.label}),
            lines=tuple(named),
            confirm=f"签字并销毁 {len(made.lines)} 件",
            is_destructive=True,
            is_final=True,
        )
        dialog = DecisionDialog(question, self)

        def settle(_changes: Changes) -> None:
            dialog.accept()
            self._background.run_change(_erase)
            self._background.run_read(lambda unit: unit.retention.get(made.id), then=self._tell)
            self.refresh()
            self.carried_out.emit()

        dialog.confirmed.connect(
            lambda _reason, _choice: self._background.run_change(
                sign_destruction, made.id, then=settle, failed=dialog.refuse
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_call_off(self) -> None:
        """Asks why the list is not to be carried out."""
        made = self.chosen()
        if made is None:
            return
        says = sentence("retention.call_off_says")
        question = Question(f"撤销销毁清单 {made.number}", says, "撤销清单", reason=Reason.REQUIRED)
        dialog = DecisionDialog(question, self)

        def settle(_changes: Changes) -> None:
            dialog.accept()
            self._said = sentence("retention.called_off", {"number": made.number}), Tone.OK
            self.refresh()

        dialog.confirmed.connect(
            lambda reason, _choice: self._background.run_change(
                call_off_destruction, made.id, reason, then=settle, failed=dialog.refuse
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell(self, made: DestructionList) -> None:
        kept = made.count(LineEnd.KEPT)
        said = {"number": made.number, "count": made.count(LineEnd.DONE), "kept": kept}
        code = "retention.carried_out_in_part" if kept else "retention.carried_out"
        self.note.say(sentence(code, said), Tone.WARN if kept else Tone.OK)

    def _show_paper(self) -> None:
        made = self.chosen()
        if made is not None:
            self._previews.show(PrintOrder(DocumentKind.DESTRUCTION_LIST, extra=(("list", str(made.id)),)))

    def _show(self, lists: tuple[DestructionList, ...]) -> None:
        row = max(self.table.current_row(), 0)
        self.model.show_rows(lists)
        waiting = sum(one.waits for one in lists)
        self.head.set_right(f"共 {len(lists)} 份" + (f"，{waiting} 份待第二人签" if waiting else ""))
        if lists:
            self.table.selectRow(min(row, len(lists) - 1))
        else:
            self.note.say(sentence("retention.no_lists"))
        if self._said is not None:
            self.note.say(*self._said)
            self._said = None
        self._show_chosen()

    def _show_chosen(self) -> None:
        made = self.chosen()
        self.lines.show_rows(made.lines if made is not None else ())
        self.lines_head.set_right(f"{len(made.lines)} 件" if made is not None else "")
        self.words.setText(_told(made) if made is not None else "")
        user = self._background.library.user.name
        waits = made is not None and made.waits
        closed = why_closed(self._background.library, EventAct.DESTRUCTION_SIGNED)
        if made is not None and waits and not closed and made.proposed_by == user:
            closed = sentence("retention.same_person", {"name": user})
        self.sign.setEnabled(waits and not closed)
        self.sign.setToolTip(closed)
        closed_off = why_closed(self._background.library, EventAct.DESTRUCTION_CALLED_OFF)
        self.call_off.setEnabled(waits and not closed_off)
        self.call_off.setToolTip(closed_off)
        self.print.setEnabled(made is not None)
        if waits and closed:
            self.note.say(closed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for head, table, share in ((self.head, self.table, 2), (self.lines_head, self.lines_table, 3)):
            card = Card()
            inside = QVBoxLayout(card)
            inside.setContentsMargins(1, 1, 1, 1)
            inside.setSpacing(0)
            inside.addWidget(head)
            inside.addWidget(table, 1)
            column.addWidget(card, share)
        column.addWidget(self.words)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.call_off)
        row.addWidget(self.print)
        row.addStretch(1)
        row.addWidget(self.sign)
        column.addLayout(row)


def _erase(unit: UnitOfWork) -> Changes:
    erase_destroyed(unit)
    return Changes(frozenset())


def _told(made: DestructionList) -> str:
    said = f"{made.proposed_by} 于 {made.proposed_at:%Y-%m-%d} 提出：{made.reason}。"
    if made.signed_at is not None:
        return f"{said}{made.signed_by} 于 {made.signed_at:%Y-%m-%d} 签，即时销毁。"
    if made.called_off_at is not None:
        return f"{said}{made.called_off_by} 于 {made.called_off_at:%Y-%m-%d} 撤销：{made.called_off_reason}。"
    return f"{said}须由另一位复核人签，签时逐件再看一遍。"


def _list_tone(made: DestructionList) -> Tone:
    if made.waits:
        return Tone.WARN
    return Tone.IDLE if made.called_off_at is not None else Tone.OK


def _line_tone(line: DestructionLine) -> Tone:
    return {LineEnd.WAITING: Tone.WARN, LineEnd.DONE: Tone.OK, LineEnd.KEPT: Tone.ACCENT}[line.end]


def _list_columns() -> tuple[Column[DestructionList], ...]:
    return (
        Column("清单", lambda one: one.number, 120),
        Column("范围", lambda one: f"{one.season} {one.depth.label}", 116),
        Column("件数", lambda one: str(len(one.lines)), 52),
        Column("理由", lambda one: one.reason),
        Column("提出", lambda one: one.proposed_by, 76),
        Column("签", lambda one: one.signed_by or "—", 76),
        Column("情况", lambda one: one.stand, 104, _list_tone),
    )


def _line_columns() -> tuple[Column[DestructionLine], ...]:
    return (
        Column("收件编号", lambda one: one.intake_number, 132),
        Column("项目名称", lambda one: one.project_name),
        Column("依据", lambda one: one.rule, 180),
        Column("到期", lambda one: one.due_on.isoformat(), 104),
        Column("销毁内容", lambda one: one.goes),
        Column("结果", lambda one: one.end.label, 84, _line_tone),
        Column("未销毁的原因", lambda one: one.why or "—"),
    )
