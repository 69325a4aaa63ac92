"""出件: what was made for a batch and where it lies, to be opened, printed and checked, right after and ever after."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.letters import LetterWay, way_of
from reviewer_app.domain.dispatch.road import LetterStanding, LineStanding, Road, RoadLine, RoadStep
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.states import State
from reviewer_app.services.dispatch.changing.dissolving import dissolve_batch
from reviewer_app.services.dispatch.exporting import BatchLineResult, BatchResult
from reviewer_app.services.dispatch.leaving import leave_batch, rejoin_batch
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dispatch.questions import dissolving_question, leaving_question, rejoining_question
from reviewer_ui.dispatch.road.changing import BatchChanging
from reviewer_ui.dispatch.road.letters import BatchLettersActs
from reviewer_ui.dispatch.road.lines_page import FIRST_COLUMNS, LinesPage
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind
from reviewer_ui.widgets.rows_model import Column

#: Which column says what became of a case, and which says its file or why there is none.
RESULT, FILE = 4, 5
#: Letters that are to be issued anew.
_STALE = (LetterStanding.UNLIKE, LetterStanding.OTHER_WAY)


def open_folder(folder: Path) -> None:
    """Opens a folder in the system's own file window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class MadePage(LinesPage):
    """The papers of a batch with their cases; what could not be made is said right after the export."""

    paper_pressed = Signal(object, object, str)  # Batch, DocumentKind, contact

    def __init__(self, context: Context, kinds: Sequence[DocumentKind], parent: QWidget | None = None) -> None:
        self._failed: dict[int, BatchLineResult] = {}
        self._result: BatchResult | None = None
        columns: tuple[Column[RoadLine], ...] = (
            *FIRST_COLUMNS,
            Column("结果", self._word, 104, self._tone),
            Column("文件或原因", self._file),
        )
        super().__init__(context, "出件清单", columns, parent)
        self.open = Button("打开文件夹", icon_name="folder")
        self.check = Button("检验签名…")
        self.print = Button("打印", icon_name="print")
        self.print.setAccessibleName("打印这一批的文件")
        self.change = Button("变动 ▾")
        self.change.setAccessibleName("这一批的变动：移出一件、撤回组批")
        self.issue = Button("出具报送函…", ButtonKind.PRIMARY)
        self.onward = Button("去用印", ButtonKind.PRIMARY)
        self.update_batch = Button("更新这一批…", ButtonKind.PRIMARY)
        for act in (self.check, self.print, self.open, self.change, self.issue, self.onward, self.update_batch):
            self.acts.addWidget(act)
        self._offer_papers(kinds)
        self._changes = BatchChanging(context, self)
        self._letters = BatchLettersActs(context, self)
        self._offer_changes()
        tell(self.table, self._told)
        self.open.clicked.connect(self._open_folder)
        self.check.clicked.connect(context.actions["signature.check"].trigger)
        self.onward.clicked.connect(lambda: self.lead_on(RoadStep.SEAL))
        self.update_batch.clicked.connect(self._ask_update)
        self.issue.clicked.connect(lambda: self._ask_letters())

    @property
    def leads(self) -> tuple[Button, ...]:
        """What comes next, in its order: the letters, then the seal."""
        return (self.issue, self.onward)

    def press(self, what: str) -> bool:
        """Asks for the update of the batch, for its letters, or to dissolve it; False where that is not open."""
        is_open = {
            "update": self.update_batch.isEnabled(),
            "letters": not self.issue.isHidden() and self.issue.isEnabled(),
            "dissolve": self.dissolve.isEnabled(),
        }[what]
        if is_open:
            {"update": self._ask_update, "letters": self._ask_letters, "dissolve": self._ask_dissolving}[what]()
        return is_open

    def keep_result(self, result: BatchResult) -> None:
        """Remembers what an export could not make, until another batch is shown."""
        self._result = result
        self._failed = {line.application_id: line for line in result.lines if line.error}

    def _rows(self, road: Road) -> Sequence[RoadLine]:
        """The cases without a file stand first."""
        if self._result is None or self._result.number != road.number:
            self._result, self._failed = None, {}
        failed = [_unmade(line) for line in self._failed.values()]
        return [*failed, *road.lines, *road.letters]

    def _show_acts(self, batch: Batch, road: Road) -> None:
        values = {"number": batch.number, "count": len(batch.lines), "failed": len(self._failed)}
        self.title.setText(sentence("made.title_failed" if self._failed else "made.title", values))
        taken = self._result.taken_over if self._result is not None else 0
        said = [sentence("made.where", {"folder": self._place(batch)})]
        said += [sentence("made.taken_over", {"count": taken})] if taken else []
        self.says.setText("　".join(said))
        closed = self._context.actions.season_closed
        self.issue.setVisible(road.letters_open > 0 and not road.is_off)
        for act in (self.issue, self.change, self.update_batch):
            act.setEnabled(not closed)
            act.setToolTip(closed)
        self.onward.setVisible(road.is_open and not road.is_off and not road.letters_open)
        self.update_batch.setVisible(road.is_off)
        self.update_batch.setEnabled(road.is_off and not closed)
        self.dissolve.setEnabled(road.is_open and not closed)
        self.change.setVisible(road.is_open)
        if closed:
            self.note.say(closed)
        elif road.is_off:
            off = sum(line.standing is not LineStanding.IN for line in road.lines)
            self.note.say(sentence("made.off", {"count": off}), Tone.WARN)
        elif road.letters_open:
            stale = sum(line.letter in _STALE for line in road.letters)
            code = "made.letters_stale" if stale else "made.letters_missing"
            self.note.say(sentence(code, {"count": stale or road.letters_open}), Tone.WARN)
        elif road.is_dissolved:
            self.note.say(sentence("made.is_dissolved"), Tone.WARN)

    def _told(self) -> Told | None:
        """What the number of the batch and its cases rest on."""
        batch, road = self.batch, self._road
        if batch is None or road is None:
            return None
        counted = {"count": len(batch.lines), "by": batch.made_by, "at": f"{batch.made_at:%Y-%m-%d %H:%M}"}
        said = [sentence("why.batch_number"), sentence("why.batch_cases", counted)]
        if batch.sent_at is not None:
            sent = {"by": batch.sent_by, "at": f"{batch.sent_at:%Y-%m-%d %H:%M}"}
            return Told("批次", f"第 {batch.number} 批", (*said, sentence("why.batch_sent", sent)))
        waiting = len(road.awaiting_seal)
        said += [sentence("why.batch_seal_waits", {"count": waiting})] if waiting else []
        return Told("批次", f"第 {batch.number} 批", (*said, sentence("why.batch_open")))

    def _place(self, batch: Batch) -> Path:
        return self._context.background.library.folder / batch.folder

    def _word(self, line: RoadLine) -> str:
        if line.application_id in self._failed and not line.file:
            return "未导出"
        if line.letter is not None:
            return line.letter.label
        return "已导出" if line.standing is LineStanding.IN else line.standing.label

    def _tone(self, line: RoadLine) -> Tone:
        if line.letter is not None:
            return Tone.WARN if line.letter.is_open else Tone.OK
        is_made = bool(line.file) and line.standing is LineStanding.IN
        return Tone.OK if is_made else Tone.BAD

    def _file(self, line: RoadLine) -> str:
        failed = self._failed.get(line.application_id)
        return line.file or (failed.error if failed else "")

    def _offer_papers(self, kinds: Sequence[DocumentKind]) -> None:
        menu = QMenu(self.print)
        menu.addAction("打印整批…", self._context.actions["dispatch.print"].trigger)
        menu.addSeparator()
        for kind in kinds:
            menu.addAction(f"{kind.label}…", partial(self._ask_paper, kind))
        self.print.setMenu(menu)

    def _offer_changes(self) -> None:
        menu = QMenu(self.change)
        self.leave = menu.addAction("移出所选一件…", self._ask_leaving)
        self.rejoin = menu.addAction("放回所选一件…", self._ask_rejoining)
        self.dissolve = menu.addAction("撤回组批…", self._ask_dissolving)
        menu.addSeparator()
        self.other_way = menu.addAction("", self._ask_other_way)
        menu.addAction("已更换的文件…", self._show_replaced)
        menu.aboutToShow.connect(self._offer_of_row)
        self.change.setMenu(menu)

    def _ask_update(self) -> None:
        if self.batch is not None:
            self._changes.ask_update(self.batch)

    def _ask_leaving(self) -> None:
        row = self.table.current_row()
        if self.batch is None or row < 0:
            return
        line, batch = self.model.row_at(row), self.batch
        question = leaving_question(batch, line.intake_number, line.project_name)
        done = sentence("made.left", {"number": line.intake_number, "batch": batch.number})
        self._ask(question, leave_batch, line.application_id, done=done)

    def _ask_rejoining(self) -> None:
        row = self.table.current_row()
        if self.batch is None or row < 0:
            return
        line, batch = self.model.row_at(row), self.batch
        question = rejoining_question(batch, line.intake_number, line.project_name)
        done = sentence("made.rejoined", {"number": line.intake_number, "batch": batch.number})
        self._ask(question, rejoin_batch, line.application_id, batch.id, done=done)

    def _offer_of_row(self) -> None:
        """What can be done with the chosen case: one that left is put back, any other is taken out."""
        row = self.table.current_row()
        line = self.model.row_at(row) if row >= 0 else None
        has_left = line is not None and line.standing is LineStanding.LEFT
        self.rejoin.setEnabled(has_left)
        is_case = line is not None and line.letter is None
        self.leave.setEnabled(is_case and line is not None and line.standing is LineStanding.IN and bool(line.file))
        letters = self._road.letters if self._road is not None else ()
        self.other_way.setText(f"报送函改为{_way_of(letters).other.label}…")
        self.other_way.setEnabled(bool(letters) and self._road is not None and not self._road.is_off)

    def _ask_letters(self, way: LetterWay | None = None) -> None:
        if self.batch is not None:
            self._letters.ask(self.batch, way)

    def _ask_other_way(self) -> None:
        if self._road is not None:
            self._ask_letters(_way_of(self._road.letters).other)

    def _show_replaced(self) -> None:
        if self.batch is not None:
            self._letters.show_replaced(self.batch)

    def _open(self, row: int) -> None:
        """Opens the case of a line; of a letter the letter itself."""
        line = self.model.row_at(row)
        if line.letter is None:
            super()._open(row)
        elif self.batch is not None:
            self.paper_pressed.emit(self.batch, DocumentKind.COVERING_LETTER, line.contact)

    def _ask_dissolving(self) -> None:
        if self.batch is not None:
            done = sentence("made.dissolved", {"number": self.batch.number})
            self._ask(dissolving_question(self.batch), dissolve_batch, self.batch.id, done=done)

    def _ask_paper(self, kind: DocumentKind) -> None:
        if self.batch is not None:
            self.paper_pressed.emit(self.batch, kind, "")

    def _open_folder(self) -> None:
        if self.batch is None:
            return
        folder = self._place(self.batch)
        if folder.is_dir():
            open_folder(folder)
        else:
            self.note.say(sentence("dispatch.folder_gone", {"folder": folder}), Tone.BAD)


def _way_of(letters: Sequence[RoadLine]) -> LetterWay:
    """The way the letters of a batch go, or would."""
    return way_of(letters[0].contact) if letters else LetterWay.ALL


def _unmade(line: BatchLineResult) -> RoadLine:
    """A case that was chosen and has no sheet in the batch."""
    return RoadLine(
        line.application_id, line.intake_number, line.project_name, "", "", "", State.SIGNED_OFF, LineStanding.IN
    )
