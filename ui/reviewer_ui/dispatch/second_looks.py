"""抽查复看: drawing cases before a batch, what the second person says of each, and the answer to an objection."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.ranking.lots import LookVerdict, SecondLook
from reviewer_app.domain.record import EventAct
from reviewer_app.services.dispatch.second_looks import (
    LookLine,
    LookSheet,
    answer_objection,
    draw_second_looks,
    look_sheet,
    say_second_look,
)
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.kept_texts import KeptTexts, keep_texts
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, LetterCount, SectionHead, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.form_dialog import FormDialog, FormField
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIZE = (1080, 600)


class SecondLooksDialog(Dialog):
    """The drawn cases of the season, each with what was said of it; `case_asked` opens one."""

    case_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._background = context, context.background
        self._sheet = LookSheet((), 0, 0)
        self._is_saying = False
        self._said: tuple[str, Tone] | None = None
        self.setWindowTitle("抽查复看")
        self.setAccessibleName("抽查复看")
        self.resize(*_SIZE)
        self.head = SectionHead("抽查复看")
        self.model: RowsModel[LookLine] = RowsModel(_columns(), self)
        self.table = PlainTable("抽中的案件")
        self.table.show_model(self.model)
        self.words = Words("", wrap=True, selectable=True)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("复看或答复的理由")
        LetterCount(self.reason, TextKind.REASON)
        self.reason.setPlaceholderText("如：查询记录、纸质材料与意见一致")
        self.note = FieldNote()
        self.draw = Button("抽取…")
        self.show_case = Button("看案件")
        self.sound, self.objected = Button("无异议", ButtonKind.PRIMARY), Button("有异议")
        self.answer, self.shut = Button("答复异议"), Button("关闭")
        self._lay_out()
        self._connect()
        self._typed = KeptTexts(context, self, "", {"reason": self.reason})
        self.refresh()

    def refresh(self) -> None:
        """Reads what was drawn and said."""
        self._background.run_read(look_sheet, then=self._show)

    def ask_draw(self) -> None:
        """Asks how many are drawn and why."""
        says = f"{sentence('looks.drawing', _places(self._sheet))}{_to_nobody(self._sheet)}"
        proposed = max(self._sheet.left_self_approved, 1)
        reason = FormField("reason", "理由", hint="如：报送前例行抽查", kind=TextKind.REASON)
        fields = (FormField("count", "抽取件数", str(proposed)), reason)
        form = FormDialog("抽取复看的案件", says, "抽取", fields, self)
        keep_texts(self._context, form, "draw_looks")
        form.confirmed.connect(partial(self._draw, form))
        form.finished.connect(form.deleteLater)
        form.open()

    def say(self, verdict: LookVerdict) -> None:
        """Puts 无异议 or 有异议 on record for the chosen case."""
        self._carry_out(say_second_look, verdict)

    def answer_chosen(self) -> None:
        """Puts the answer to the objection on record."""
        self._carry_out(answer_objection)

    def _draw(self, form: FormDialog, texts: dict[str, str]) -> None:
        typed = texts["count"].strip()
        count = int(typed[:9]) if typed.isdecimal() else 0

        def settle(changes: Changes) -> None:
            form.accept()
            self._done(changes)

        self._background.run_change(draw_second_looks, count, texts["reason"], then=settle, failed=form.refuse)

    def _carry_out(self, act: Callable[..., Changes], *told: object) -> None:
        line = self._chosen()
        # Pressed twice, it is said once: the first word is on its way.
        if line is not None and not self._is_saying:
            self._is_saying = True
            given = (*told, self.reason.text(), len(line.look.words))
            self._background.run_change(act, line.look.id, *given, then=self._spoken, failed=self._refuse)

    def _spoken(self, changes: Changes) -> None:
        self.reason.clear()
        self._typed.forget()
        self._done(changes)

    def _done(self, _changes: Changes) -> None:
        """What was just put on record is told with the list as it is then."""
        self._is_saying = False
        self._said = sentence("looks.recorded"), Tone.OK
        self.refresh()
        self.table.setFocus()

    def _refuse(self, error: Exception) -> None:
        """What was typed stays; after somebody else's word the list is read anew."""
        self._is_saying = False
        if not isinstance(error, OfficeError):
            return
        if error.code == "looks.changed_meanwhile":
            self._said = sentence_of(error), Tone.BAD
            self.refresh()
            return
        if error.values.get("field") == "reason":
            self.reason.setFocus()
        self.note.say(sentence_of(error), Tone.BAD)

    def _show(self, sheet: LookSheet) -> None:
        chosen = self._chosen()
        self._sheet = sheet
        self.model.show_rows(sheet.lines)
        still_open = sum(line.counts and line.look.is_open for line in sheet.lines)
        self.head.set_right(f"抽中 {len(sheet.lines)} 件，待复看 {still_open} 件")
        ids = [line.look.id for line in sheet.lines]
        if ids:
            self.table.selectRow(ids.index(chosen.look.id) if chosen is not None and chosen.look.id in ids else 0)
        closed = self._context.why_closed(EventAct.LOOK_DRAWN)
        self.draw.setEnabled(not closed and sheet.left > 0)
        self.draw.setToolTip(closed)
        self._show_chosen()
        if self._said is not None:
            self.note.say(*self._said)
            self._said = None

    def _show_chosen(self) -> None:
        line = self._chosen()
        user = self._background.library.user
        closed = self._context.why_closed(EventAct.LOOK_SAID)
        closed_answer = self._context.why_closed(EventAct.OBJECTION_ANSWERED)
        may_look = line is not None and not closed and line.may_look(user.name)
        may_answer = line is not None and not closed_answer and line.may_answer(user.name)
        for button, is_open in ((self.sound, may_look), (self.objected, may_look), (self.answer, may_answer)):
            button.setEnabled(is_open)
        self.reason.setEnabled(may_look or may_answer)
        self.show_case.setEnabled(line is not None)
        self.words.setText("\n".join(_said(line.look)) if line is not None else "")
        # A reason speaks of one case: another must not find it in its field.
        self._typed.turn_to(f"look:{line.look.id}" if line is not None else "")
        if closed:
            self.note.say(closed)
        else:
            self._say_what_is_open(line, may_look, may_answer)

    def _say_what_is_open(self, line: LookLine | None, may_look: bool, may_answer: bool) -> None:
        """How a look is taken or an objection answered, or why the person at the desk is not the one to do it."""
        user = self._background.library.user
        refusal = line.why_not_look(user.name) if line is not None and not may_look else None
        if line is not None and may_answer and not may_look:
            by = "、".join(word.by for word in line.look.objections)
            self.note.say(sentence("looks.answering", {"by": by}))
        elif refusal is not None:
            self.note.say(sentence_of(refusal))
        else:
            said = sentence("looks.how") if line is not None else sentence("looks.nothing_drawn", _places(self._sheet))
            warned = self._sheet.left_to_nobody
            self.note.say(f"{said}{_to_nobody(self._sheet)}", Tone.WARN if warned else None)

    def _chosen(self) -> LookLine | None:
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def _open_case(self) -> None:
        line = self._chosen()
        if line is not None:
            self.case_asked.emit(line.case.id)
            # Looking at the case is no word of it yet: what was typed stays kept.
            self.reject()

    def _told(self) -> Told | None:
        line = self._chosen()
        if line is None:
            return None
        basis = f"经办 {line.case.handler}，拟定 {line.proposed_by}，复核 {line.signed_by}：由另一人复看。"
        return Told(f"{line.case.intake_number} 的复看", _standing(line), (*_said(line.look), basis))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.head)
        inside.addWidget(self.table, 1)
        column.addWidget(card, 1)
        column.addWidget(self.words)
        column.addWidget(self.note)
        label = Words("理由", TextRole.LABEL)
        label.setBuddy(self.reason)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.draw)
        row.addWidget(self.show_case)
        row.addSpacing(8)
        row.addWidget(label)
        row.addWidget(self.reason, 1)
        for button in (self.sound, self.objected, self.answer, self.shut):
            row.addWidget(button)
        column.addLayout(row)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_chosen())
        self.table.doubleClicked.connect(self._open_case)
        self.draw.clicked.connect(self.ask_draw)
        self.show_case.clicked.connect(self._open_case)
        self.sound.clicked.connect(partial(self.say, LookVerdict.SOUND))
        self.objected.clicked.connect(partial(self.say, LookVerdict.OBJECTED))
        self.answer.clicked.connect(self.answer_chosen)
        self.shut.clicked.connect(self.reject)
        tell(self.table, self._told)


