"""The picture of one value as it stands on its scan, beside what was read of it: looked at without leaving the page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reviewer_app.domain.evidence.scans import Reading, standing_scans
from reviewer_app.services.cases.reading import read_attachment
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.reading import PagePicture
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

#: A picture is made smaller to fit, never larger.
_WIDEST, _HIGHEST = 640, 260


class PieceDialog(Dialog):
    """One value's picture; the scan itself is a button away."""

    def __init__(
        self, context: Context, view: CaseView, reading: Reading, picture: PagePicture, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        field = view.pack.field(reading.field_id)
        name = next((one.name for one in view.attachments if one.sha256 == reading.sha256), "")
        page = reading.place.page if reading.place is not None else 1
        self.setWindowTitle("机读的原处")
        self.setAccessibleName("机读的原处")
        self.title = Words(sentence("scans.piece_of", {"label": field.label, "file": name, "page": page}), wrap=True)
        self.picture = QLabel()
        self.picture.setAccessibleName(f"{field.label}的图片")
        said = sentence("scans.piece_read", {"value": reading.value, "stand": reading.stand.label})
        self.said = Words(said, TextRole.LABEL, wrap=True, selectable=True)
        self.none = Words(sentence("scans.no_piece"), TextRole.NOTE, wrap=True)
        self.look = Button("看扫描件", ButtonKind.LINK)
        self.leave = Button("关闭")
        drawn = _pixmap(picture)
        self.picture.setPixmap(drawn)
        self.picture.setVisible(not drawn.isNull())
        self.none.setVisible(drawn.isNull())
        self.look.setVisible(any(one.sha256 == reading.sha256 for one in standing_scans(view.attachments)))
        self._lay_out()
        self.leave.clicked.connect(self.accept)
        self.look.clicked.connect(lambda _checked=False: self._show_scan(context, view.application.id, reading))
        self.leave.setFocus()

    def _show_scan(self, context: Context, case_id: int, reading: Reading) -> None:
        from reviewer_ui.scans.viewer import show_scan

        parent = self.parentWidget() or self
        self.accept()
        show_scan(context, case_id, reading.sha256, parent)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for part in (self.title, self.picture, self.none, self.said):
            column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.addWidget(self.look)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        column.addLayout(buttons)


def _pixmap(picture: PagePicture) -> QPixmap:
    if not picture.dots:
        return QPixmap()
    image = QImage(picture.dots, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
    drawn = QPixmap.fromImage(image.copy())
    if drawn.width() <= _WIDEST and drawn.height() <= _HIGHEST:
        return drawn
    mode = Qt.AspectRatioMode.KeepAspectRatio
    return drawn.scaled(_WIDEST, _HIGHEST, mode, Qt.TransformationMode.SmoothTransformation)


def show_piece(context: Context, view: CaseView, reading: Reading, parent: QWidget) -> None:
    """Draws the place of a value in a child process and shows it."""
    name = next((one.name for one in view.attachments if one.sha256 == reading.sha256), "")
    place = reading.place

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> PagePicture:
        if place is None:
            return PagePicture(0, 0, 0.0, b"", 0)
        return context.parts.forms.piece(name, lambda: library.read(read_attachment, reading.sha256), place)

    def show(picture: PagePicture) -> None:
        dialog = PieceDialog(context, view, reading, picture, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    context.background.run_long(work, then=show)
