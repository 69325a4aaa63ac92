"""保管与销毁: three views of one matter, the due cases, the lists, and the one table of periods."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.services.archive.season_plan import archive_seasons
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.retention.planning import RuleLine, rule_lines
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.retention.cases import DueCases
from reviewer_ui.retention.lists import DestructionLists
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, Chip, FieldNote, SectionHead, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIZE = (1180, 640)
_VIEWS = ("到期案件", "销毁清单", "保管期限")


class RetentionDialog(Dialog):
    """What is kept how long, what may go, and who signed for it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("保管与销毁")
        self.setAccessibleName("保管与销毁")
        self.resize(*_SIZE)
        self.cases = DueCases(context)
        self.lists = DestructionLists(context)
        self.periods = Periods(context)
        self._stack = QStackedWidget()
        self.views = QButtonGroup(self)
        for place, (word, view) in enumerate(zip(_VIEWS, (self.cases, self.lists, self.periods), strict=True)):
            button = Chip(word)
            button.setChecked(place == 0)
            self.views.addButton(button, place)
            self._stack.addWidget(view)
        self.shut = Button("关闭")
        self._lay_out()
        self.views.idClicked.connect(self.show_view)
        self.cases.proposed.connect(self.lists.refresh)
        self.lists.carried_out.connect(self.cases.refresh)
        self.shut.clicked.connect(self.reject)
        for view in (self.cases, self.lists, self.periods):
            view.refresh()
        self.cases.table.setFocus()

    def show_view(self, place: int) -> None:
        """Turns to one of the three views."""
        self.views.button(place).setChecked(True)
        self._stack.setCurrentIndex(place)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self.views.buttons():
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.addWidget(Words(sentence("retention.about"), wrap=True), 1)
        foot.addWidget(self.shut)
        column.addLayout(foot)


class Periods(QWidget):
    """The one table of rules as a season has it; the periods are settled in the season's card."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = context.background
        self.season = QComboBox()
        self.season.setAccessibleName("年度")
        self.head = SectionHead("保管期限")
        self.head.add_act(self.season)
        self.model: RowsModel[RuleLine] = RowsModel(_columns(), self)
        self.table = PlainTable("保管期限")
        self.table.show_model(self.model)
        self.note = FieldNote()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.head)
        inside.addWidget(self.table, 1)
        column.addWidget(card, 1)
        column.addWidget(self.note)
        self.season.activated.connect(lambda _place: self.refresh())

    def refresh(self) -> None:
        """Reads the periods of the season chosen."""
        season = str(self.season.currentData() or "")

        def read(unit: UnitOfWork) -> tuple[tuple[str, ...], str, tuple[RuleLine, ...]]:
            seasons = archive_seasons(unit)
            return seasons, season or seasons[0], rule_lines(unit, season or seasons[0])

        self._background.run_read(
            read, then=self._show, failed=lambda error: self.note.say(sentence_of(error), Tone.BAD)
        )

    def _show(self, read: tuple[tuple[str, ...], str, tuple[RuleLine, ...]]) -> None:
        seasons, shown, lines = read
        self.season.clear()
        for one in seasons:
            self.season.addItem(f"{one}年度", one)
        self.season.setCurrentIndex(max(self.season.findData(shown), 0))
        self.model.show_rows(lines)
        still_open = [line for line in lines if not line.is_settled]
        self.note.say(sentence("retention.periods_open", {"count": len(still_open)}) if still_open else "")


def _columns() -> tuple[Column[RuleLine], ...]:
    return (
        Column("类别", lambda line: line.rule.label, 188),
        Column("销毁时去掉", lambda line: line.rule.covers),
        Column("一直留下", lambda line: line.rule.remains),
        Column("期限", lambda line: "永久" if line.years >= 100 else f"{line.years} 年", 72),
        Column("起算", lambda _line: "办结次年 1 月 1 日", 140),
        Column(
            "是否确定",
            lambda line: "已确定" if line.is_settled else "待确认",
            92,
            lambda line: Tone.OK if line.is_settled else Tone.WARN,
        ),
    )
