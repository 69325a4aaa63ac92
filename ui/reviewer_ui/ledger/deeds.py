"""承诺与履行: what the office promised of a unit's projects and what it did, over all seasons, to be taken along."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.guarantee.deeds import Deed, Kept
from reviewer_app.services.guarantee.deeds import ProjectDeeds, UnitDeeds, deeds_of_unit
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.printing.tables import Offered, TableExits
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, FieldNote, SectionHead, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIZE = (1040, 560)
_TONES = {
    Kept.ON_TIME: Tone.OK,
    Kept.LATE: Tone.WARN,
    Kept.TO_COME: Tone.IDLE,
    Kept.OVERDUE: Tone.BAD,
    Kept.CALLED_OFF: Tone.IDLE,
    Kept.UNPLANNED: Tone.ACCENT,
    Kept.HELD: Tone.IDLE,
}
Row = tuple[ProjectDeeds, Deed]

COLUMNS: tuple[Column[Row], ...] = (
    Column("年度", lambda row: row[0].line.season, 56),
    Column("项目名称", lambda row: row[0].line.project_name),
    Column("承诺事项", lambda row: row[1].what, 112),
    Column("应于", lambda row: _day(row[1].promised_on), 96),
    Column("完成于", lambda row: _day(row[1].done_on), 96),
    Column("履行情况", lambda row: row[1].standing, 96, lambda row: _TONES.get(row[1].kept)),
    Column("发现或说明", lambda row: row[1].words),
)


class DeedsDialog(Dialog):
    """The promises and deeds of one unit in a table, with their counts; exported as it is seen."""

    def __init__(self, context: Context, unit_code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit_code = unit_code
        self.found: UnitDeeds | None = None
        self.setWindowTitle("承诺与履行")
        self.setAccessibleName("承诺与履行")
        self.resize(*_SIZE)
        self.head = SectionHead("承诺与履行")
        self.counts = Words("", wrap=True, selectable=True)
        self.model: RowsModel[Row] = RowsModel(COLUMNS, self)
        self.table = PlainTable("承诺与履行")
        self.table.show_model(self.model)
        self.words = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self.note = FieldNote()
        self.exits = TableExits(context, self, self.note.say)
        self.take_out, self.shut = Button("打印或导出 ▾"), Button("关闭")
        self.exits.offer(self.take_out, [Offered("这份清单", self.order)])
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_words())
        self.shut.clicked.connect(self.reject)
        tell(self.table, self._told)
        context.background.run_read(deeds_of_unit, unit_code, then=self._show)
        self.table.setFocus()

    def order(self) -> PrintOrder:
        """The list of this unit, to be printed or exported."""
        return PrintOrder(DocumentKind.DEEDS, extra=(("unit_code", self._unit_code),))

    def _show(self, found: UnitDeeds) -> None:
        self.found = found
        rows = [(project, deed) for project in found.projects for deed in project.deeds]
        self.head.set_title(found.applicant)
        self.head.set_right(f"{len(found.projects)} 个项目")
        said = {kept.value: found.count(kept) for kept in Kept}
        self.counts.setText(sentence("guarantee.deeds", {"units": len(found.projects), **said}))
        self.model.show_rows(rows)
        self.table.selectRow(0)
        self._show_words()

    def _chosen(self) -> Row | None:
        place = self.table.current_row()
        return self.model.row_at(place) if 0 <= place < self.model.rowCount() else None

    def _show_words(self) -> None:
        """The row in full below the table, where nothing of it is cut off."""
        row = self._chosen()
        if row is not None:
            deed = row[1]
            said = (deed.what, deed.standing, deed.people, deed.words)
            self.words.setText("，".join(part for part in said if part))

    def _told(self) -> Told | None:
        row = self._chosen()
        if row is None:
            return None
        days = {"promised": _day(row[1].promised_on) or "未列计划", "done": _day(row[1].done_on) or "没有登记"}
        return Told(row[1].what, row[1].standing, (sentence("guarantee.why_deed", days),))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.counts)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.head)
        inside.addWidget(self.table, 1)
        column.addWidget(card, 1)
        column.addWidget(self.words)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.take_out)
        row.addWidget(self.shut)
        column.addLayout(row)


def _day(day: object) -> str:
    return str(day) if day is not None else ""
