"""A few chips of which one is chosen: the outcomes, the classes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

from reviewer_app.domain.checklist import Verdict, verdict_of
from reviewer_app.domain.notice import GroupKind
from reviewer_app.domain.opinion import Outcome, ProjectClass, proposed_class
from reviewer_app.services.ports.rows import CaseView
from reviewer_ui.widgets import Chip


def proposed(view: CaseView) -> ProjectClass:
    """The class the answers point to (三)."""
    return proposed_class(view.pack, view.application.values, view.answers)


def class_reason(view: CaseView) -> str:
    """Why this class is proposed: what was asked for, and which of the four key points are not there."""
    values = view.application.values
    asked = values.get("project_class", "")
    if asked != ProjectClass.KEY:
        return f"建议一般项目：申报为{asked or '未填'}"
    rules = view.pack.rules_of(GroupKind.KEY)
    verdicts = {rule.title: verdict_of(rule, values, view.answers) for rule in rules}
    lacking = [title for title, verdict in verdicts.items() if verdict not in (Verdict.MET, Verdict.UNDECIDED)]
    if lacking:
        return f"建议一般项目：{'、'.join(lacking)}未具备"
    undecided = sum(verdict is Verdict.UNDECIDED for verdict in verdicts.values())
    if undecided:
        return f"申报为重点，{len(rules)}项中还有{undecided}项未作答"
    return f"建议重点项目：{len(rules)}项同时具备"


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
