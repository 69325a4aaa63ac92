"""What was taken in today, and the halves that still wait for the other half."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.domain.application import Source
from reviewer_app.services.intake.halves import HalfCase
from reviewer_app.services.intake.paper_sets import CopyMark, PaperSet, ReceivedSet
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, Chip, EmptyState, SectionHead, TextRole, Words
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_SIGNS = {
    CopyMark.SEALED: "✓",
    CopyMark.UNSEALED: "未",
    CopyMark.MISSING: "缺",
    CopyMark.MAILED: "寄",
    CopyMark.RETURNED: "退",
}


def _lacking(line: ReceivedSet) -> Tone | None:
    return Tone.WARN if line.paper.lacks else None


RECEIVED: tuple[Column[ReceivedSet], ...] = (
    Column("时间", lambda line: f"{line.at:%H:%M}", 64),
    Column("收件编号", lambda line: line.paper.intake_number, 130),
    Column("申报单位 / 项目", lambda line: f"{line.paper.applicant} · {line.paper.project_name}"),
    Column("各份", lambda line: " ".join(_SIGNS[mark] for mark in line.paper.marks), 76),
    Column("缺什么", lambda line: line.paper.lacks or "不缺", 190, _lacking),
    Column(
        "网上件",
        lambda line: "待配对" if line.paper.source is Source.PAPER else "已有",
        84,
        lambda line: Tone.ACCENT if line.paper.source is Source.PAPER else None,
    ),
)
_HALVES: tuple[Column[HalfCase], ...] = (
    Column("申报单位 / 项目", lambda half: f"{half.applicant} · {half.project_name}"),
    Column("已等", lambda half: f"{half.days} 天" if half.days else "今天", 70),
)


def _told_set(line: ReceivedSet) -> Told:
    """What was found of a set's copies, and what it lacks."""
    paper = line.paper
    said = [sentence("why.pile_marks", {"marks": "、".join(mark.label for mark in paper.marks)})]
    said += [sentence("why.pile_lacks", {"lacks": paper.lacks}) if paper.lacks else sentence("why.pile_whole")]
    said += [sentence("why.pile_alone_one")] if paper.source is Source.PAPER else []
    return Told(paper.intake_number, paper.project_name, said)


