"""The lines of a project beside the list: visits paid and planned, milestones, reminders; each explained."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from reviewer_app.domain.application import Attachment
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.guarantee.dues import Due, DueKind, days_words
from reviewer_app.domain.guarantee.entries import EntryKind, LedgerEntry
from reviewer_app.domain.guarantee.project import Plan
from reviewer_app.services.guarantee.reading import ProjectView
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone, tokens
from reviewer_ui.widgets import Button, ButtonKind, KeyRow, OneLine, TextRole, Words


class LineSign(QWidget):
    """The sign before a line, as the time axis draws it: visits round, milestones on edge, what is planned hollow."""

    def __init__(self, kind: EntryKind, is_late: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_round = kind in (EntryKind.VISITED, EntryKind.VISIT_PLANNED)
        self._is_done = kind in (EntryKind.VISITED, EntryKind.MILESTONE_REACHED)
        self._is_late = is_late
        self.setFixedSize(18, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        worn, middle = tokens(), QPointF(7, 11)
        ink = worn.tone(Tone.BAD)[0] if self._is_late else worn.color("ink")
        painter.setPen(QPen(ink, 1.6))
        painter.setBrush(ink if self._is_done else worn.color("panel"))
        if self._is_round:
            painter.drawEllipse(middle, 4, 4)
        else:
            side = 4.5
            painter.drawConvexPolygon(
                [
                    middle + QPointF(0, -side),
                    middle + QPointF(side, 0),
                    middle + QPointF(0, side),
                    middle + QPointF(-side, 0),
                ]
            )


class LineRow(KeyRow):
    """One visit, plan or milestone; Enter does what is planned, the menu gives up or takes back."""

    plan_asked = Signal(int)
    call_off_asked = Signal(int)
    back_asked = Signal(int)
    file_asked = Signal(str, str)

    def __init__(
        self, view: ProjectView, entry: LedgerEntry, plan: Plan | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.entry, self.plan, self._view = entry, plan, view
        self.files: Sequence[Attachment] = view.files.get(entry.id, ())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        first = f"{entry.day}　{entry.title}"
        late = plan is not None and entry.day < view.today
        people = entry.people or (days_words((entry.day - view.today).days) if plan is not None else entry.by)
        words = ("计划：" if plan is not None and entry.words else "") + entry.words
        files = f"附件 {len(self.files)}" if self.files else ""
        self.setAccessibleName(
            "，".join(part for part in ("计划" if plan else "", first, people, words, files) if part)
        )
        sign = LineSign(entry.kind, late)
        title = Words(f"{first} · {people}", TextRole.HEAD if plan is not None else TextRole.BODY, wrap=True)
        if late:
            title.set_tone(Tone.BAD)
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 4, 16, 4)
        across.setSpacing(4)
        across.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(title)
        if words:
            column.addWidget(Words(words, TextRole.NOTE, wrap=True))
        across.addLayout(column, 1)
        if self.files:
            link = Button(files, ButtonKind.LINK)
            link.setAccessibleName(f"{entry.title}的{files}")
            link.clicked.connect(lambda: self._offer_files(link))
            across.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        tell(self, self._told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what is planned, or shows the files."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.plan is not None:
                self.plan_asked.emit(self.entry.id)
            elif self.files:
                self._offer_files(self)
        elif event.key() == Qt.Key.Key_Menu:
            self._menu().popup(self.mapToGlobal(self.rect().bottomLeft()))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the line."""
        self._menu().popup(event.globalPos())

    def acts(self) -> list[str]:
        """What the menu offers."""
        return [one.text() for one in self._menu().actions()]

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entry = self.entry.id
        if self.plan is not None:
            word = "记这次走访…" if self.plan.is_visit else "节点完成…"
            menu.addAction(word, lambda: self.plan_asked.emit(entry))
            menu.addAction("取消计划…", lambda: self.call_off_asked.emit(entry))
        for file in self.files:
            menu.addAction(f"另存“{file.name}”…", partial(self.file_asked.emit, file.sha256, file.name))
        menu.addAction("撤销登记…", lambda: self.back_asked.emit(entry))
        return menu

    def _offer_files(self, part: QWidget) -> None:
        if len(self.files) == 1:
            self.file_asked.emit(self.files[0].sha256, self.files[0].name)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for file in self.files:
            menu.addAction(file.name, partial(self.file_asked.emit, file.sha256, file.name))
        menu.popup(part.mapToGlobal(part.rect().bottomLeft()))

    def _told(self) -> Told:
        entry = self.entry
        lines = [sentence("guarantee.why_line", {"name": entry.by, "at": f"{entry.at:%Y-%m-%d %H:%M}"})]
        if self.plan is not None:
            lines.append(sentence("guarantee.why_plan", {"days": self._view.leads.visit}))
        return Told(entry.title, str(entry.day), lines)


