"""年度收尾: the turn of a year as one walk, each step with what stands, and the one that comes next ready to press."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.record import EventAct
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.seasons.beginning import begin_season, turn_to_season
from reviewer_app.services.seasons.closing import close_season
from reviewer_app.services.seasons.year_turn import TurnSheet, TurnStep, turn_sheet
from reviewer_resources.phrases import sentence
from reviewer_ui.archive.season import ArchiveDialog
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of, why_closed
from reviewer_ui.printing.tables import Offered, TableExits
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, FieldNote, Pill, SectionHead, TextRole, Words
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.scroll_page import ScrollPage

_SIZE = (820, 560)
_ACTS = {
    TurnStep.LOOK: "",
    TurnStep.ARCHIVE: "归档…",
    TurnStep.BACK_UP: "立即备份",
    TurnStep.CLOSE: "关闭年度…",
    TurnStep.BEGIN: "建立…",
    TurnStep.TURN: "转入…",
}
#: What each act puts on record, so that whoever may not do it is told.
_RECORDED = {
    TurnStep.ARCHIVE: EventAct.SEASON_ARCHIVED,
    TurnStep.CLOSE: EventAct.SEASON_CLOSED,
    TurnStep.BEGIN: EventAct.SEASON_BEGUN,
    TurnStep.TURN: EventAct.SEASON_TURNED_TO,
}


class YearTurnDialog(Dialog):
    """The turn of the season in work; left and taken up again at any step."""

    def __init__(self, context: Context, parent: QWidget | None = None, season: str = "") -> None:
        super().__init__(parent)
        self._context, self._background = context, context.background
        self._season = season
        self._sheet: TurnSheet | None = None
        self.setWindowTitle("年度收尾")
        self.setAccessibleName("年度收尾")
        self.resize(*_SIZE)
        self.head = SectionHead("年度收尾")
        self.pills = {step: Pill("", Tone.IDLE) for step in TurnStep}
        self.words = {step: Words("", wrap=True, selectable=True) for step in TurnStep}
        self.acts = {step: Button(word) for step, word in _ACTS.items() if word}
        self.note = FieldNote()
        self.shut = Button("关闭窗口")
        self.exits = TableExits(context, self, self.note.say)
        self.take_out = Button("打印或导出 ▾")
        self.exits.offer(self.take_out, [Offered("收尾情况", self.order)])
        self._lay_out()
        doing: dict[TurnStep, Callable[[], None]] = {
            TurnStep.ARCHIVE: self.ask_archive,
            TurnStep.BACK_UP: self.back_up,
            TurnStep.CLOSE: self.ask_close,
            TurnStep.BEGIN: self.ask_begin,
            TurnStep.TURN: self.ask_turn,
        }
        for step, act in doing.items():
            self.acts[step].clicked.connect(act)
        self.shut.clicked.connect(self.reject)
        self.refresh()

    def order(self) -> PrintOrder:
        """How the turn stands now, to be printed or exported."""
        backup = self._background.library.last_backup
        told = (("season", self._season), ("backup", backup.isoformat() if backup is not None else ""))
        return PrintOrder(DocumentKind.YEAR_TURN, extra=told)

    def refresh(self) -> None:
        """Reads where the turn stands."""
        season = self._season
        self._background.run_read(lambda unit: turn_sheet(unit, season), then=self._show, failed=self._refuse)

    def ask_archive(self) -> None:
        """The dialog of the archive, for this season."""
        dialog = ArchiveDialog(self._context, self)
        dialog.refresh(self._season)
        dialog.finished.connect(lambda _result: self.refresh())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def back_up(self) -> None:
        """Makes a backup now; it takes some seconds in the background."""
        self.note.say(sentence("year_turn.backing_up"), Tone.ACCENT)
        self.acts[TurnStep.BACK_UP].setEnabled(False)

        def done(folder: Path) -> None:
            self.refresh()
            self.note.say(sentence("year_turn.backup_made", {"folder": folder}), Tone.OK)

        def failed(error: Exception) -> None:
            self.refresh()
            self._refuse(error)

        self._background.run_long(lambda library, _on, _off: library.back_up(), then=done, failed=failed)

    def ask_close(self) -> None:
        """Names what stays open, asks why the season is closed all the same."""
        sheet = self._sheet
        if sheet is not None:
            question = Question(
                f"关闭{sheet.season}年度",
                sentence("year_turn.close_says", {"season": sheet.season}),
                "关闭年度",
                lines=sheet.end.lines,
                reason=Reason.REQUIRED,
                is_final=True,
            )
            self._ask(question, "year_turn.closed_now", close_season, sheet.season)

    def ask_begin(self) -> None:
        """Asks before the next season is made from this one."""
        sheet = self._sheet
        if sheet is not None:
            says = sentence("season_page.begin", {"next": sheet.following, "season": sheet.season})
            question = Question(f"建立{sheet.following}年度", says, "建立")
            self._ask(question, "year_turn.begun_now", begin_season, sheet.following)

    def ask_turn(self) -> None:
        """Asks before new cases are registered in the next season."""
        sheet = self._sheet
        if sheet is not None:
            says = sentence("season_page.turn", {"season": sheet.following})
            question = Question(f"转入{sheet.following}年度", says, "转入")
            self._ask(question, "year_turn.turned_now", turn_to_season, sheet.following)

    def _ask(self, question: Question, done: str, act: Callable[..., Changes], season: str) -> None:
        dialog = DecisionDialog(question, self)

        def settle(_changes: Changes) -> None:
            dialog.accept()
            self.refresh()
            self.note.say(sentence(done, {"season": season}), Tone.OK)

        def confirm(reason: str, _choice: str) -> None:
            said: tuple[Any, ...] = (season, reason) if question.reason is Reason.REQUIRED else (season,)
            self._background.run_change(act, *said, then=settle, failed=dialog.refuse)

        dialog.confirmed.connect(confirm)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show(self, sheet: TurnSheet) -> None:
        # The season of this walk stays what it was when it began, also after the next one is in work.
        self._sheet, self._season = sheet, sheet.season
        backup = self._background.library.last_backup
        following = sheet.next_step(backup)
        self.head.set_title(f"{sheet.season}年度收尾")
        self.head.set_right("都已办好" if following is None else f"下一步：{following.label}")
        for step in TurnStep:
            is_done = sheet.is_done(step, backup)
            self.words[step].setText(sheet.said(step, backup))
            word, tone = ("已办", Tone.OK) if is_done else ("待办", Tone.IDLE)
            if step is TurnStep.LOOK:
                word, tone = ("没有", Tone.OK) if is_done else ("请看", Tone.WARN)
            elif step is following:
                word, tone = "下一步", Tone.ACCENT
            self.pills[step].show_text(word, tone)
        for step, button in self.acts.items():
            closed = why_closed(self._background.library, _RECORDED[step]) if step in _RECORDED else ""
            waits = step is TurnStep.TURN and not sheet.is_begun
            button.setEnabled(not closed and not waits and (step is TurnStep.BACK_UP or self._may(sheet, step)))
            button.setToolTip(closed or (sentence("year_turn.begin_first") if waits else ""))
            button.setDefault(step is following)
        self.note.clear()

    def _may(self, sheet: TurnSheet, step: TurnStep) -> bool:
        """An archive may be made again; what was done once is done."""
        return step is TurnStep.ARCHIVE or not sheet.is_done(step, None)

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 12)
        inside.setSpacing(8)
        inside.addWidget(self.head)
        grid = QGridLayout()
        grid.setContentsMargins(16, 4, 16, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(2, 1)
        for row, step in enumerate(TurnStep):
            grid.addWidget(Words(f"{row + 1}　{step.label}", TextRole.LABEL), row, 0)
            grid.addWidget(self.pills[step], row, 1)
            grid.addWidget(self.words[step], row, 2)
            if step in self.acts:
                grid.addWidget(self.acts[step], row, 3)
        # What is still open may take many lines: on a small screen the steps scroll, the buttons stay.
        page = ScrollPage("收尾各步")
        page.column.addLayout(grid)
        page.column.addStretch(1)
        inside.addWidget(page, 1)
        column.addWidget(card, 1)
        column.addWidget(self.note)
        foot = QHBoxLayout()
        foot.addWidget(self.take_out)
        foot.addStretch(1)
        foot.addWidget(self.shut)
        column.addLayout(foot)