class TodayCard(Card):
    """今天已收: all, those that lack something, those without an online half."""

    case_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = Words("今天还没有收件", TextRole.SECTION)
        self.all, self.lacking, self.alone = Chip("全部", 0), Chip("有缺", 0), Chip("待配对", 0)
        self.all.setChecked(True)
        self.model: RowsModel[ReceivedSet] = RowsModel(RECEIVED, self)
        self.table = PlainTable("今天已收")
        self.table.show_model(self.model)
        self.table.activated.connect(self._choose)
        self._empty = EmptyState("intake", "今天还没有收件", "扫回执或核对单上的二维码，标出各份，按回车收下。")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        # The empty place is higher than a few rows need to be.
        self._stack.setMinimumHeight(60)
        for chip in (self.all, self.lacking, self.alone):
            chip.clicked.connect(lambda _checked, chosen=chip: self._keep(chosen))
        for chip, code in ((self.all, "pile_all"), (self.lacking, "pile_lacking"), (self.alone, "pile_alone")):
            tell(chip, partial(self._told_count, chip, f"why.{code}"))
        tell(self.table, self._told)
        chips = QHBoxLayout()
        chips.setContentsMargins(16, 8, 16, 8)
        chips.setSpacing(8)
        chips.addWidget(self.head, 1)
        for chip in (self.all, self.lacking, self.alone):
            chips.addWidget(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(chips)
        column.addWidget(self._stack, 1)

    def show_lines(self, lines: Sequence[ReceivedSet]) -> None:
        """Shows what was taken in today, the last one first."""
        copies = sum(mark.is_in_hand for line in lines for mark in line.paper.marks)
        self.head.setText(f"今天已收 {len(lines)} 套 · {copies} 份" if lines else "今天还没有收件")
        self.all.set_count(len(lines))
        self.lacking.set_count(sum(bool(line.paper.lacks) for line in lines))
        self.alone.set_count(sum(line.paper.source is Source.PAPER for line in lines))
        self.model.show_rows(lines)
        self._stack.setCurrentIndex(1 if lines else 0)
        self._keep(next(chip for chip in (self.lacking, self.alone, self.all) if chip.isChecked() or chip is self.all))

    def _told(self) -> Told | None:
        row = self.table.currentIndex().row()
        return _told_set(self.model.row_at(row)) if 0 <= row < self.model.rowCount() else None

    def _told_count(self, chip: Chip, code: str) -> Told:
        return Told("今天已收", chip.text(), (sentence(code), sentence("why.count_fresh")))

    @property
    def chosen(self) -> PaperSet | None:
        """The set chosen in the list."""
        row = self.table.currentIndex().row()
        return self.model.row_at(row).paper if 0 <= row < self.model.rowCount() else None

    @property
    def shown(self) -> tuple[ReceivedSet, ...]:
        """The sets in the list as it is kept now."""
        return tuple(self.model.row_at(row) for row in range(self.model.rowCount()))

    def _keep(self, chosen: Chip) -> None:
        for chip in (self.all, self.lacking, self.alone):
            chip.setChecked(chip is chosen)
        wanted = {
            self.all: lambda line: True,
            self.lacking: lambda line: bool(line.paper.lacks),
            self.alone: lambda line: line.paper.source is Source.PAPER,
        }
        self.model.keep(wanted[chosen])

    def _choose(self, index: QModelIndex) -> None:
        self.case_chosen.emit(self.model.row_at(index.row()).paper.case_id)


class HalvesCard(Card):
    """The halves alone: online without paper, paper without online; `by_hand` asks to pair the chosen one."""

    case_chosen = Signal(int)
    by_hand = Signal()
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._halves: dict[Source, Sequence[HalfCase]] = {Source.ONLINE: (), Source.PAPER: ()}
        self.online, self.paper = Chip("网上无纸质", 0), Chip("纸质无网上", 0)
        self.online.setChecked(True)
        self.model: RowsModel[HalfCase] = RowsModel(_HALVES, self)
        self.table = PlainTable("只有一半的案件")
        self.table.show_model(self.model)
        self.table.activated.connect(self._choose)
        self._empty = EmptyState("check", "没有只来一半的", "网上件和纸质件都已配齐。")
        self._empty.button_pressed.connect(self.import_wanted)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        chips = QHBoxLayout()
        chips.setContentsMargins(16, 8, 16, 8)
        chips.setSpacing(8)
        for chip, source in ((self.online, Source.ONLINE), (self.paper, Source.PAPER)):
            chip.clicked.connect(lambda _checked, chosen=source: self._show(chosen))
            chips.addWidget(chip)
        chips.addStretch(1)
        self.pair = Button("手工配对…", ButtonKind.LINK)
        self.pair.clicked.connect(self.by_hand)
        chips.addWidget(self.pair)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(SectionHead("只来了一半的"))
        column.addLayout(chips)
        column.addWidget(self._stack, 1)

    def show_halves(self, online: Sequence[HalfCase], paper: Sequence[HalfCase], has_cases: bool = True) -> None:
        """Shows the halves, those that wait longest first; in a season without cases, what to do first."""
        if has_cases:
            self._empty.show_words("没有只来一半的", "网上件和纸质件都已配齐。")
        else:
            hint = "先导入网上清单，收下的纸质件就有案件可对；只有纸质的，扫码或键入后登记一件。"
            self._empty.show_words("本年度还没有案件", hint, "导入清单")
        self._halves = {Source.ONLINE: online, Source.PAPER: paper}
        self.online.set_count(len(online))
        self.paper.set_count(len(paper))
        self._show(Source.PAPER if self.paper.isChecked() else Source.ONLINE)

    @property
    def chosen(self) -> tuple[Source, HalfCase] | None:
        """The half chosen in the list, and which half it is."""
        row = self.table.currentIndex().row()
        source = Source.PAPER if self.paper.isChecked() else Source.ONLINE
        return (source, self.model.row_at(row)) if 0 <= row < self.model.rowCount() else None

    def _show(self, source: Source) -> None:
        self.online.setChecked(source is Source.ONLINE)
        self.paper.setChecked(source is Source.PAPER)
        self.model.show_rows(self._halves[source])
        self._stack.setCurrentIndex(1 if self._halves[source] else 0)
        self.pair.setVisible(bool(self._halves[source]))

    def _choose(self, index: QModelIndex) -> None:
        self.case_chosen.emit(self.model.row_at(index.row()).case_id)