def line_rows(view: ProjectView) -> list[LineRow]:
    """What is planned, the next first, then what was done, the latest first."""
    planned = [LineRow(view, one.entry, one) for one in view.project.open_plans]
    told = (EntryKind.VISITED, EntryKind.MILESTONE_REACHED, EntryKind.EXTENSION_ASKED)
    done = [one for one in view.project.lines if one.kind in told]
    done.sort(key=lambda one: (one.day, one.id), reverse=True)
    return [*planned, *(LineRow(view, one) for one in done)]


def reminder_rows(view: ProjectView) -> list[QWidget]:
    """The days on which the desk will remind."""
    rows: list[QWidget] = []
    for one in view.reminders[:6]:
        row = QWidget()
        row.setAccessibleName(f"{one.day}，{one.words}")
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 2, 16, 2)
        line.addWidget(Words(str(one.day), TextRole.BODY))
        what = OneLine(one.words, TextRole.LABEL)
        what.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(what, 1)
        rows.append(row)
    return rows


def letter_rows(view: ProjectView) -> list[QWidget]:
    """The letters that were issued, the latest first."""
    rows: list[QWidget] = []
    for one in reversed(view.letters):
        row = QWidget()
        kind = DocumentKind(one.kind).label
        said = f"{one.day} {'已送达' if one.delivered_on else '已出'}"
        row.setAccessibleName(f"{kind}，{one.called}，{said}")
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 2, 16, 2)
        line.addWidget(Words(kind, TextRole.BODY))
        what = OneLine(f"{one.called} · {said}", TextRole.LABEL)
        what.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(what, 1)
        rows.append(row)
    return rows


def told_term(view: ProjectView) -> Told:
    """Where the last day in force comes from."""
    project = view.project
    assert project.taken_on is not None
    months = project.taken_on.months
    lines = [sentence("guarantee.why_end", {"day": project.approved_on, "months": months, "end": project.original_end})]
    one = project.extension
    if one is not None:
        said = {"number": one.number, "day": one.day, "months": one.months, "all": months + one.months}
        lines.append(sentence("guarantee.why_extended", said | {"end": project.ends_on}))
    lines.append(sentence("guarantee.why_month_end"))
    return Told("期满", str(project.ends_on), lines)


def told_due(view: ProjectView, due: Due) -> Told:
    """Why this is due then."""
    name = due.words(view.today)
    if due.kind is DueKind.END:
        told = told_term(view)
        lines = [*told.lines]
        if due.day < view.today:
            lines.append(sentence("guarantee.why_overdue", {"days": (view.today - due.day).days}))
        return Told(name, str(due.day), lines)
    if due.kind in (DueKind.CERTIFICATE, DueKind.CLOSING):
        return Told(name, str(due.day), [sentence("guarantee.why_finishing", {"days": view.leads.finishing})])
    entry = next(one.entry for one in view.project.open_plans if one.entry.id == due.entry)
    said = {"name": entry.by, "at": f"{entry.at:%Y-%m-%d %H:%M}"}
    return Told(name, str(due.day), [sentence("guarantee.why_line", said)])
