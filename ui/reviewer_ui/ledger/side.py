"""The project chosen in the ledger: its term, visits and milestones, what is due, and what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QVBoxLayout, QWidget

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.application import User
from reviewer_app.domain.guarantee.dues import days_words
from reviewer_app.domain.guarantee.offers import LedgerAct, next_act, why_not
from reviewer_app.services.guarantee.reading import ProjectView
from reviewer_app.services.papers.guarantee_letters import LETTERS
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import tell
from reviewer_ui.ledger.rows import LineRow, letter_rows, line_rows, reminder_rows, told_due, told_term
from reviewer_ui.ledger.words import state_tone, state_word
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, FieldNote, OneLine, Pill, SectionHead, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage

#: The acts that have a button of their own beside the primary one; the others stand under 更多.
_BUTTONS = (LedgerAct.EXTEND, LedgerAct.ACCEPT)
_MORE = (
    LedgerAct.VISIT,
    LedgerAct.PLAN,
    LedgerAct.MILESTONE,
    LedgerAct.ASK_EXTENSION,
    LedgerAct.EXTEND,
    LedgerAct.ACCEPT,
    LedgerAct.CERTIFY,
    LedgerAct.CLOSE,
    LedgerAct.END,
    LedgerAct.TAKE_BACK,
)
ACT_WORDS = {
    LedgerAct.TAKE_ON: "纳入台账",
    LedgerAct.VISIT: "记一次走访",
    LedgerAct.PLAN: "计划走访",
    LedgerAct.MILESTONE: "设定节点",
    LedgerAct.ASK_EXTENSION: "登记延期申请",
    LedgerAct.EXTEND: "登记延期",
    LedgerAct.ACCEPT: "登记验收",
    LedgerAct.CERTIFY: "登记证书",
    LedgerAct.CLOSE: "结项",
    LedgerAct.END: "试点终止",
    LedgerAct.TAKE_BACK: "撤销上一项登记",
}


class LedgerSide(Card):
    """The pane beside the list; it says what was asked, the page carries it out."""

    act_asked = Signal(object)  # LedgerAct
    plan_asked = Signal(int)
    call_off_asked = Signal(int)
    back_asked = Signal(int)
    file_asked = Signal(str, str)
    case_asked = Signal(int)
    calendar_asked = Signal()
    letter_asked = Signal(object)  # DocumentKind

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: ProjectView | None = None
        self._closed: dict[LedgerAct, str] = {}
        self._is_narrow = False
        self._user: User | None = None
        self.title = Words("", TextRole.TITLE, wrap=True)
        self.state = Pill("", Tone.IDLE)
        self.about = OneLine("", TextRole.LABEL)
        self.open_case = Button("打开案件", ButtonKind.LINK)
        self.page = ScrollPage("台账项目内容")
        self.letters_head, self.letters = SectionHead("函件"), _column()
        self.letter = Button("出函 ▾", ButtonKind.LINK)
        self.letter.setMenu(QMenu(self.letter))
        self.letters_head.add_act(self.letter)
        for kind in LETTERS:
            self.letter.menu().addAction(kind.label, partial(self.letter_asked.emit, kind))
        self.calendar = Button("存日历 .ics", ButtonKind.LINK)
        self.term_head, self.visits_head = SectionHead("期限"), SectionHead("走访和节点")
        self.reminders_head = SectionHead("提醒")
        self.reminders_head.add_act(self.calendar)
        self.term, self.visits, self.reminders = _column(), _column(), _column()
        #: What else belongs to a project stands here: its standards.
        self.more_parts = QVBoxLayout()
        self.note = FieldNote()
        self.buttons = {act: Button(ACT_WORDS[act]) for act in _BUTTONS}
        self.primary = Button("", ButtonKind.PRIMARY)
        self.more = Button("更多 ▾")
        self._lay_out()
        self.open_case.clicked.connect(self._ask_case)
        self.calendar.clicked.connect(self.calendar_asked)
        for act, button in self.buttons.items():
            button.clicked.connect(partial(self.act_asked.emit, act))
        self.primary.clicked.connect(self._ask_next)

    def show_nothing(self) -> None:
        """No project is chosen."""
        self.view = None
        self.title.setText("")
        self.about.setText("")
        for part in (self.state, self.page, self.note, self.primary, self.more, self.open_case, *self.buttons.values()):
            part.hide()

    def show_project(self, view: ProjectView, user: User) -> None:
        """Shows a project as it stands."""
        self.view, self._user = view, user
        self.title.setText(view.case.project_name)
        self.state.show_text(state_word(view.case.state), state_tone(view.case.state))
        sector = view.case.values.get("sector", "")
        self.about.setText(" · ".join(filter(None, [view.case.applicant, f"{view.case.season}年度", sector])))
        for part in (self.state, self.page, self.primary, self.more, self.open_case, *self.buttons.values()):
            part.show()
        self._show_term(view)
        rows = line_rows(view)
        self.visits_head.setVisible(bool(rows))
        self.visits_head.set_right(f"已走访 {len(view.project.visits)} 次" if view.project.visits else "")
        _fill(self.visits, [self._connected(row) for row in rows])
        self.letters_head.setVisible(view.project.taken_on is not None)
        _fill(self.letters, letter_rows(view))
        reminders = reminder_rows(view)
        self.reminders_head.setVisible(bool(reminders))
        _fill(self.reminders, reminders)
        self._show_acts(view, user)

    def offer_letters(self) -> None:
        """Opens the list of the letters where one is of use."""
        if self.view is not None and self.view.project.taken_on is not None:
            self.letter.menu().popup(self.letter.mapToGlobal(self.letter.rect().bottomLeft()))

    def be_narrow(self, is_narrow: bool) -> None:
        """With less room the acts besides the primary one stand under 更多 alone."""
        self._is_narrow = is_narrow
        if self.view is not None and self._user is not None:
            self._show_acts(self.view, self._user)

    def why_closed(self, act: LedgerAct) -> str:
        """Why an act cannot be done with the project shown; empty when it can."""
        if self.view is None:
            return sentence("guarantee.no_project")
        return self._closed.get(act, "")

    def _show_term(self, view: ProjectView) -> None:
        project, rows = view.project, []
        if project.taken_on is None:
            said = view.approval
            rows.append(_term_row("立项", str(said.day) if said else "市局答复中没有日期", said.number if said else ""))
            self.term_head.set_right("")
            _fill(self.term, rows)
            return
        rows.append(_term_row("立项", str(project.approved_on), project.taken_on.number))
        former = str(project.original_end) if project.extension is not None else ""
        left = days_words((project.ends_on - view.today).days) if project.acceptance is None else ""
        end = _term_row("期满", str(project.ends_on), left, former)
        tell(end, lambda: told_term(view))
        rows.append(end)
        if project.extension is not None:
            one = project.extension
            rows.append(_term_row("延期", f"{one.months} 个月", f"{one.day} 批准 · {one.number}"))
        if project.acceptance is not None:
            one = project.acceptance
            score = f" · 得分 {one.score}" if one.score else ""
            bonus = f"（其中加分 {one.bonus}）" if one.bonus else ""
            rows.append(_term_row("验收", f"{one.day} {one.kind.label[2:]}{score}{bonus}", one.number))
        if project.certificate is not None:
            rows.append(_term_row("证书", str(project.certificate.day), project.certificate.number))
        if project.ending is not None:
            rows.append(_term_row(project.ending.kind.label[-2:], str(project.ending.day), project.ending.by))
        for due in view.dues[:1]:
            row = _term_row("下一项", f"{due.day} {due.words(view.today)}", days_words(due.days_left(view.today)))
            tell(row, lambda due=due: told_due(view, due))  # type: ignore[misc]
            rows.append(row)
        _fill(self.term, rows)

    def _show_acts(self, view: ProjectView, user: User) -> None:
        project = view.project
        self._closed = {}
        for act in LedgerAct:
            refusal = why_not(act, project, view.most_months)
            if refusal is not None:
                self._closed[act] = sentence_of(refusal)
            elif not may_do(user, act.event):
                self._closed[act] = sentence("guarantee.handlers_only")
        for act, button in self.buttons.items():
            button.setEnabled(act not in self._closed)
            button.setToolTip(self._closed.get(act, ""))
            is_near = project.taken_on is not None and project.acceptance is None
            button.setVisible(is_near and not self._is_narrow)
        leading = next_act(project)
        self.primary.setText(ACT_WORDS[leading])
        self.primary.setEnabled(leading not in self._closed)
        self.primary.setVisible(project.ending is None)
        self.more.setVisible(project.taken_on is not None)
        menu = self.more.menu()
        menu.clear()
        for act in _MORE:
            entry = menu.addAction(ACT_WORDS[act])
            entry.setEnabled(act not in self._closed)
            entry.triggered.connect(lambda _checked, chosen=act: self.act_asked.emit(chosen))
        self.note.say(self._note(view))

    def _note(self, view: ProjectView) -> str:
        project = view.project
        if project.taken_on is None or project.acceptance is not None or project.ending is not None:
            return ""
        used = "，已用" if project.extension is not None else ""
        return sentence("guarantee.note_once", {"used": used, "end": project.ends_on})

    def _ask_case(self) -> None:
        if self.view is not None:
            self.case_asked.emit(self.view.case.id)

    def _ask_next(self) -> None:
        if self.view is not None:
            self.act_asked.emit(next_act(self.view.project))

    def _connected(self, row: LineRow) -> LineRow:
        row.plan_asked.connect(self.plan_asked)
        row.call_off_asked.connect(self.call_off_asked)
        row.back_asked.connect(self.back_asked)
        row.file_asked.connect(self.file_asked)
        return row

    def _lay_out(self) -> None:
        self.more.setAccessibleName("这个项目的更多操作")
        self.more.setMenu(QMenu(self.more))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.addWidget(self.about, 1)
        second.addWidget(self.open_case)
        above = QVBoxLayout()
        above.setContentsMargins(16, 12, 16, 6)
        above.setSpacing(2)
        above.addLayout(head)
        above.addLayout(second)
        self.visits.setAccessibleName("走访和节点")
        for head_band, body in (
            (self.term_head, self.term),
            (self.visits_head, self.visits),
            (None, None),
            (self.letters_head, self.letters),
            (self.reminders_head, self.reminders),
        ):
            if head_band is None or body is None:
                self.page.column.addLayout(self.more_parts)
                continue
            self.page.column.addWidget(head_band)
            self.page.column.addWidget(body)
        self.page.column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in self.buttons.values():
            buttons.addWidget(button)
        buttons.addWidget(self.more)
        buttons.addStretch(1)
        buttons.addWidget(self.primary)
        below = QVBoxLayout()
        below.setContentsMargins(16, 8, 16, 12)
        below.setSpacing(8)
        below.addWidget(self.note)
        below.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.page, 1)
        column.addLayout(below)


def _term_row(label: str, value: str, right: str = "", former: str = "") -> QWidget:
    """One line of the term: its name, the day in force, the original struck through, and what stands at the right."""
    row = QWidget()
    said = [label, value, f"原 {former}，已延期" if former else "", right]
    row.setAccessibleName("，".join(part for part in said if part))
    line = QHBoxLayout(row)
    line.setContentsMargins(16, 3, 16, 3)
    line.setSpacing(8)
    name = Words(label, TextRole.LABEL)
    name.setFixedWidth(48)
    line.addWidget(name)
    line.addWidget(Words(value, TextRole.HEAD if label in ("期满", "下一项") else TextRole.BODY, selectable=True))
    if former:
        line.addWidget(Words("原", TextRole.NOTE))
        struck = Words(former, TextRole.NOTE)
        font = struck.font()
        font.setStrikeOut(True)
        struck.setFont(font)
        struck.setAccessibleName(f"原期满日期 {former}")
        line.addWidget(struck)
    end = OneLine(right, TextRole.LABEL)
    end.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    line.addWidget(end, 1)
    return row


def _column() -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 4, 0, 4)
    column.setSpacing(0)
    return part


def _fill(part: QWidget, rows: Sequence[QWidget]) -> None:
    """Puts other rows into a column."""
    column = part.layout()
    assert isinstance(column, QLayout)
    while (item := column.takeAt(0)) is not None:
        former = item.widget()
        if former is not None:
            former.hide()
            former.deleteLater()
    for row in rows:
        column.addWidget(row)
    part.setVisible(bool(rows))
