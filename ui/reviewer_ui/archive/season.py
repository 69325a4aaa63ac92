"""归档年度: what will go into the season's archive and what cannot, where it goes, how far it is, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.archive.package import ArchiveMade, ArchiveOrder, make_archive
from reviewer_app.services.archive.season_plan import ArchivePlan, archive_seasons, plan_archive
from reviewer_app.services.archive.verifying import verify_package
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.records import CheckLine, Grade, counted
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.check_lines import CheckLines, result_card
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, SectionHead, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.folder_field import FolderField, ask_folder, documents_folder
from reviewer_ui.widgets.slim_progress import SlimProgress

_FOLDER_KEY = "archive/season_folder"
_SIZE = (760, 560)
_SAYS = (
    "已办结的案件一案一件，寄出的每批报送文件、登记簿各一件，按保管期限分文件夹，连同归档文件目录、说明、网页目录和校验值写成一个文件夹，"
    "不用本软件也能打开和核验。"
)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the dialog opens with."""

    seasons: tuple[str, ...]
    plan: ArchivePlan


class ArchiveDialog(Dialog):
    """The plan of a season with its counts; made on a thread of its own, called off at any moment."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._plan: ArchivePlan | None = None
        self._made: ArchiveMade | None = None
        self.setWindowTitle("归档年度")
        self.setAccessibleName("归档年度")
        self.resize(*_SIZE)
        self.season = QComboBox()
        self.season.setAccessibleName("归档的年度")
        self.outside = QCheckBox("对外文本：不收入办理人员之间的批注、退回意见、抽查复看和评分")
        self.place = FolderField("归档包存为", "选择上级文件夹…")
        self.head = SectionHead("")
        self.lines = CheckLines()
        self.note = FieldNote()
        self.progress = SlimProgress()
        self.check = Button("检验归档包…", ButtonKind.LINK)
        self.make = Button("归档", ButtonKind.PRIMARY)
        self.make.setDefault(True)
        self.make.setEnabled(False)
        self.open_place = Button("打开文件夹", ButtonKind.PRIMARY, "folder")
        self.open_place.hide()
        self.leave = Button("关闭")
        self._lay_out()
        self._connect()
        self.make.setFocus()
        self.refresh()

    def refresh(self, season: str = "") -> None:
        """Reads what a season's archive would hold; of the one in work when none is named."""

        def read(unit: UnitOfWork) -> _Read:
            return _Read(archive_seasons(unit), plan_archive(unit, season))

        self._context.background.run_read(read, then=self._show_plan, failed=self._refuse)

    def start(self) -> None:
        """Makes the package of the season shown, where the field says."""
        if self._job is not None or self._plan is None:
            return
        order = ArchiveOrder(self._plan.season, self.place.target(), self.outside.isChecked())
        parts = self._context.parts
        self.note.clear()
        self.progress.start("正在归档", len(self._plan.units))
        self._set_busy(True)

        def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> ArchiveMade | None:
            return make_archive(library, parts, order, on_progress, is_cancelled)

        job = self._context.background.run_long(
            work, then=self._done, failed=self._refuse, progress=self.progress.set_progress
        )
        self._job = None if self._context.background.is_synchronous else job

    def verify(self, folder: Path) -> None:
        """Looks at a package that was made before, and says of every file that is not as it was."""

        def work(_library: Library, _progress: Progress, _cancelled: Cancelled) -> list[CheckLine]:
            return verify_package(folder)

        def show(found: list[CheckLine]) -> None:
            self.head.set_title(f"检验“{folder.name}”")
            self.head.set_right(counted(found))
            self.lines.show_lines(found)
            self.note.clear()

        self.note.say("正在检验…", Tone.ACCENT)
        self._context.background.run_long(work, then=show, failed=self._refuse)

    def _show_plan(self, read: _Read) -> None:
        plan = self._plan = read.plan
        if not self.season.count():
            self.season.addItems([f"{one}年度" for one in read.seasons])
        self.season.setCurrentText(f"{plan.season}年度")
        periods = "，".join(f"{period} {count} 件" for period, count in plan.counts.items())
        self.head.set_title(f"将归入 {len(plan.units)} 件" + (f"：{periods}" if periods else ""))
        self.head.set_right(f"{len(plan.left_out)} 件不归入" if plan.left_out else "")
        self.lines.show_lines(plan_lines(plan))
        self.make.setText(f"归档 {len(plan.units)} 件" if plan.units else "归档")
        self.make.setEnabled(bool(plan.units))
        self.note.say("" if plan.units else sentence("archive.no_units", {"season": plan.season}))
        self.place.show_target(self._proposed(f"{plan.season}年度归档"))

    def _proposed(self, name: str) -> Path:
        kept = self._context.preferences.text(_FOLDER_KEY)
        above = Path(kept) if kept and Path(kept).is_dir() else documents_folder()
        proposed, again = above / name, 2
        while proposed.exists():
            proposed, again = above / f"{name}-{again}", again + 1
        return proposed

    def _done(self, made: ArchiveMade | None) -> None:
        self._job = None
        self.progress.finish()
        self._set_busy(False)
        if made is None:
            self.note.say("已取消，没有写出任何文件。")
            return
        self._made = made
        self._context.preferences.put(_FOLDER_KEY, str(made.folder.parent))
        self.head.set_title(f"已归入 {len(made.units)} 件，存为“{made.folder.name}”")
        self.head.set_right(f"{len(made.left_out)} 件没有归入" if made.left_out else "")
        self.lines.show_lines(made_lines(made))
        for gone in (self.make, self.season, self.outside, self.place):
            gone.hide()
        self.open_place.show()
        self.open_place.setDefault(True)
        self.leave.setFocus()
        self._context.messages.inform(f"已归档 {len(made.units)} 件，存为“{made.folder.name}”。")

    def _refuse(self, error: Exception) -> None:
        self._job = None
        self.progress.finish()
        self._set_busy(False)
        if isinstance(error, OfficeError) and error.values.get("field") == "folder":
            self.place.refuse(sentence_of(error))
        else:
            self.note.say(sentence_of(error), Tone.BAD)

    def _set_busy(self, is_busy: bool) -> None:
        for part in (self.season, self.outside, self.place, self.check):
            part.setDisabled(is_busy)
        self.make.setEnabled(not is_busy and self._plan is not None and bool(self._plan.units))

    def reject(self) -> None:
        """Closing it calls the work off: nothing is left of a package that is not whole."""
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

    def _connect(self) -> None:
        self.season.activated.connect(lambda _row: self.refresh(self.season.currentText().removesuffix("年度")))
        self.place.choose_pressed.connect(self._choose)
        self.make.clicked.connect(self.start)
        self.progress.cancel_requested.connect(lambda: self._job.cancel() if self._job is not None else None)
        self.check.clicked.connect(
            lambda: ask_folder(self, "选择要检验的归档包", self.place.target().parent, self.verify)
        )
        self.open_place.clicked.connect(self._open_place)
        self.leave.clicked.connect(self.reject)

    def _choose(self) -> None:
        target = self.place.target()
        ask_folder(self, "选择上级文件夹", target.parent, lambda chosen: self.place.show_target(chosen / target.name))

    def _open_place(self) -> None:
        if self._made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made.folder)))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.check)
        buttons.addStretch(1)
        for button in (self.leave, self.make, self.open_place):
            buttons.addWidget(button)
        top = QHBoxLayout()
        top.addWidget(Words("归档年度", TextRole.TITLE), 1)
        top.addWidget(self.season)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(Words(_SAYS, wrap=True))
        column.addWidget(result_card(self.head, self.lines), 1)
        column.addWidget(self.outside)
        column.addWidget(self.place)
        column.addWidget(self.progress)
        column.addWidget(self.note)
        column.addLayout(buttons)


def plan_lines(plan: ArchivePlan) -> list[CheckLine]:
    """What is to be known before: periods nobody has settled, then what cannot go in, then what will."""
    lines = [CheckLine(one.label, Grade.NOTICE, sentence("archive.period_open")) for one in plan.open_kinds]
    lines += [CheckLine(f"{one.intake_number}　{one.project_name}", Grade.NOTICE, one.why) for one in plan.left_out]
    lines += [
        CheckLine(f"{one.intake_number}　{one.project_name}", Grade.INTACT, f"{one.kind.label}，保管{one.period}")
        for one in plan.units
    ]
    return lines


def made_lines(made: ArchiveMade) -> list[CheckLine]:
    """What is to be known of a package: the cases and the files that are not in it, with the reasons."""
    lines = [CheckLine(f"{one.intake_number}　{one.project_name}", Grade.NOTICE, one.why) for one in made.left_out]
    for one in made.units:
        lines += [CheckLine(f"{one.number}　{title}", Grade.NOTICE, why) for _name, title, why in one.beside]
    lines += [
        CheckLine(f"{one.number}　{one.unit.intake_number}", Grade.INTACT, f"{one.pages} 页") for one in made.units
    ]
    return lines
