"""信任的签发者: whose certificates vouch for signatures, shown before they are written, taken off again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.record import EventAct
from reviewer_app.services.office.trust import (
    TrustProposal,
    grouped,
    propose_trust,
    stop_trusting,
    trust_certificates,
    trusted_certificates,
)
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.trust import TrustedCertificate
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.settings.card import SettingsCard, fit_rows
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote
from reviewer_ui.widgets.decision import DecisionDialog, Question
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

TRUSTED: tuple[Column[TrustedCertificate], ...] = (
    Column("持有者", lambda one: one.holder, 210),
    Column("签发者", lambda one: one.issuer, 190),
    Column("有效期至", lambda one: _day(one), 110),
    Column("认可范围", lambda one: _scope(one), 130),
    Column("指纹（SHA-256）", lambda one: grouped(one.fingerprint)),
)
_HINT = "检验签名时，名单上的签发者所签发的证书视为可信。写入前请向签发单位核对指纹。"
_EMPTY = "名单上还没有证书：检验签名时，签名人的身份一律提示“注意”。"
_FILES = "证书文件 (*.cer *.crt *.pem *.p7b)"


class TrustCard(SettingsCard):
    """The office's list; an admin adds from a file and takes off, everybody reads it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("信任的签发者", parent)
        self._background = context.background
        self._workshop = context.workshop
        self.model: RowsModel[TrustedCertificate] = RowsModel(TRUSTED, self)
        self.table = PlainTable("信任的签发者")
        self.table.show_model(self.model)
        self.note = FieldNote(_HINT)
        self.add_file = Button("添加证书…", ButtonKind.PLAIN, "plus")
        self.remove = Button("移出名单", ButtonKind.DANGER)
        self.add_wide(self.table)
        self.add_buttons(self.add_file, self.remove, self.note)
        self._is_admin = may_do(context.background.library.user, EventAct.CERTIFICATE_TRUSTED)
        self.add_file.setVisible(self._is_admin)
        self.remove.setVisible(False)
        if context.workshop is None:
            self.hide()
        self.add_file.clicked.connect(self._ask_file)
        self.remove.clicked.connect(self._ask_removal)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._show_choice())
        self.refresh()

    def refresh(self) -> None:
        """Reads the list again."""
        self._background.run_read(trusted_certificates, then=self._show)

    def take_file(self, path: Path) -> None:
        """Reads a certificate file beside the window and asks before anything is written."""
        workshop = self._workshop
        if workshop is None:
            return

        def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> tuple[TrustProposal, ...]:
            return library.read(propose_trust, workshop.signer.certificates_in(path))

        job = self._background.run_long(work, then=lambda found: self._ask_adding(path, found), failed=self._refuse)
        self.destroyed.connect(job.forget)

    def _show(self, certificates: Sequence[TrustedCertificate]) -> None:
        self.model.show_rows(certificates)
        fit_rows(self.table, len(certificates), ROW_HEIGHT)
        self.head.set_right(f"{len(certificates)} 张证书" if certificates else "")
        self.note.say(_HINT if certificates else _EMPTY)
        self.remove.setVisible(self._is_admin and bool(certificates))
        self._show_choice()

    def _show_choice(self) -> None:
        self.remove.setEnabled(self.table.selectionModel().hasSelection())

    def _ask_adding(self, path: Path, proposals: Sequence[TrustProposal]) -> None:
        """Says what will be written, the fingerprints whole, and what of the file will not."""
        self.note.say(_HINT)
        wanted = [one.certificate for one in proposals if not one.reason]
        question = Question(
            title="添加信任的签发者",
            says=f"“{path.name}”中的 {len(wanted)} 张证书将写入信任名单，并记入办理记录：",
            lines=tuple(one.reason or _described(one.certificate) for one in proposals),
            confirm="写入信任名单",
        )
        dialog = DecisionDialog(question, self)
        dialog.confirmed.connect(lambda _reason, _choice: self._write(dialog, wanted))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write(self, dialog: DecisionDialog, wanted: Sequence[TrustedCertificate]) -> None:
        self._background.run_change(
            trust_certificates, wanted, then=lambda _done: self._done(dialog, "已写入信任名单。"), failed=dialog.refuse
        )

    def _ask_removal(self) -> None:
        row = self.table.current_row()
        if row < 0:
            return
        certificate = self.model.row_at(row)
        question = Question(
            title="移出信任名单",
            says="移出后，检验签名时不再认可这张证书，已出具的文件不受影响：",
            lines=(_described(certificate),),
            confirm="移出名单",
            is_destructive=True,
        )
        dialog = DecisionDialog(question, self)
        dialog.confirmed.connect(lambda _reason, _choice: self._take_off(dialog, certificate))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_off(self, dialog: DecisionDialog, certificate: TrustedCertificate) -> None:
        self._background.run_change(
            stop_trusting,
            certificate.fingerprint,
            then=lambda _done: self._done(dialog, "已移出信任名单。"),
            failed=dialog.refuse,
        )

    def _done(self, dialog: DecisionDialog, said: str) -> None:
        dialog.accept()
        self._background.run_read(trusted_certificates, then=lambda found: self._show_after(found, said))

    def _show_after(self, certificates: Sequence[TrustedCertificate], said: str) -> None:
        self._show(certificates)
        self.note.say(said, Tone.OK)

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "选择证书文件")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_FILES)
        dialog.fileSelected.connect(lambda chosen: self.take_file(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _described(certificate: TrustedCertificate) -> str:
    who = f"{certificate.holder}，由 {certificate.issuer} 签发，有效期至 {_day(certificate)}"
    return f"{who}，认可范围：{_scope(certificate)}。指纹 {grouped(certificate.fingerprint)}"


def _day(certificate: TrustedCertificate) -> str:
    return certificate.valid_to.astimezone().date().isoformat()


def _scope(certificate: TrustedCertificate) -> str:
    return "其签发的证书" if certificate.may_issue else "仅此证书的签名"
