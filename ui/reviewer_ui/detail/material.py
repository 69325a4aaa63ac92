"""The page 材料: the paper copies, and the files kept with the case."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Attachment, PaperCopy, evidence_purpose
from reviewer_app.domain.dispatch.stacks import SEALED_SCAN
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.evidence.scans import SCAN, gone_scans, kept_files
from reviewer_app.services.cases.looking_up import LOOK_UP_FILE
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.detail.paper_row import PaperRow
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, SectionHead, TextRole, Words
from reviewer_ui.widgets.scroll_page import FilledWhenSeen, ScrollPage

_KILO = 1024


class MaterialPage(FilledWhenSeen, ScrollPage):
    """`recorded` carries a copy to be stored, `copy_wanted` the hash and name of a file."""

    recorded = Signal(object)  # PaperCopy
    copy_wanted = Signal(str, str)
    scan_wanted = Signal(str)
    scan_away = Signal(str)
    scan_back = Signal(str)
    scans_offered = Signal()
    copies_offered = Signal()
    typed = Signal(int, str)  # number of the copy, what stands in its fields

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("材料", parent)
        self.papers = SectionHead("纸质材料")
        self.files = SectionHead("附件")
        self._rows: list[PaperRow] = []
        self._may_record = self._is_other_case = False
        self._attachments: list[AttachmentRow] = []
        self.none = Words("还没有附件；把扫描件拖到窗口里，或在核对条目上按 E 附证据", TextRole.NOTE, wrap=True)
        self.add = Button("归入扫描件…", ButtonKind.LINK)
        self.add.setToolTip("按二维码或网上申报编号归入各案件，没有的手工指定")
        self.add.clicked.connect(self.scans_offered)
        self.files.add_act(self.add)
        self.copies = Button("每一份在哪里…", ButtonKind.LINK)
        self.copies.setToolTip("各份申请表和推荐意见现在何处，怎样去的")
        self.copies.clicked.connect(self.copies_offered)
        self.papers.add_act(self.copies)
        self.none.setContentsMargins(16, 6, 16, 6)
        self._papers = QVBoxLayout()
        self._files = QVBoxLayout()
        for part in (self.papers, self._papers, self.files, self.none, self._files):
            if isinstance(part, QWidget):
                self.column.addWidget(part)
            else:
                part.setContentsMargins(0, 4, 0, 8)
                part.setSpacing(0)
                self.column.addLayout(part)
        self.column.addStretch(1)

    def show_view(self, view: CaseView, is_other_case: bool) -> None:
        """Shows a case's papers and files."""
        self._is_other_case |= is_other_case
        self.fill(partial(self._fill, view))

    @property
    def rows(self) -> list[PaperRow]:
        """The copies, filled."""
        self.fill_now()
        return self._rows

    @property
    def attachments(self) -> list[AttachmentRow]:
        """The kept files, filled."""
        self.fill_now()
        return self._attachments

    def _fill(self, view: CaseView) -> None:
        self._show_papers(view, self._is_other_case)
        self._is_other_case = False
        files, gone = kept_files(view.attachments), gone_scans(view.attachments)
        may_move = Act.RECORD_PAPER in view.acts
        while len(self._attachments) < len(files):
            row = AttachmentRow()
            row.copy_wanted.connect(self.copy_wanted)
            row.scan_wanted.connect(self.scan_wanted)
            row.scan_away.connect(self.scan_away)
            row.scan_back.connect(self.scan_back)
            self._attachments.append(row)
            self._files.addWidget(row)
        for place, row in enumerate(self._attachments):
            row.setVisible(place < len(files))
            if place < len(files):
                file = files[place]
                away = gone.get(file.sha256) if file.purpose == SCAN else None
                row.show_file(file, purpose_of(view, file), away, may_move)
        self.files.set_right(f"{len(files)} 个" if files else "")
        self.none.setVisible(not files)
        self.add.setVisible(may_move)

    def begin_recording(self) -> None:
        """Opens the first copy that is not here yet, the last one when all are."""
        rows = [row for row in self.rows if not row.isHidden()]
        row = next((row for row in rows if not row.copy.is_received), rows[-1])
        row.begin()
        self.ensureWidgetVisible(row)

    def begin_copy(self, number: int) -> None:
        """Opens one copy, where it may be recorded."""
        row = self.rows[number - 1]
        if self._may_record:
            row.begin()
        self.ensureWidgetVisible(row)

    def _show_papers(self, view: CaseView, is_other_case: bool) -> None:
        while len(self._rows) < len(view.papers):
            row = PaperRow(len(self._rows) + 1)
            row.recorded.connect(self.recorded)
            row.written.connect(partial(self.typed.emit, row.copy.number))
            self._rows.append(row)
            self._papers.addWidget(row)
        may_record = self._may_record = Act.RECORD_PAPER in view.acts
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(view.papers))
            if is_other_case:
                row.end()
            if place < len(view.papers):
                row.show_copy(view.papers[place], view.application.values.get("applicant", ""), may_record)
                kept = view.drafts.get(DraftBoxes.COPY.of(view.papers[place].number))
                if is_other_case and may_record and kept is not None:
                    row.take_up(kept.text)
        self.papers.set_right(papers_line(view.papers, view.pack.limits.copies_required))


