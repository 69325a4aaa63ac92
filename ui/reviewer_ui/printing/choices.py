"""What can be chosen for some documents besides their contents: the contact, the sheet of labels."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSpinBox, QWidget

from reviewer_app.services.papers.parcels import contacts_of, label_grids
from reviewer_ui.context import Context
from reviewer_ui.printing.making import Wanted
from reviewer_ui.printing.view_bar import name_control
from reviewer_ui.widgets import TextRole, Words

_EVERYBODY = "全部联系人"
_MOST_LABELS = 23


class Choices(QWidget):
    """A line of choices above the pages; `chosen` carries what the preview is to show now."""

    chosen = Signal(object)  # Wanted

    def __init__(self, wanted: Wanted, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    def add(self, label: str, widget: QWidget) -> None:
        """Adds a control behind its label."""
        words = Words(label, TextRole.LABEL)
        words.setBuddy(widget)
        name_control(widget, label)
        self.row.addWidget(words)
        self.row.addWidget(widget)

    def ask(self, wanted: Wanted) -> None:
        """Asks for the document with other choices, if they are others."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.chosen.emit(wanted)


class ContactChoices(Choices):
    """Whose envelope, or whose part of the parcel."""

    def __init__(self, context: Context, wanted: Wanted, parent: QWidget | None = None) -> None:
        super().__init__(wanted, parent)
        self.contact = QComboBox()
        self.contact.addItem(_EVERYBODY)
        self.add("联系人", self.contact)
        self.row.addStretch(1)
        self.contact.currentTextChanged.connect(self._choose)
        job = context.background.run_read(contacts_of, wanted.order.batch_id, then=self._show)
        self.destroyed.connect(job.forget)

    def _show(self, names: tuple[str, ...]) -> None:
        self.contact.addItems(list(names))

    def _choose(self, name: str) -> None:
        contact = "" if name == _EVERYBODY else name
        self.ask(replace(self._wanted, order=replace(self._wanted.order, contact=contact)))


class LabelChoices(Choices):
    """Which sheet of labels, how many of it are used up, and whether the lines are printed on plain paper."""

    def __init__(self, wanted: Wanted, parent: QWidget | None = None) -> None:
        super().__init__(wanted, parent)
        self.grid = QComboBox()
        for name in label_grids():
            self.grid.addItem(f"{name.replace('x', ' 列 × ')} 行", name)
        self.skip = QSpinBox()
        self.skip.setRange(0, _MOST_LABELS)
        self.frames = QCheckBox("印出格线（白纸试印）")
        self.add("标签纸", self.grid)
        self.add("已用去", self.skip)
        self.row.addWidget(Words("格", TextRole.LABEL))
        self.row.addWidget(self.frames)
        self.row.addStretch(1)
        self.grid.currentIndexChanged.connect(lambda _place: self._choose())
        self.skip.valueChanged.connect(lambda _count: self._choose())
        self.frames.toggled.connect(lambda _on: self._choose())

    def _choose(self) -> None:
        extra = (
            ("grid", str(self.grid.currentData())),
            ("skip", str(self.skip.value()) if self.skip.value() else ""),
            ("frames", "是" if self.frames.isChecked() else ""),
        )
        self.ask(replace(self._wanted, order=replace(self._wanted.order, extra=extra)))