def _said(look: SecondLook) -> tuple[str, ...]:
    """The draw and everything said since, one below the other."""
    places = {"draw": look.draw, "by": look.drawn_by, "at": f"{look.drawn_at:%m-%d %H:%M}", "seed": look.seed}
    words = (f"{word.at:%m-%d %H:%M} {word.by} {word.verdict.label}：{word.reason}" for word in look.words)
    return (sentence("looks.told", places | {"reason": look.reason}), *words)


def _standing(line: LookLine) -> str:
    """What came of a drawn case so far."""
    if not line.counts:
        return "不再作数"
    if line.look.is_objected:
        return LookVerdict.OBJECTED.label
    return line.look.last.verdict.label if line.look.last is not None else "待复看"


def _tone(line: LookLine) -> Tone:
    if not line.counts:
        return Tone.IDLE
    if line.look.is_objected:
        return Tone.BAD
    return Tone.WARN if line.look.is_open else Tone.OK


def _columns() -> tuple[Column[LookLine], ...]:
    return (
        Column("收件编号", lambda line: line.case.intake_number, 132),
        Column("项目名称", lambda line: line.case.project_name),
        Column("拟定", lambda line: line.proposed_by, 84),
        Column("复核", lambda line: line.signed_by + ("（同一人）" if line.look.is_self_approved else ""), 132),
        Column("抽取", lambda line: f"第 {line.look.draw} 次", 76),
        Column("复看", _standing, 104, _tone),
        Column("状态", lambda line: line.case.state.label, 92),
    )


def _places(sheet: LookSheet) -> dict[str, object]:
    own = sheet.left_self_approved
    return {"left": sheet.left, "own": sentence("looks.own_first", {"count": own}) if own else ""}


def _to_nobody(sheet: LookSheet) -> str:
    """A warning before the draw: what is drawn and can be looked at by nobody stays open."""
    return sentence("looks.to_nobody", {"count": sheet.left_to_nobody}) if sheet.left_to_nobody else ""