class AttachmentRow(QWidget):
    """One kept file: name, what for, who and when; a copy can be saved, a scan looked at, taken away, brought back."""

    copy_wanted = Signal(str, str)
    scan_wanted = Signal(str)
    scan_away = Signal(str)
    scan_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: tuple[str, str] = ("", "")
        self.name = Words("", wrap=True, selectable=True)
        self.about = Words("", TextRole.NOTE, wrap=True)
        self.save = Button("另存副本", ButtonKind.LINK)
        self.save.clicked.connect(partial(self._want))
        self.look = Button("看扫描件", ButtonKind.LINK)
        self.look.clicked.connect(lambda _checked=False: self.scan_wanted.emit(self._file[0]))
        self.away = Button("归错了…", ButtonKind.LINK)
        self.away.setToolTip("移出本案，可同时归入正确的案件")
        self.away.clicked.connect(lambda _checked=False: self.scan_away.emit(self._file[0]))
        self.back = Button("放回", ButtonKind.LINK)
        self.back.clicked.connect(lambda _checked=False: self.scan_back.emit(self._file[0]))
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(self.name)
        text.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.addLayout(text, 1)
        for button in (self.look, self.away, self.back, self.save):
            row.addWidget(button)

    def show_file(self, file: Attachment, purpose: str, away: Attachment | None = None, may_move: bool = False) -> None:
        """Shows a file; `away` is the line that says that it was taken away."""
        self._file = (file.sha256, file.name)
        self.name.setText(file.name)
        about = (purpose, size_text(file.size), f"{file.added_by} {file.added_at:%Y-%m-%d %H:%M}")
        gone = ""
        if away is not None:
            gone = sentence("scans.away", {"by": away.added_by, "at": f"{away.added_at:%m-%d %H:%M}"})
        self.about.setText("\n".join(filter(None, (" · ".join(part for part in about if part), gone))))
        self.about.set_tone(Tone.WARN if gone else None)
        is_own = file.purpose == SCAN and away is None
        self.look.setVisible(is_own)
        self.away.setVisible(is_own and may_move)
        self.back.setVisible(away is not None and may_move)
        self.away.setAccessibleName(f"归错了：{file.name}")
        self.back.setAccessibleName(f"放回：{file.name}")
        self.look.setAccessibleName(f"看扫描件：{file.name}")
        self.save.setAccessibleName(f"另存副本：{file.name}")

    def _want(self, _is_checked: bool = False) -> None:
        self.copy_wanted.emit(*self._file)


def purpose_of(view: CaseView, file: Attachment) -> str:
    """Which point a file is evidence of, or which points a look-up with it serves."""
    if file.purpose == LOOK_UP_FILE:
        served = {rule_id for one in view.look_ups if one.sha256 == file.sha256 for rule_id in one.found.rule_ids}
        return "查询：" + "、".join(f"{rule.clause}{rule.title}" for rule in view.pack.rules if rule.id in served)
    if file.purpose == SCAN:
        return "扫描件"
    if file.purpose == SEALED_SCAN:
        return "已盖章扫描件"
    rules = {evidence_purpose(rule.id): f"{rule.clause}{rule.title}" for rule in view.pack.rules}
    return rules.get(file.purpose, "")


def papers_line(papers: tuple[PaperCopy, ...], required: int) -> str:
    """How many of the copies asked for are here."""
    return f"收到 {sum(copy.is_received for copy in papers)} / {required} 份"


def size_text(size: int) -> str:
    """A file's size as people say it."""
    if size < _KILO:
        return f"{size} 字节"
    return f"{size / _KILO:.0f} KB" if size < _KILO * _KILO else f"{size / _KILO / _KILO:.1f} MB"
