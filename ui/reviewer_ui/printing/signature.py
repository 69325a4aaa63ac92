"""检验签名: what a PDF's signatures say, in sentences, and what the certificate that signs here is worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.services.office.trust import trusted_contents
from reviewer_app.services.ports.library import Cancelled, CheckLine, Library, Progress
from reviewer_app.services.ports.papers import CertificateNote, Credential
from reviewer_app.services.ports.records import counted
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.check_lines import CheckLines, lay_out_check, result_card
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, Card, EmptyState, FieldNote, SectionHead, Words
from reviewer_ui.widgets.dialog import Dialog

_SIZE = (720, 560)
_PDF = (".pdf",)


class SignatureDialog(Dialog):
    """Looks at one PDF after the other; nothing is changed and nothing is kept, the password least of all."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self.setWindowTitle("检验签名")
        self.setAccessibleName("检验签名")
        self.resize(*_SIZE)
        self.empty = EmptyState(
            "seal", "选择一份 PDF", "看由谁签名、签后有无改动、证书是否可信；可把文件拖到这里", "选择 PDF…", _PDF
        )
        self.head = SectionHead("")
        self.lines = CheckLines()
        self.note = FieldNote()
        self.other = Button("选择别的 PDF…")
        self.other.hide()
        self.leave = Button("关闭")
        self.certificate = CertificateCard(context)
        self._lay_out()
        self.empty.button_pressed.connect(self._ask_file)
        self.empty.file_dropped.connect(self.check)
        self.other.clicked.connect(self._ask_file)
        self.leave.clicked.connect(self.reject)

    def check(self, path: Path) -> None:
        """Looks at a PDF, beside the window; of one still being looked at nothing is said any more."""
        parts = self._context.parts

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> list[CheckLine]:
            return parts.verifier.verify_pdf(path, library.read(trusted_contents))

        if self._job is not None:
            self._job.forget()
        self.note.clear()
        background = self._context.background
        self._job = background.run_long(work, then=lambda found: self._show(path, found), failed=self._refuse)
        self.destroyed.connect(self._job.forget)

    def sentences(self) -> list[str]:
        """What the result says now, line by line."""
        return [words.text() for words in self.lines.findChildren(Words) if words.property("role") == "body"]

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Looks at a dropped PDF."""
        path = next((one for one in paths if one.suffix.lower() == ".pdf"), None)
        if path is not None:
            self.check(path)
        return path is not None

    def _show(self, path: Path, found: list[CheckLine]) -> None:
        self.lines.show_lines(found)
        self.head.set_title(path.name)
        self.head.set_right(counted(found))
        self._pages.setCurrentIndex(1)
        self.other.show()

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _ask_file(self) -> None:
        _ask_for(self, "选择要检验的 PDF", "PDF 文件 (*.pdf)", self.check)

    def _lay_out(self) -> None:
        blank = Card()
        QVBoxLayout(blank).addWidget(self.empty)
        self._pages = QStackedWidget()
        self._pages.addWidget(blank)
        self._pages.addWidget(result_card(self.head, self.lines))
        lay_out_check(self, self._pages, self.certificate, self.note, self.other, self.leave)


class CertificateCard(Card):
    """What a certificate to sign with is worth: whose it is, who issued it, its days, and its legal weight."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._file: Path | None = None
        self.choose = Button("选择证书…")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("证书密码")
        self.password.setPlaceholderText("证书密码")
        self.look = Button("查看")
        self.look.setEnabled(False)
        self.said = FieldNote("证书的密码只用于这一次查看，不保存。")
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.choose)
        row.addWidget(self.password, 1)
        row.addWidget(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 10)
        column.addWidget(SectionHead("本单位的签名证书"))
        column.addLayout(row)
        below = QHBoxLayout()
        below.setContentsMargins(16, 2, 16, 0)
        below.addWidget(self.said)
        column.addLayout(below)
        self.choose.clicked.connect(self._ask_file)
        self.look.clicked.connect(self._look)
        self.password.returnPressed.connect(self._look)

    def take_file(self, path: Path) -> None:
        """The certificate file to be looked at."""
        self._file = path
        self.choose.setText(path.name)
        self.look.setEnabled(True)
        self.password.setFocus()

    def _look(self) -> None:
        if self._file is None:
            return
        credential, password, parts = Credential(file=self._file), self.password.text(), self._context.parts

        def work(_desk: Library, _progress: Progress, _cancelled: Cancelled) -> CertificateNote:
            return parts.signer.look_at(credential, password)

        self.password.clear()
        job = self._context.background.run_long(work, then=self._show, failed=self._refuse)
        self.destroyed.connect(job.forget)

    def _show(self, note: CertificateNote) -> None:
        days = f"{note.valid_from:%Y-%m-%d} 至 {note.valid_to:%Y-%m-%d}"
        self.said.say(f"{note.holder}，由 {note.issuer} 签发，有效期 {days}。{note.sentence}")

    def _refuse(self, error: Exception) -> None:
        self.said.say(sentence_of(error), Tone.BAD)

    def _ask_file(self) -> None:
        _ask_for(self, "选择证书文件", "证书文件 (*.p12 *.pfx)", self.take_file)


def _ask_for(parent: QWidget, title: str, kinds: str, then: Callable[[Path], None]) -> None:
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
