"""The directory of technical bodies and departments beside the ledger of consultations over all seasons."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from reviewer_app.domain.bodies.body import Body, BodyContact, Support
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.bodies.keeping import BodiesView, bodies_and_consulted
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.after.bodies import ConsultedLine
from reviewer_resources.phrases import sentence
from reviewer_ui.bodies.asking import BodyActs
from reviewer_ui.context import Context
from reviewer_ui.printing.tables import Offered, TableExits
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, SectionHead
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

T = TypeVar("T")
_SIZE = (1040, 620)
_BODIES: tuple[Column[Body], ...] = (
    Column("名称", lambda one: one.name, 240),
    Column("种类", lambda one: one.kind.label, 112),
    Column("联系人", lambda one: "、".join(who.person for who in one.contacts if who.stands), 120),
    Column("支持", lambda one: one.told),
)
_CONTACTS: tuple[Column[BodyContact], ...] = (
    Column("联系人", lambda one: one.person, 140),
    Column("职务", lambda one: one.post),
    Column("电话", lambda one: one.masked, 180),
    Column("登记", lambda one: f"{one.at:%Y-%m-%d}" + ("" if one.stands else f" 至 {one.ended_at:%Y-%m-%d}"), 190),
)
_SUPPORTS: tuple[Column[Support], ...] = (
    Column("年份", lambda one: str(one.year), 64),
    Column("支持", lambda one: one.kind.label, 90),
    Column("项目", lambda one: one.project or "不针对某一项目"),
    Column("说明", lambda one: one.note if one.stands else f"已划去：{one.strike_reason}"),
)
_CONSULTED: tuple[Column[ConsultedLine], ...] = (
    Column("年度", lambda one: one.season, 64),
    Column("部门", lambda one: one.department),
    Column("收件编号", lambda one: one.intake_number, 124),
    Column("项目名称", lambda one: one.project_name),
    Column("征求日期", lambda one: one.asked_on.isoformat(), 100),
    Column("结果", lambda one: one.outcome, 232),
)


class BodiesDialog(Dialog):
    """Two pages; `go_to` opens a case of the ledger."""

    def __init__(self, context: Context, parent: QWidget | None, go_to: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._context, self._go_to = context, go_to
        self._view: BodiesView | None = None
        self.setWindowTitle("技术机构和部门")
        self.setAccessibleName("技术机构和部门")
        self.resize(*_SIZE)
        self.words = QLineEdit()
        self.words.setAccessibleName("查找机构、部门或项目")
        self.words.setPlaceholderText("机构、部门、项目、年度")
        self.bodies: RowsModel[Body] = RowsModel(_BODIES, self)
        self.contacts: RowsModel[BodyContact] = RowsModel(_CONTACTS, self)
        self.supports: RowsModel[Support] = RowsModel(_SUPPORTS, self)
        self.consulted: RowsModel[ConsultedLine] = RowsModel(_CONSULTED, self)
        self.body_table, self.contact_table = PlainTable("机构和部门"), PlainTable("联系人")
        self.support_table, self.consulted_table = PlainTable("给过的支持"), PlainTable("征询台账")
        self.body_table.show_model(self.bodies)
        self.contact_table.show_model(self.contacts)
        self.support_table.show_model(self.supports)
        self.consulted_table.show_model(self.consulted)
        self.pages = QTabWidget()
        self.note = FieldNote()
        self.add, self.contact, self.support = Button("登记机构…"), Button("登记联系人…"), Button("登记支持…")
        self.end = Button("不再联系…", ButtonKind.LINK)
        self.strike = Button("划去支持…", ButtonKind.LINK)
        self.show_case, self.shut = Button("看案件"), Button("关闭")
        self.exits = TableExits(context, self, self.note.say)
        self.take_out = Button("打印或导出 ▾")
        lists = [Offered("机构名录", self.bodies_order), Offered("征询台账", self.consulted_order)]
        self.exits.offer(self.take_out, lists)
        self.acts = BodyActs(context, self)
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Reads all of it again."""
        self._context.background.run_read(bodies_and_consulted, then=self._show)

    def chosen(self) -> Body | None:
        """The body that is chosen."""
        return _at(self.body_table, self.bodies)

    def bodies_order(self) -> PrintOrder:
        """The bodies that are shown, to be printed or exported."""
        return PrintOrder(DocumentKind.BODY_LIST, extra=(("words", self.words.text()),))

    def consulted_order(self) -> PrintOrder:
        """The consultations that are shown, to be printed or exported."""
        return PrintOrder(DocumentKind.CONSULTATION_LIST, extra=(("words", self.words.text()),))

    def _show(self, view: BodiesView) -> None:
        before = self.chosen()
        self._view = view
        self.bodies.show_rows(view.bodies)
        self.consulted.show_rows(view.consulted)
        self._narrow(before.id if before is not None else 0)

    def _narrow(self, keep: int = 0) -> None:
        wanted = self.words.text().split()
        self.bodies.keep(lambda one: all(word in f"{one.name}{one.kind.label}{one.told}" for word in wanted))
        self.consulted.keep(
            lambda one: all(
                word in f"{one.season}{one.department}{one.intake_number}{one.project_name}" for word in wanted
            )
        )
        ids = [self.bodies.row_at(place).id for place in range(self.bodies.rowCount())]
        if ids:
            self.body_table.selectRow(ids.index(keep) if keep in ids else 0)
        if self.consulted.rowCount():
            self.consulted_table.selectRow(0)
        self.note.say("" if self.bodies.rows() else sentence("body.none"))
        self.pages.setTabText(1, f"征询台账 {self.consulted.rowCount()}")
        self._show_chosen()

    def _show_chosen(self) -> None:
        body = self.chosen()
        self.contacts.show_rows(sorted(body.contacts, key=lambda one: not one.stands) if body is not None else ())
        self.supports.show_rows(tuple(reversed(body.supports)) if body is not None else ())
        if self.contacts.rowCount():
            self.contact_table.selectRow(0)
        if self.supports.rowCount():
            self.support_table.selectRow(0)
        self._offer()

    def _offer(self) -> None:
        may = self._view is not None and self._view.may_write and self.pages.currentIndex() == 0
        body = self.chosen()
        contact, support = _at(self.contact_table, self.contacts), _at(self.support_table, self.supports)
        self.add.setVisible(may)
        self.contact.setVisible(may and body is not None)
        self.support.setVisible(may and body is not None)
        self.end.setVisible(may and contact is not None and contact.stands)
        self.strike.setVisible(may and support is not None and support.stands)
        self.show_case.setVisible(self.pages.currentIndex() == 1 and self.consulted.rowCount() > 0)

    def _act(self, what: str, _is_checked: bool = False) -> None:
        body = self.chosen()
        if what == "add":
            self.acts.add()
        elif body is not None:
            contact, support = _at(self.contact_table, self.contacts), _at(self.support_table, self.supports)
            if what == "contact":
                self.acts.contact(body)
            elif what == "support":
                self.acts.support(body)
            elif what == "end" and contact is not None:
                self.acts.end(body, contact)
            elif what == "strike" and support is not None:
                self.acts.strike(body, support)

    def _open_case(self) -> None:
        line = _at(self.consulted_table, self.consulted)
        if line is not None:
            self._go_to(line.application_id)
            self.reject()

    def _look_again(self, changes: Changes) -> None:
        if Noun.BODIES in changes.nouns:
            self.refresh()

    def _connect(self) -> None:
        for what in ("add", "contact", "support", "end", "strike"):
            button: Button = getattr(self, what)
            button.clicked.connect(partial(self._act, what))
        self.words.textChanged.connect(lambda _text: self._narrow())
        self.body_table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_chosen())
        for table in (self.contact_table, self.support_table):
            table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._offer())
        self.pages.currentChanged.connect(lambda _page: self._offer())
        self.consulted_table.doubleClicked.connect(lambda _index: self._open_case())
        self.show_case.clicked.connect(self._open_case)
        self.shut.clicked.connect(self.reject)
        self._context.background.changed.connect(self._look_again)

    def _lay_out(self) -> None:
        first = QWidget()
        inside = QVBoxLayout(first)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.body_table, 3)
        for word, table in (("联系人", self.contact_table), ("给过的支持", self.support_table)):
            inside.addWidget(SectionHead(word))
            inside.addWidget(table, 1)
        self.pages.setDocumentMode(True)
        # Its row of tabs takes the keyboard; a screen reader would meet the box around it as a part without a name.
        self.pages.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pages.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pages.tabBar().setAccessibleName("机构和台账")
        self.pages.addTab(first, "机构和部门")
        self.pages.addTab(self.consulted_table, "征询台账")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.pages, 1)
        column.addWidget(self.note)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.take_out, self.end, self.strike):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (self.shut, self.show_case, self.add, self.contact, self.support):
            foot.addWidget(button)
        column.addLayout(foot)


def _at(table: PlainTable, model: RowsModel[T]) -> T | None:
    place = table.current_row()
    return model.row_at(place) if 0 <= place < model.rowCount() else None
