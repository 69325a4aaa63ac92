"""What an opinion is laid upon: the applicant's printed form, or its PDF; and the box it has to fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDoubleSpinBox, QFileDialog, QSpinBox, QWidget

from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.papers.making import USUAL_BOX, OverlayBase
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.papers import PlacedBox
from reviewer_app.small_files import whole_file
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.preferences import Preferences
from reviewer_ui.printing.choices import Choices
from reviewer_ui.printing.making import Wanted
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, FieldNote, TextRole, Words

_BOX_KEY = "printing/opinion-box"
_SIDES = (("x", "距左", 400.0), ("y", "距上", 600.0), ("width", "宽", 400.0), ("height", "高", 600.0))
#: A form larger than this is no form.
_LARGEST = 50 * 1024 * 1024


def kept_box(preferences: Preferences) -> PlacedBox:
    """The box as it was last set on this machine; forms keep their shape for a season."""
    kept = preferences.text(_BOX_KEY).split()
    try:
        page, sides = int(kept[0]), [float(text) for text in kept[1:5]]
        return PlacedBox(page, *sides)
    except (IndexError, ValueError, TypeError):
        return USUAL_BOX


class OverlayBaseChoices(Choices):
    """A PDF to lay the opinion on, or none; the page and the box in millimetres."""

    def __init__(self, context: Context, wanted: Wanted, parent: QWidget | None = None) -> None:
        super().__init__(wanted, parent)
        self._context = context
        self.base = Button("底稿 PDF…")
        self.base.setAccessibleName("选择底稿 PDF")
        self.plain = Button("用已印好的表")
        self.plain.hide()
        self.row.addWidget(self.base)
        self.row.addWidget(self.plain)
        self.page = QSpinBox()
        self.page.setRange(0, 999)
        self.page.setSpecialValueText("末页")
        self.add("页", self.page)
        self.sides = {name: self._side(label, most) for name, label, most in _SIDES}
        self.row.addWidget(Words("毫米", TextRole.LABEL))
        self.note = FieldNote()
        self.row.addWidget(self.note, 20)
        # The note is away while it says nothing.
        self.row.addStretch(1)
        self._show(kept_box(context.preferences))
        self.page.valueChanged.connect(lambda _page: self._choose())
        for side in self.sides.values():
            side.valueChanged.connect(lambda _value: self._choose())
        self.base.clicked.connect(self._ask_file)
        self.plain.clicked.connect(self._drop_base)
        if self._box() != wanted.overlay_base.box:
            self._choose()

    def take_base(self, path: Path) -> None:
        """Lays the opinion on a PDF."""
        then = partial(self._take, path.name)
        job = self._context.background.run_long(_reading(path), then=then, failed=self._refuse)
        self.destroyed.connect(job.forget)

    def _take(self, name: str, content: bytes) -> None:
        self.note.say(f"底稿：{name}")
        self.plain.show()
        self.ask(replace(self._wanted, overlay_base=OverlayBase(content, self._box())))

    def _drop_base(self) -> None:
        self.note.clear()
        self.plain.hide()
        self.ask(replace(self._wanted, overlay_base=OverlayBase(None, self._box())))

    def _choose(self) -> None:
        box = self._box()
        kept = " ".join(str(part) for part in (box.page, box.x, box.y, box.width, box.height))
        self._context.preferences.put(_BOX_KEY, kept)
        self.ask(replace(self._wanted, overlay_base=OverlayBase(self._wanted.overlay_base.base, box)))

    def _box(self) -> PlacedBox:
        # Nought shows as 末页 and is counted from the end.
        page = self.page.value() or -1
        return PlacedBox(page, *(self.sides[name].value() for name, _, _ in _SIDES))

    def _show(self, box: PlacedBox) -> None:
        self.page.setValue(max(box.page, 0))
        for name, side in self.sides.items():
            side.setValue(getattr(box, name))

    def _side(self, label: str, most: float) -> QDoubleSpinBox:
        side = QDoubleSpinBox()
        side.setRange(0.0, most)
        side.setDecimals(1)
        side.setSingleStep(0.5)
        side.setKeyboardTracking(False)
        self.add(label, side)
        return side

    def _refuse(self, error: Exception) -> None:
        self.note.say(sentence_of(error), Tone.BAD)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "选择底稿")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("PDF 文件 (*.pdf)")
        dialog.fileSelected.connect(lambda chosen: self.take_base(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _reading(path: Path) -> Callable[[Library, Progress, Cancelled], bytes]:
    def work(_desk: Library, _progress: Progress, _cancelled: Cancelled) -> bytes:
        try:
            if path.stat().st_size > _LARGEST:
                raise TroubleError("printing.too_large", name=path.name, limit=_LARGEST // 1024 // 1024)
            return whole_file(path)
        except OSError as problem:
            raise TroubleError("panes.file_unreadable", name=path.name) from problem

    return work
