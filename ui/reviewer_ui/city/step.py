"""市局结果: the cases of a sent batch with what the municipal bureau answered to each, entered by key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.city import CityAnswer, CityAnswerKind
from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.city.answering import AnsweredCase, answers_of_batch
from reviewer_resources.phrases import sentence
from reviewer_ui.city.asking import ask_answer, ask_take_back
from reviewer_ui.city.list_reading import ask_list
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, FieldNote, SectionHead
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_NAME = "市局结果"
_TONES = {
    CityAnswerKind.RECEIVED: Tone.ACCENT,
    CityAnswerKind.RETURNED: Tone.WARN,
    CityAnswerKind.APPROVED: Tone.OK,
    CityAnswerKind.NOT_APPROVED: Tone.BAD,
}
_NOUNS = frozenset({Noun.QUEUE, Noun.CASE, Noun.BATCH})


def _said(case: AnsweredCase) -> str:
    return case.last.words.kind.label if case.last is not None else "待答复"


def _note(case: AnsweredCase) -> str:
    """What is known of the last answer beside its kind and day."""
    if case.last is None:
        return ""
    words = case.last.words
    due = f"期限 {words.due_on}" if words.due_on is not None else ""
    return "　".join(part for part in (words.number, words.reason, words.person, due) if part)


COLUMNS: tuple[Column[AnsweredCase], ...] = (
    Column("收件编号", lambda case: case.intake_number, 128),
    Column("项目", lambda case: case.project_name),
    Column("单位", lambda case: case.applicant),
    Column("答复", _said, 88, lambda case: _TONES[case.last.words.kind] if case.last is not None else Tone.IDLE),
    Column("日期", lambda case: f"{case.last.words.day:%m-%d}" if case.last is not None else "", 72),
    Column("文号或理由", _note),
    Column("现状态", lambda case: case.state.label, 96),
)


class CityStep(QWidget):
    """The step 市局结果 of one batch; the keys 1 to 4 enter an answer for the chosen cases, Delete takes one back."""

    case_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._batch: Batch | None = None
        self.head = SectionHead(_NAME)
        self.model: RowsModel[AnsweredCase] = RowsModel(COLUMNS, self)
        self.table = PlainTable(_NAME)
        self.table.show_model(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.note = FieldNote()
        self.buttons = {kind: Button(f"{kind.label}（{place}）") for place, kind in enumerate(CityAnswerKind, start=1)}
        self.take_back = Button("撤销答复")
        self.read_list = Button("读入市局名单…")
        tell(self.table, self._told)
        self._lay_out()
        for place, (kind, button) in enumerate(self.buttons.items(), start=1):
            button.setAccessibleName(f"登记{kind.label}")
            button.clicked.connect(lambda _checked=False, kind=kind: self.ask(kind))
            QShortcut(QKeySequence(str(place)), self.table, button.click, context=Qt.ShortcutContext.WidgetShortcut)
        for keys in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(QKeySequence(keys), self.table, self._lead, context=Qt.ShortcutContext.WidgetShortcut)
        QShortcut(
            QKeySequence(Qt.Key.Key_Delete),
            self.table,
            self.take_back.click,
            context=Qt.ShortcutContext.WidgetShortcut,
        )
        self.table.doubleClicked.connect(lambda _index: self._lead())
        self.take_back.clicked.connect(self.ask_take_back)
        self.read_list.clicked.connect(lambda: ask_list(context, self, self._refuse))
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_acts())
        context.background.changed.connect(self._note_changes)
        self._show_acts()

    def show_batch(self, batch: Batch) -> None:
        """Shows the answers to the cases of a batch."""
        self._batch = batch
        self.refresh()

    def refresh(self) -> None:
        """Reads the answers again."""
        if self._batch is not None:
            self._context.background.run_read(answers_of_batch, self._batch.id, then=self._show)

    def chosen(self) -> list[AnsweredCase]:
        """The cases that the keys speak of."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.row_at(row) for row in rows if row < self.model.rowCount()]

    def choose(self, case_ids: Sequence[int]) -> None:
        """Chooses some cases, as by Ctrl and the mouse."""
        self.table.clearSelection()
        for row, case in enumerate(self.model.rows()):
            if case.application_id in case_ids:
                which = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
                self.table.selectionModel().select(self.model.index(row, 0), which)

    def press_main(self) -> None:
        """Ctrl+Enter: what the bureau sent is read in, once the batch went there; before that it says so."""
        if self.read_list.isEnabled():
            self.read_list.click()
        else:
            self.note.say(sentence("city.not_sent_yet"), Tone.WARN)

    def ask(self, kind: CityAnswerKind) -> None:
        """Asks for the day and what else belongs to an answer, for the chosen cases that the bureau still has."""
        cases = [case for case in self.chosen() if case.may_be_answered]
        if self._batch is None or not cases:
            self.note.say(sentence("city.nothing_to_answer"), Tone.WARN)
            return

        def lead() -> None:
            # What came back is worked on next: the case opens where its correction is drafted.
            if kind is CityAnswerKind.RETURNED and len(cases) == 1:
                self.case_asked.emit(cases[0].application_id)

        ask_answer(self._context, self._batch, cases, kind, self, lead)

    def ask_take_back(self) -> None:
        """Asks why the last answer to the chosen case is taken back."""
        answer = self._last_chosen()
        if self._batch is None or answer is None:
            self.note.say(sentence("city.nothing_to_take_back"), Tone.WARN)
            return
        ask_take_back(self._context, self._batch, answer, self.chosen()[0].intake_number, self)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, OfficeError):
            self.note.say(sentence_of(error), Tone.BAD)

    def _last_chosen(self) -> CityAnswer | None:
        chosen = self.chosen()
        return chosen[0].last if len(chosen) == 1 else None

    def _show(self, cases: tuple[AnsweredCase, ...]) -> None:
        held = {case.application_id for case in self.chosen()}
        self.model.show_rows(cases)
        said = [case.last.words.kind for case in cases if case.last is not None]
        counts = [f"{kind.label} {said.count(kind)}" for kind in CityAnswerKind if kind in said]
        waiting = len(cases) - len(said)
        self.head.set_right(" · ".join([*counts, *([f"待答复 {waiting}"] if waiting else [])]))
        self.choose(list(held))
        if cases and not self.chosen():
            self.table.selectRow(0)
        self._show_acts()

    def _show_acts(self) -> None:
        is_sent = self._batch is not None and self._batch.sent_at is not None
        may = is_sent and any(case.may_be_answered for case in self.chosen())
        for button in self.buttons.values():
            button.setEnabled(may)
        self.take_back.setEnabled(self._last_chosen() is not None)
        self.read_list.setEnabled(is_sent)
        self.note.say(sentence("city.keys" if is_sent else "city.not_sent_yet") if self._batch else "")

    def _told(self) -> Told | None:
        chosen = self.chosen()
        if not chosen:
            return None
        case = chosen[0]
        lines = [sentence("why.city_answer")]
        for one in case.answers:
            values = {"said": one.said, "day": one.words.day, "by": one.by, "at": f"{one.at:%Y-%m-%d %H:%M}"}
            code = "why.city_from_list" if one.words.list_sha256 else "why.city_by_hand"
            lines.append(sentence(code, {**values, "row": one.words.list_row}))
        return Told(f"{case.intake_number} {_NAME}", _said(case), lines)

    def _lead(self) -> None:
        chosen = self.chosen()
        if chosen:
            self.case_asked.emit(chosen[0].application_id)

    def _note_changes(self, changes: Changes) -> None:
        if changes.nouns & _NOUNS and self.isVisible():
            self.refresh()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 8, 16, 10)
        buttons.setSpacing(8)
        for button in self.buttons.values():
            buttons.addWidget(button)
        buttons.addWidget(self.take_back)
        buttons.addStretch(1)
        buttons.addWidget(self.read_list)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.head)
        inside.addWidget(self.table, 1)
        noted = QHBoxLayout()
        noted.setContentsMargins(16, 6, 16, 0)
        noted.addWidget(self.note, 1)
        inside.addLayout(noted)
        inside.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
