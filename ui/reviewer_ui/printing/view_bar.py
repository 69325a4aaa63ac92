"""The bar above the pages: how large, which page, and where a text stands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDialog, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from reviewer_ui.printing.page_view import Hit, PageView
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words

_FIT = (("整页", QPdfView.ZoomMode.FitInView), ("适合宽度", QPdfView.ZoomMode.FitToWidth))
_PERCENTS = (50, 75, 100, 125, 150, 200, 300)
_FINDER_WIDTH = 190
#: The room before a number that is typed, as before any other text (dots).
_INSIDE = 6


class ViewBar(QWidget):
    """Works on one view."""

    def __init__(self, view: PageView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._hits: list[Hit] = []
        self._at = 0
        self._count = 0
        self.zoom = QComboBox()
        turned = partial(Button, kind=ButtonKind.QUIET, is_turned=True)
        self.smaller, self.larger = turned("－"), turned("＋")
        self.page = QSpinBox()
        self.of_pages = Words("", TextRole.LABEL)
        self.finder = QLineEdit()
        self.found = Words("", TextRole.NOTE)
        self.previous, self.next = turned("上一处"), turned("下一处")
        self._name()
        self._lay_out()
        self._connect()
        self._show_zoom()

    def show_count(self, count: int) -> None:
        """A document of so many pages is shown; what was looked for is looked for in it too."""
        self._count = count
        self.page.setRange(1, count)
        self.page.setEnabled(count > 1)
        self.of_pages.setText(f"/ {count} 页")
        self.look_for(self.finder.text())

    def look_for(self, text: str) -> None:
        """Finds a text and shows its first place."""
        self._hits = self._view.places_of(text)
        self._at = 0
        self._show_hit()

    def step(self, by: int) -> None:
        """Goes on to the next place, or back; round at the ends."""
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._show_hit()

    def _show_hit(self) -> None:
        is_asked = bool(self.finder.text().strip())
        for button in (self.previous, self.next):
            button.setEnabled(len(self._hits) > 1)
        if self._hits:
            self._view.show_hit(self._hits[self._at])
            self.found.setText(f"{self._at + 1} / {len(self._hits)}")
            self.found.set_tone(None)
        else:
            self.found.setText("没有找到" if is_asked else "")
            self.found.set_tone(Tone.WARN if is_asked else None)

    def _choose_zoom(self, place: int) -> None:
        mode = self.zoom.itemData(place)
        if isinstance(mode, QPdfView.ZoomMode):
            self._view.setZoomMode(mode)
        elif isinstance(mode, int):
            self._view.set_factor(mode / 100)

    def _show_zoom(self) -> None:
        """The box says what is in force: one of its own lines, or the percentage there is now."""
        mode = self._view.zoomMode()
        wanted: object = mode if mode is not QPdfView.ZoomMode.Custom else round(self._view.zoomFactor() * 100)
        place = next((place for place in range(self._listed) if self.zoom.itemData(place) == wanted), -1)
        self.zoom.blockSignals(True)
        while self.zoom.count() > self._listed:
            self.zoom.removeItem(self._listed)
        if place < 0:
            self.zoom.addItem(f"{wanted} %", wanted)
            place = self._listed
        self.zoom.setCurrentIndex(place)
        self.zoom.blockSignals(False)

    def _show_page(self, page: int) -> None:
        self.page.blockSignals(True)
        self.page.setValue(page)
        self.page.blockSignals(False)

    def _name(self) -> None:
        for label, mode in _FIT:
            self.zoom.addItem(label, mode)
        for percent in _PERCENTS:
            self.zoom.addItem(f"{percent} %", percent)
        self._listed = self.zoom.count()
        self.finder.setPlaceholderText("在文件中查找")
        self.finder.setClearButtonEnabled(True)
        self.finder.setFixedWidth(_FINDER_WIDTH)
        self.found.setMinimumWidth(self.fontMetrics().horizontalAdvance("没有找到") + 4)
        named: dict[QWidget, str] = {
            self.zoom: "显示比例",
            self.smaller: "缩小",
            self.larger: "放大",
            self.page: "页码",
            self.finder: "在文件中查找",
            self.previous: "上一处",
            self.next: "下一处",
        }
        for widget, name in named.items():
            name_control(widget, name)
            widget.setToolTip(name)

    def _connect(self) -> None:
        view = self._view
        self.zoom.activated.connect(self._choose_zoom)
        self.smaller.clicked.connect(view.reduce)
        self.larger.clicked.connect(view.enlarge)
        self.page.valueChanged.connect(view.go_to)
        self.finder.textChanged.connect(self.look_for)
        self.finder.returnPressed.connect(lambda: self.step(1))
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        view.page_shown.connect(self._show_page)
        view.zoomed.connect(self._show_zoom)
        standard = QKeySequence.StandardKey
        self._keys = (
            QShortcut(QKeySequence(standard.ZoomIn), self, view.enlarge),
            QShortcut(QKeySequence("Ctrl+="), self, view.enlarge),
            QShortcut(QKeySequence(standard.ZoomOut), self, view.reduce),
            QShortcut(QKeySequence("Ctrl+0"), self, view.fit_width),
        )
        QShortcut(QKeySequence(standard.Find), self, self.finder.setFocus)

    def showEvent(self, event: QShowEvent) -> None:
        """In the desk's own window these keys are those of its actions, which know where the keyboard is."""
        for key in self._keys:
            key.setEnabled(isinstance(self.window(), QDialog))
        super().showEvent(event)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.zoom)
        row.addWidget(self.smaller)
        row.addWidget(self.larger)
        row.addSpacing(12)
        row.addWidget(Words("第", TextRole.LABEL))
        row.addWidget(self.page)
        row.addWidget(self.of_pages)
        row.addStretch(1)
        for widget in (self.finder, self.found, self.previous, self.next):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)


def name_control(widget: QWidget, name: str) -> None:
    """Names a control for a screen reader, and the line that is typed in inside it."""
    widget.setAccessibleName(name)
    line = widget.lineEdit() if isinstance(widget, QAbstractSpinBox) else None
    if line is not None:
        line.setAccessibleName(name)
        # A style sheet's padding does not reach the line inside.
        line.setTextMargins(_INSIDE, 0, 0, 0)
