"""生成案件档案: where the dossier of a case goes, how far it is, and what lies beside it and why."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.application import Application
from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.archive.dossier import DossierMade, make_dossier
from reviewer_app.services.archive.gathering import dossier_name
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.messages import sentence_of
from reviewer_ui.preferences import Preferences
from reviewer_ui.printing.check_lines import CheckLines, result_card
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, SectionHead, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.folder_field import FolderField, documents_folder
from reviewer_ui.widgets.slim_progress import SlimProgress

_FOLDER_KEY = "archive/dossier_folder"
_SIZE = (640, 440)
_SAYS = (
    "推荐意见、意见、逐项核对、查询、补正、征求意见、纸质材料、登记和流转记录，连同附件，合成一份可长期保存的 PDF，"
    "有目录、书签和页号。不能成为页面的附件原样嵌入，不宜嵌入的另放在旁边的文件夹里。"
)


class DossierDialog(Dialog):
    """Enter makes the dossier where it is proposed; what came of it is shown in the same place."""

    def __init__(self, context: Context, case: Application, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._case = context, case
        self._job: Job | None = None
        self._made: DossierMade | None = None
        self.setWindowTitle("生成案件档案")
        self.setAccessibleName("生成案件档案")
        self.resize(*_SIZE)
        self.place = FolderField("案件档案存为", "选择位置…")
        self.place.show_target(_proposed(context.preferences, dossier_name(case)))
        self.head = SectionHead("")
        self.lines = CheckLines()
        self.came_of_it = result_card(self.head, self.lines)
        self.came_of_it.hide()
        self.note = FieldNote()
        self.progress = SlimProgress()
        self.make = Button("生成", ButtonKind.PRIMARY)
        self.make.setDefault(True)
        self.open_place = Button("打开所在文件夹", ButtonKind.PRIMARY, "folder")
        self.open_place.hide()
        self.leave = Button("关闭")
        self._lay_out()
        self.place.choose_pressed.connect(self._choose)
        self.make.clicked.connect(self.start)
        self.progress.cancel_requested.connect(self._cancel)
        self.open_place.clicked.connect(self._open_place)
        self.leave.clicked.connect(self.reject)
        self.make.setFocus()

    def start(self) -> None:
        """Makes the dossier at the place that stands in the field."""
        if self._job is not None:
            return
        target, case_id = self.place.target(), self._case.id
        if target.suffix.lower() != ".pdf":
            target = target.with_name(f"{target.name}.pdf")
        parts = self._context.parts
        self.note.clear()
        self.progress.start("正在生成")
        self._set_busy(True)

        def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> DossierMade | None:
            return make_dossier(library, parts, case_id, target, on_progress, is_cancelled)

        self._job = self._context.background.run_long(
            work, then=self._done, failed=self._refuse, progress=self.progress.set_progress
        )
        if self._made is not None or self._context.background.is_synchronous:
            self._job = None

    def _done(self, made: DossierMade | None) -> None:
        self._job = None
        self.progress.finish()
        self._set_busy(False)
        if made is None:
            self.note.say("已取消，没有写出任何文件。")
            return
        self._made = made
        self._context.preferences.put(_FOLDER_KEY, str(made.file.parent))
        self.head.set_title(f"已存为“{made.file.name}”，{made.pages} 页")
        self.lines.show_lines(result_lines(made))
        for gone in (self.place, self.make, self.says):
            gone.hide()
        self.came_of_it.show()
        self.open_place.show()
        self.open_place.setDefault(True)
        self.leave.setFocus()
        self._context.messages.inform(f"“{self._case.project_name}”的案件档案已存为“{made.file.name}”。")

    def _refuse(self, error: Exception) -> None:
        self._job = None
        self.progress.finish()
        self._set_busy(False)
        if isinstance(error, OfficeError) and error.values.get("field") == "folder":
            self.place.refuse(sentence_of(error))
        else:
            self.note.say(sentence_of(error), Tone.BAD)
        self.fit_content()

    def _set_busy(self, is_busy: bool) -> None:
        self.place.setDisabled(is_busy)
        self.make.setDisabled(is_busy)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def reject(self) -> None:
        """Closing it calls the work off: nothing is written that nobody waits for."""
        self._call_off()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As 关闭."""
        self._call_off()
        super().closeEvent(event)

    def _call_off(self) -> None:
        """The answer would come to a dialog that is not there any more."""
        if self._job is not None:
            self._job.cancel()
            self._job.forget()

    def _choose(self) -> None:
        asked = place_dialog(self._context.preferences, "案件档案存为", self.place.target().name, self)
        asked.fileSelected.connect(lambda chosen: self.place.show_target(Path(chosen)))
        asked.open()

    def _open_place(self) -> None:
        if self._made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made.file.parent)))

    def _lay_out(self) -> None:
        self.says = Words(_SAYS, wrap=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.leave, self.make, self.open_place):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words(f"{self._case.intake_number}　{self._case.project_name}", TextRole.TITLE, wrap=True))
        column.addWidget(self.says)
        column.addWidget(self.place)
        column.addWidget(self.came_of_it, 1)
        column.addWidget(self.progress)
        column.addWidget(self.note)
        column.addStretch(0)
        column.addLayout(buttons)


def result_lines(made: DossierMade) -> list[CheckLine]:
    """What the officer has to know of a dossier: what is not in it first, then what is only embedded."""
    lines = [
        CheckLine(one.title, Grade.NOTICE, sentence("archive.laid_beside" if one.name else "archive.not_kept", told))
        for one in made.beside
        for told in ({"why": one.why, "name": one.name, "folder": made.folder.name if made.folder else ""},)
    ]
    lines += [CheckLine(name, Grade.INTACT, sentence("archive.is_embedded")) for name in made.embedded]
    return lines or [CheckLine("", Grade.INTACT, sentence("archive.all_in"))]


def _proposed(preferences: Preferences, name: str) -> Path:
    """Where the last one went, the first time the officer's documents; a used name gets a number."""
    kept = preferences.text(_FOLDER_KEY)
    above = Path(kept) if kept and Path(kept).is_dir() else documents_folder()
    proposed, again = above / f"{name}.pdf", 2
    while proposed.exists() or proposed.with_name(f"{proposed.stem}-另附").exists():
        proposed, again = above / f"{name}-{again}.pdf", again + 1
    return proposed
