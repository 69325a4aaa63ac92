"""A few chips of which one is chosen: the outcomes, the classes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_ui.widgets import Chip

Choice = TypeVar("Choice", Outcome, ProjectClass)


class _Told(QObject):
    """Carries the signal, for a generic class cannot be a QObject."""

    chosen = Signal(object)


class ChoiceRow(Generic[Choice]):
    """One row of chips; `told.chosen` carries what the officer chose, not what was shown."""

    def __init__(self, name: str, choices: Sequence[Choice], parent: QObject) -> None:
        self.told = _Told(parent)
        self.row: QHBoxLayout = QHBoxLayout()
        self.row.setSpacing(8)
        self.chips: dict[Choice, Chip] = {}
        self._group: QButtonGroup = QButtonGroup(parent)
        for choice in choices:
            chip = Chip(choice.label)
            chip.setAccessibleName(f"{name}：{choice.label}")
            chip.clicked.connect(partial(self._tell, choice))
            self.chips[choice] = chip
            self._group.addButton(chip)
            self.row.addWidget(chip)

    def _tell(self, choice: Choice, _is_checked: bool = True) -> None:
        self.told.chosen.emit(choice)

    @property
    def chosen(self) -> Choice | None:
        """What is chosen now."""
        return next((choice for choice, chip in self.chips.items() if chip.isChecked()), None)

    def show_choice(self, chosen: Choice | None) -> None:
        """Shows a choice, or none."""
        # An exclusive group cannot be emptied by unchecking.
        self._group.setExclusive(False)
        for choice, chip in self.chips.items():
            chip.setChecked(choice is chosen)
        self._group.setExclusive(True)
