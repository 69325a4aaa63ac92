"""The settings' card 印章与证书: the office's image, what signs, the time-stamp address, and a full trial of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.dispatch.seals import SealSetup
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.papers import AfterSigning
from reviewer_app.services.sealing.file_sealing import Trial, try_setup
from reviewer_app.services.sealing.setup import ImageFile, read_setup, write_setup
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of, why_closed
from reviewer_ui.printing.page_view import PageView
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.sealing.file_job import pin_form
from reviewer_ui.settings.card import SettingsCard
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, Words
from reviewer_ui.widgets.dialog import Dialog

_AFTER = {AfterSigning.CLOSED: "此后不得再改动", AfterSigning.OPEN: "此后还可以再签"}
_TRIAL_SIZE = (760, 700)


class SealSetupCard(SettingsCard):
    """What is set up for the seal; an admin writes it, everybody reads it. Nothing is kept before 保存."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("印章与证书", parent)
        self._context, self._background = context, context.background
        self._setup = SealSetup()
        self._image: Path | None = None
        self.image, self.diameter = QLineEdit(), QLineEdit()
        self.key_file, self.module = QLineEdit(), QLineEdit()
        self.token, self.label, self.authority = QLineEdit(), QLineEdit(), QLineEdit()
        self.after = QComboBox()
        for choice, word in _AFTER.items():
            self.after.addItem(word, choice.value)
        self.choose_image, self.choose_key = Button("选择图片…"), Button("选择证书…")
        self.drop_image = Button("移去")
        self.save, self.attempt = Button("保存", ButtonKind.PRIMARY), Button("试一次…")
        self.note = FieldNote()
        self._lay_out()
        closed = why_closed(context.background.library, EventAct.SEAL_SET_UP)
        for control in (*self._editors().values(), self.after, *self._buttons()):
            control.setEnabled(not closed)
            control.setToolTip(closed)
        self.choose_image.clicked.connect(lambda: self._choose("印模图片 (*.png *.jpg *.svg *.pdf)", self.take_image))
        self.choose_key.clicked.connect(lambda: self._choose("证书文件 (*.p12 *.pfx)", self.take_key))
        self.drop_image.clicked.connect(self.remove_image)
        self.save.clicked.connect(self.write)
        self.attempt.clicked.connect(self.ask_trial)
        self.refresh()

    def refresh(self) -> None:
        """Reads what is set up; what was typed and not saved gives way to it."""
        self._background.run_read(read_setup, then=self._show)

    def take_image(self, path: Path) -> None:
        """Takes a file as the image; it goes into the library when it is saved."""
        self._image = path
        self.image.setText(path.name)

    def take_key(self, path: Path) -> None:
        """Takes a file as the certificate; a token gives way to it."""
        self.key_file.setText(str(path))
        for editor in (self.module, self.token, self.label):
            editor.clear()

    def remove_image(self) -> None:
        """Takes the image out of what is set up; the library keeps the former one with its line."""
        self._image = None
        self._setup = replace(self._setup, image_sha256="", image_name="")
        self.image.clear()

    def write(self) -> None:
        """Tries the image and keeps what is typed."""
        try:
            setup, image = self._typed(), self._read_image()
        except (RefusalError, TroubleError) as problem:
            self._refuse(problem)
            return
        parts, path = self._context.parts, self._image

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Changes:
            if path is not None:
                from reviewer_app.services.ports.papers import SealImage

                parts.stamper.try_seal(SealImage(path, setup.diameter))
            return library.change(write_setup, setup, image)

        self._background.run_long(work, then=self._saved, failed=self._refuse)

    def ask_trial(self) -> None:
        """Asks for the PIN where something signs, and makes the trial paper of what is typed now."""
        try:
            setup = self._typed()
        except RefusalError as refusal:
            self._refuse(refusal)
            return
        if not setup.has_certificate:
            self.run_trial(setup, "")
            return
        form = pin_form(sentence("sealing.trial_pin", {"what": setup.token or Path(setup.key_file).name}), self)

        def take(texts: dict[str, str]) -> None:
            form.fill("pin", "")
            form.accept()
            self.run_trial(setup, texts["pin"])

        form.confirmed.connect(take)
        form.finished.connect(form.deleteLater)
        form.open()

    def run_trial(self, setup: SealSetup, pin: str) -> None:
        """Makes, seals and signs the trial paper beside the window, and shows it; the key is let go at once."""
        parts = self._context.parts
        try:
            image = self._read_image()
        except (RefusalError, TroubleError) as problem:
            self._refuse(problem)
            return
        tried = replace(setup, image_name=image.name) if image is not None else setup

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Trial:
            try:
                return try_setup(library, parts, tried, image.content if image is not None else b"", pin)
            finally:
                parts.signer.forget()

        self.note.say(sentence("sealing.trying"))
        self._background.run_long(work, then=self._show_trial, failed=self._refuse)

    def _show_trial(self, trial: Trial) -> None:
        ways = "、".join(way.label for way in trial.done)
        worth = f" {trial.note.sentence}" if trial.note is not None else ""
        self.note.say(sentence("sealing.tried", {"ways": ways}) + worth, Tone.OK)
        dialog = TrialDialog(trial, self._context.parts.shown(trial.pdf), self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _saved(self, _changes: Changes) -> None:
        self._image = None
        self.note.say(sentence("sealing.saved"), Tone.OK)
        self.refresh()

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)
        field = getattr(error, "values", {}).get("field", "")
        if field in self._editors():
            self._editors()[field].setFocus()

    def _typed(self) -> SealSetup:
        text = self.diameter.text().strip().replace("毫米", "").strip()
        try:
            diameter = float(text)
        except ValueError:
            raise RefusalError("seal.diameter_unreadable", text=text, field="diameter") from None
        return SealSetup(
            self._setup.image_sha256,
            self._setup.image_name,
            diameter,
            self.key_file.text().strip(),
            self.module.text().strip(),
            self.token.text().strip(),
            self.label.text().strip(),
            self.authority.text().strip(),
            str(self.after.currentData()),
        )

    def _read_image(self) -> ImageFile | None:
        if self._image is None:
            return None
        try:
            return ImageFile(self._image.name, self._image.read_bytes())
        except OSError as problem:
            raise TroubleError("seal.image_unreadable", name=self._image.name) from problem

    def _show(self, setup: SealSetup) -> None:
        if self._image is not None:
            return
        self._setup = setup
        self.image.setText(setup.image_name)
        self.diameter.setText(f"{setup.diameter:g}")
        for editor, text in (
            (self.key_file, setup.key_file),
            (self.module, setup.module),
            (self.token, setup.token),
            (self.label, setup.label),
            (self.authority, setup.authority),
        ):
            editor.setText(text)
        self.after.setCurrentIndex(max(self.after.findData(setup.after_signing), 0))
        self.head.set_right(f"{setup.set_by} {setup.set_at:%Y-%m-%d} 设置" if setup.set_at else "没有设置")

    def _choose(self, kinds: str, take: object) -> None:
        dialog = QFileDialog(self, "选择文件")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(kinds)
        if callable(take):
            dialog.fileSelected.connect(lambda chosen: take(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _editors(self) -> dict[str, QLineEdit]:
        return {
            "image": self.image,
            "diameter": self.diameter,
            "key_file": self.key_file,
            "module": self.module,
            "token": self.token,
            "label": self.label,
            "authority": self.authority,
        }

    def _buttons(self) -> tuple[Button, ...]:
        return (self.choose_image, self.drop_image, self.choose_key, self.save, self.attempt)

    def _lay_out(self) -> None:
        self.image.setReadOnly(True)
        self.key_file.setPlaceholderText("证书文件（.p12、.pfx），与密码钥匙二选一")
        self.module.setPlaceholderText("密码钥匙的驱动文件（.so、.dll）")
        self.token.setPlaceholderText("钥匙名称")
        self.label.setPlaceholderText("密钥标签")
        self.authority.setPlaceholderText("单位内网的时间戳服务地址，没有可不填")
        self.add_wide(_padded(Words(sentence("seal_way.note"), wrap=True)))
        self.add(self.image, "印模图片")
        self.add(self.diameter, "直径（毫米）")
        self.add_buttons(self.choose_image, self.drop_image)
        self.add(self.key_file, "证书文件")
        self.add_buttons(self.choose_key)
        self.add(self.module, "密码钥匙")
        self.add(self.token, "钥匙名称")
        self.add(self.label, "密钥标签")
        self.add(self.after, "签名之后")
        self.add(self.authority, "时间戳地址")
        self.add_buttons(self.save, self.attempt)
        self.add_wide(_padded(self.note))


class TrialDialog(Dialog):
    """The trial paper as it was made; it is nobody's paper and is not kept."""

    def __init__(self, trial: Trial, shown: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("印章与证书试样")
        self.setAccessibleName("印章与证书试样")
        self.resize(*_TRIAL_SIZE)
        self.trial = trial
        self.view = PageView(self)
        self.view.show_pages(PdfPages(shown, self))
        self.shut = Button("关闭")
        said = Words(sentence("sealing.trial_look"), wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(said)
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.shut)
        column.addLayout(row)
        self.shut.clicked.connect(self.reject)


def _padded(words: Words) -> Words:
    words.setContentsMargins(16, 4, 16, 4)
    return words
