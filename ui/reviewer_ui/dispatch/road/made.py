"""出件: what was made for a batch and where it lies, to be opened, printed and checked, right after and ever after."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.road import LineStanding, Road, RoadLine, RoadStep
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.states import State
from reviewer_app.services.dispatch.exporting import BatchLineResult, BatchResult
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dispatch.road.lines_page import FIRST_COLUMNS, LinesPage
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind
from reviewer_ui.widgets.rows_model import Column

#: Which column says what became of a case, and which says its file or why there is none.
RESULT, FILE = 4, 5


def open_folder(folder: Path) -> None:
    """Opens a folder in the system's own file window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class MadePage(LinesPage):
    """The papers of a batch with their cases; what could not be made is said right after the export."""

    paper_pressed = Signal(object, object)  # Batch, DocumentKind

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
        self.onward = Button("去用印", ButtonKind.PRIMARY)
        for act in (self.check, self.print, self.open, self.onward):
            self.acts.addWidget(act)
        self._offer_papers(kinds)
        tell(self.table, self._told)
        self.open.clicked.connect(self._open_folder)
        self.check.clicked.connect(context.actions["signature.check"].trigger)
        self.onward.clicked.connect(lambda: self.lead_on(RoadStep.SEAL))

    def keep_result(self, result: BatchResult) -> None:
        """Remembers what an export could not make, until another batch is shown."""
        self._result = result
        self._failed = {line.application_id: line for line in result.lines if line.error}

    def _rows(self, road: Road) -> Sequence[RoadLine]:
        """The cases without a file stand first."""
        if self._result is None or self._result.number != road.number:
            self._result, self._failed = None, {}
        failed = [_unmade(line) for line in self._failed.values()]
        return [*failed, *road.lines]

    def _show_acts(self, batch: Batch, road: Road) -> None:
        values = {"number": batch.number, "count": len(batch.lines), "failed": len(self._failed)}
        self.title.setText(sentence("made.title_failed" if self._failed else "made.title", values))
        taken = self._result.taken_over if self._result is not None else 0
        said = [sentence("made.where", {"folder": self._place(batch)})]
        said += [sentence("made.taken_over", {"count": taken})] if taken else []
        self.says.setText("　".join(said))
        self.onward.setVisible(road.current is not RoadStep.MAKE and not road.is_sent)

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
        return "已导出" if line.standing is LineStanding.IN else line.standing.label

    def _tone(self, line: RoadLine) -> Tone:
        is_made = bool(line.file) and line.standing is LineStanding.IN
        return Tone.OK if is_made else Tone.BAD

    def _file(self, line: RoadLine) -> str:
        failed = self._failed.get(line.application_id)
        return line.file or (failed.error if failed else "")

    def _offer_papers(self, kinds: Sequence[DocumentKind]) -> None:
        menu = QMenu(self.print)
        for kind in kinds:
            menu.addAction(f"{kind.label}…", partial(self._ask_paper, kind))
        self.print.setMenu(menu)

    def _ask_paper(self, kind: DocumentKind) -> None:
        if self.batch is not None:
            self.paper_pressed.emit(self.batch, kind)

    def _open_folder(self) -> None:
        if self.batch is None:
            return
        folder = self._place(self.batch)
        if folder.is_dir():
            open_folder(folder)
        else:
            self.note.say(sentence("dispatch.folder_gone", {"folder": folder}), Tone.BAD)


def _unmade(line: BatchLineResult) -> RoadLine:
    """A case that was chosen and has no sheet in the batch."""
    return RoadLine(
        line.application_id, line.intake_number, line.project_name, "", "", "", State.SIGNED_OFF, LineStanding.IN
    )
