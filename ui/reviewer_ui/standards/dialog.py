"""承诺标准: the standards of one project with all that is done about them, and the other projects of its unit."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.after.standards import EarlierProject
from reviewer_app.services.standards.looking import StandardsView, standards_of
from reviewer_ui.context import Context
from reviewer_ui.printing.tables import Offered, TableExits
from reviewer_ui.standards.acting import StandardsActs
from reviewer_ui.standards.section import StandardsSection
from reviewer_ui.widgets import Button, Card, SectionHead, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel
from reviewer_ui.widgets.scroll_page import ScrollPage

_SIZE = (780, 620)
_MOST_ROWS = 4
_EARLIER: tuple[Column[EarlierProject], ...] = (
    Column("年度", lambda one: one.season, 64),
    Column("收件编号", lambda one: one.intake_number, 128),
    Column("项目名称", lambda one: one.project_name),
    Column("承诺和发布", lambda one: one.progress.said, 264),
)


class StandardsDialog(Dialog):
    """One project; the chosen other project of the unit can be shown in its place, or its case opened."""

    case_asked = Signal(int)

    def __init__(self, context: Context, case_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._case_id, self._begun = context, case_id, case_id
        self._unit_code = ""
        self.setWindowTitle("承诺标准")
        self.setAccessibleName("承诺标准")
        self.resize(*_SIZE)
        self.title = Words("", TextRole.TITLE, wrap=True)
        self.section = StandardsSection()
        self.acts = StandardsActs(context, self.section, self)
        self.earlier_head = SectionHead("同一单位的其他项目")
        self.model: RowsModel[EarlierProject] = RowsModel(_EARLIER, self)
        self.earlier = PlainTable("同一单位的其他项目")
        self.earlier.show_model(self.model)
        self.back = Button("回到本案")
        self.show_case = Button("看案件")
        self.shut = Button("关闭")
        self.exits = TableExits(context, self)
        self.take_out = Button("打印或导出 ▾")
        lists = [Offered("本项目", self.case_order), Offered("本单位历年", self.unit_order)]
        self.exits.offer(self.take_out, [*lists, Offered("各年度全部", self.whole_order)])
        self._lay_out()
        self.section.earlier_wanted.connect(self.earlier.setFocus)
        self.earlier.doubleClicked.connect(lambda _index: self._turn())
        self.earlier.activated.connect(lambda _index: self._turn())
        self.back.clicked.connect(lambda: self.show_project(self._begun))
        self.show_case.clicked.connect(self._open_case)
        self.shut.clicked.connect(self.reject)
        context.background.changed.connect(self._look_again)
        self.refresh()

    def show_project(self, case_id: int) -> None:
        """Shows another project."""
        self._case_id = case_id
        self.refresh()

    def refresh(self) -> None:
        """Reads the project again."""
        self._context.background.run_read(standards_of, self._case_id, then=self._show)

    def case_order(self) -> PrintOrder:
        """The standards of the project shown, to be printed or exported."""
        return PrintOrder(DocumentKind.STANDARDS_LIST, extra=(("case", str(self._case_id)),))

    def unit_order(self) -> PrintOrder:
        """The standards of its unit over all seasons."""
        return PrintOrder(DocumentKind.STANDARDS_LIST, extra=(("unit_code", self._unit_code),))

    def whole_order(self) -> PrintOrder:
        """The standards of all projects over all seasons."""
        return PrintOrder(DocumentKind.STANDARDS_LIST)

    def _show(self, view: StandardsView) -> None:
        if view.application_id != self._case_id:
            return
        self._unit_code = view.unit_code
        self.acts.follow(view)
        self.title.setText(f"{view.intake_number}　{view.project_name}")
        self.section.show_view(view)
        self.model.show_rows(view.earlier)
        has_earlier = bool(view.earlier)
        for part in (self.earlier_head, self.earlier):
            part.setVisible(has_earlier)
        self.earlier.setFixedHeight((min(len(view.earlier), _MOST_ROWS) + 1) * ROW_HEIGHT + 8)
        self.back.setVisible(self._case_id != self._begun)
        if has_earlier:
            self.earlier.selectRow(0)

    def _look_again(self, changes: Changes) -> None:
        if Noun.STANDARDS in changes.nouns or Noun.CASE in changes.nouns:
            self.refresh()

    def _turn(self) -> None:
        place = self.earlier.current_row()
        if 0 <= place < self.model.rowCount():
            self.show_project(self.model.row_at(place).application_id)

    def _open_case(self) -> None:
        self.case_asked.emit(self._case_id)
        self.reject()

    def _lay_out(self) -> None:
        page = ScrollPage("承诺标准")
        page.column.addWidget(self.section)
        page.column.addWidget(self.earlier_head)
        page.column.addWidget(self.earlier)
        page.column.addStretch(1)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(card, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.take_out)
        foot.addStretch(1)
        for button in (self.back, self.show_case, self.shut):
            foot.addWidget(button)
        column.addLayout(foot)
