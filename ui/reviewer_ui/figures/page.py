"""The place 统计: a season's figures beside another's; each number and each bar opens its list among the cases."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.figures.counts import Figure, Part
from reviewer_app.domain.listing.figures import ALL_SEASONS, Behind, FiguresView
from reviewer_app.services.figures.drawing.bars import part_bars
from reviewer_app.services.figures.drawing.days import day_pictures
from reviewer_app.services.figures.drawing.marks import Drawing
from reviewer_app.services.figures.drawing.standards import standard_bars
from reviewer_app.services.figures.drawing.years import layer_bands, season_lines
from reviewer_app.services.figures.heads import heads, season_words, trend_words
from reviewer_app.services.figures.reading import read_figures
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.figures.chart import ChartView
from reviewer_ui.figures.exits import FigureExits
from reviewer_ui.figures.heads import HeadStrip
from reviewer_ui.widgets import Button, ButtonKind, Card, Chip, EmptyState, OneLine, TextRole, Words
from reviewer_ui.widgets.scroll_page import ScrollPage

_NOUNS = frozenset({Noun.QUEUE, Noun.CASE, Noun.FIGURES, Noun.SETTINGS})
#: Below this width the cards stand below each other.
_NARROW = 1000
#: What the first card may show its bars of, besides the outcomes.
_PARTS = (Part.SECTOR, Part.CONTACT, Part.KIND, Part.DISTRICT)
_OUTCOME = "outcome"
#: Row, column and width of each card, in sixths.
_BELOW = ((0, 0, 6), (1, 0, 6), (2, 0, 6), (3, 0, 6), (4, 0, 6))
_BESIDE = ((0, 0, 2), (0, 2, 4), (1, 0, 2), (1, 2, 2), (1, 4, 2))


class ChartCard(Card):
    """A chart under its head, which says what is counted and holds what may be chosen."""

    def __init__(self, title: str, height: int, chosen: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Words(title, TextRole.HEAD)
        self.note = OneLine("", TextRole.NOTE)
        self.chart = ChartView(title, height)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(chosen or self.title)
        head.addWidget(self.note, 1)
        head.addWidget(Words("按下打开名单", TextRole.NOTE))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.chart, 1)

    def say(self, note: str) -> None:
        """Says what is counted; all of it stands in the hint where the line has no room for it."""
        self.note.setText(note)
        self.note.setToolTip(note)


class FiguresPage(QWidget):
    """数读."""

    list_asked = Signal(object)  # Behind

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: FiguresView | None = None
        self._is_stale = True
        self._is_narrow: bool | None = None
        self.season, self.beside, self.part = QComboBox(), QComboBox(), QComboBox()
        self.without, self.with_waiting = Chip("不含等待补正"), Chip("含等待补正")
        self.strip = HeadStrip()
        self.parts = ChartCard("分布", 172, self.part)
        self.days = ChartCard("各环节用时", 172)
        self.layers = ChartCard("产业层次", 172)
        self.years = ChartCard("逐年", 172)
        self.standards = ChartCard("标准", 172)
        self.empty = EmptyState("rows", "", "")
        self.export = Button("导出工作簿", icon_name="table")
        self.print = Button("打印一页", ButtonKind.PRIMARY, "print")
        self.exits = FigureExits(context, self)
        self._grid = QGridLayout()
        self._page = ScrollPage("数读")
        self._lay_out()
        self._connect()

    @property
    def view(self) -> FiguresView | None:
        """The figures now shown."""
        return self._view

    def refresh(self) -> None:
        """Reads the figures again, of the seasons chosen."""
        self._is_stale = False
        chosen: tuple[str | None, str | None] = (None, None)
        if self._view is not None:
            chosen = (str(self.season.currentData()), str(self.beside.currentData()))
        self._context.background.run_read(read_figures, *chosen, then=self._show)

    def choose_season(self, season: str) -> None:
        """Shows another season, beside the one before it."""
        self._context.background.run_read(read_figures, season, then=self._show)

    def showEvent(self, event: QShowEvent) -> None:
        """Catches up with what happened while another place was shown."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lays the cards beside each other or below each other."""
        super().resizeEvent(event)
        self._fold()

    def _show(self, view: FiguresView) -> None:
        self._view = view
        self._offer(self.season, [(one, season_words(one)) for one in reversed(view.seasons)], view.now.season)
        self.season.insertSeparator(self.season.count())
        self.season.addItem(season_words(ALL_SEASONS), ALL_SEASONS)
        self._select(self.season, view.now.season)
        others = [(one, season_words(one)) for one in reversed(view.seasons) if one != view.now.season]
        before = view.before.season if view.before is not None else ""
        self._offer(self.beside, [("", "不对比"), *([] if view.is_of_all else others)], before)
        self.beside.setEnabled(len(others) > 0 and not view.is_of_all)
        self._show_heads()
        self._show_parts()
        self.days.say(sentence("figures.legs"))
        self._draw_days()
        self.layers.say(sentence("figures.layers"))
        self.layers.chart.show_chart(lambda width, height: layer_bands(view, width, height))
        self.years.say(trend_words(view))
        self.years.chart.show_chart(lambda width, height: season_lines(view.trend, view.now.season, width, height))
        self._show_standards(view)
        self._show_emptiness(view)

    def _show_standards(self, view: FiguresView) -> None:
        now = view.now
        code = "figures.standards" if now.promised else "figures.no_standards"
        self.standards.say(sentence(code, {"promised": now.promised, "international": now.international}))
        self.standards.chart.show_chart(lambda width, height: standard_bars(now.levels, width, height))

    def _show_emptiness(self, view: FiguresView) -> None:
        is_empty = view.now.is_empty
        season = view.now.season
        said = sentence("figures.nothing", {"season": season}) if season else sentence("figures.nothing_at_all")
        self.empty.show_words("还没有数字", said, "")
        self.empty.setVisible(is_empty)
        for card in (self.parts, self.days, self.standards):
            card.setVisible(not is_empty)
        for card in (self.layers, self.years):
            card.setVisible(not is_empty or any(not one.is_empty for one in view.trend))

    def _show_heads(self) -> None:
        if self._view is not None:
            self.strip.show_heads(heads(self._view, self.with_waiting.isChecked()))

    def _show_parts(self) -> None:
        view, chosen = self._view, self.part.currentData()
        if view is None:
            return
        before = view.before.season if view.before is not None else ""
        bars = view.outcomes() if chosen == _OUTCOME else view.bars(Part(chosen))
        now = view.now.season or "合计"
        counted = {"cases": view.now.of(Figure.RECEIVED), "before": before}
        self.parts.say(sentence("figures.part" if before else "figures.part_alone", counted))
        self.parts.chart.show_chart(lambda width, height: part_bars(bars, now, before, width, height))

    def _draw_days(self) -> None:
        view = self._view
        if view is None:
            return
        legs = view.legs()

        def draw(width: float, height: float) -> Drawing:
            columns = 6 if width >= 760 else 3
            return day_pictures(legs, width, max(height, 170.0 * (6 // columns)), columns)

        self.days.chart.show_chart(draw)

    def _set_waiting(self, with_waiting: bool) -> None:
        self.with_waiting.setChecked(with_waiting)
        self.without.setChecked(not with_waiting)
        self._show_heads()

    def _open(self, behind: Behind) -> None:
        self.list_asked.emit(behind)

    def _export(self) -> None:
        if self._view is not None:
            self.exits.ask_workbook(self._view, self.with_waiting.isChecked())

    def _print(self) -> None:
        if self._view is not None:
            self.exits.print(self._view, self.with_waiting.isChecked())

    def _note_changes(self, changes: Changes) -> None:
        if changes.nouns & _NOUNS:
            self._is_stale = True
            if self.isVisible():
                self.refresh()

    def _offer(self, box: QComboBox, offered: list[tuple[str, str]], chosen: str) -> None:
        box.blockSignals(True)
        box.clear()
        for value, words in offered:
            box.addItem(words, value)
        box.blockSignals(False)
        self._select(box, chosen)

    def _select(self, box: QComboBox, value: str) -> None:
        box.blockSignals(True)
        box.setCurrentIndex(max(box.findData(value), 0))
        box.blockSignals(False)

    def _connect(self) -> None:
        self.season.activated.connect(lambda _place: self.choose_season(str(self.season.currentData())))
        self.beside.activated.connect(lambda _place: self.refresh())
        self.part.activated.connect(lambda _place: self._show_parts())
        self.without.clicked.connect(lambda: self._set_waiting(False))
        self.with_waiting.clicked.connect(lambda: self._set_waiting(True))
        self.strip.opened.connect(self._open)
        self.export.clicked.connect(self._export)
        self.print.clicked.connect(self._print)
        for card in (self.parts, self.days, self.layers, self.years, self.standards):
            card.chart.opened.connect(self._open)
        self._context.background.changed.connect(self._note_changes)

    def _lay_out(self) -> None:
        self.season.setAccessibleName("年度")
        self.beside.setAccessibleName("对比年度")
        self.part.setAccessibleName("按什么分布")
        for part in _PARTS:
            self.part.addItem(part.label, part.value)
        self.part.addItem("结论", _OUTCOME)
        self.without.setChecked(True)
        above = QHBoxLayout()
        above.setContentsMargins(4, 0, 0, 0)
        above.setSpacing(8)
        above.addWidget(Words("数读", TextRole.TITLE))
        above.addWidget(self.season)
        above.addWidget(Words("对比", TextRole.LABEL))
        above.addWidget(self.beside)
        above.addSpacing(8)
        above.addWidget(self.without)
        above.addWidget(self.with_waiting)
        above.addStretch(1)
        above.addWidget(self.export)
        above.addWidget(self.print)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        column = self._page.column
        column.setSpacing(10)
        column.addWidget(self.strip)
        column.addWidget(self.empty)
        column.addLayout(self._grid, 1)
        column.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 12)
        whole.setSpacing(10)
        whole.addLayout(above)
        whole.addWidget(self._page, 1)
        self._fold()

    def _fold(self) -> None:
        is_narrow = self.width() < _NARROW
        self.strip.fold(self.width())
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        cards = (self.parts, self.days, self.layers, self.years, self.standards)
        spans = _BELOW if is_narrow else _BESIDE
        for card, (row, across, span) in zip(cards, spans, strict=True):
            self._grid.addWidget(card, row, across, 1, span)
        for place in range(6):
            self._grid.setColumnStretch(place, 1)
