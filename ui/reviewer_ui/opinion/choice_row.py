"""A few chips of which one is chosen: the outcomes, the classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

from reviewer_app.domain.checklist import Verdict, verdict_of
from reviewer_app.domain.notice import GroupKind
from reviewer_app.domain.opinion import Outcome, ProjectClass, is_key, proposed_class
from reviewer_app.services.ports.rows import CaseView
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told
from reviewer_ui.widgets import Chip


def proposed(view: CaseView) -> ProjectClass:
    """The class the answers point to (三)."""
    return proposed_class(view.pack, view.application.values, view.answers)


def class_reason(view: CaseView) -> str:
    """Why this class is proposed: what was asked for, and which of the four key points are not there."""
    values = view.application.values
    asked = values.get("project_class", "")
    points_to = proposed(view).label
    if not is_key(view.pack, asked):
        return f"建议{points_to}：申报为{asked or '未填'}"
    rules = [rule for rule in view.pack.rules_of(GroupKind.KEY) if rule.asked and rule.in_scope(values)]
    if not rules:
        return f"建议{points_to}：申报为{asked}，本年度没有另设条件"
    verdicts = {rule.title: verdict_of(rule, values, view.answers) for rule in rules}
    lacking = [title for title, verdict in verdicts.items() if verdict not in (Verdict.MET, Verdict.UNDECIDED)]
    if lacking:
        return f"建议{points_to}：{'、'.join(lacking)}未具备"
    undecided = sum(verdict is Verdict.UNDECIDED for verdict in verdicts.values())
    if undecided:
        return f"申报为{asked}，{len(rules)}项中还有{undecided}项未作答"
    return f"建议{points_to}：{len(rules)}项同时具备"


def told_class(view: CaseView) -> Told:
    """Why a class is proposed: what was asked for, each key point with its clause and answer, and who decides."""
    values = view.application.values
    said = [sentence("why.class_asked", {"asked": values.get("project_class", "") or "未填"})]
    if is_key(view.pack, values.get("project_class", "")):
        for rule in view.pack.rules_of(GroupKind.KEY):
            if rule.asked and rule.in_scope(values):
                answer = verdict_of(rule, values, view.answers).label
                said.append(sentence("why.class_point", {"clause": rule.clause, "title": rule.title, "answer": answer}))
    said.append(sentence("why.class_source", {"pack": view.pack.called}))
    return Told("项目类别的建议", class_reason(view), said)


def told_opinion_length(view: CaseView, length: int) -> Told:
    """How long the opinion is and may be, and what lays that down."""
    limits = view.pack.limits
    is_open = "opinion_characters" in limits.unsettled
    code = "why.opinion_letters_open" if is_open else "why.opinion_letters"
    said = sentence(code, {"most": limits.opinion_characters, "pack": view.pack.called})
    return Told("意见字数", f"{length} / {limits.opinion_characters} 字", [said, sentence("why.opinion_letters_end")])


Choice = TypeVar("Choice", Outcome, ProjectClass)


class _Told(QObject):
    """Carries the signal, for a generic class cannot be a QObject."""

    chosen = Signal(object)


class ChoiceRow(Generic[Choice]):
    """One row of chips; `told.chosen` carries what the officer chose, not what was shown."""

    def __init__(
        self, name: str, choices: Sequence[Choice], parent: QObject, keys: Mapping[Choice, str] | None = None
    ) -> None:
        self.told = _Told(parent)
        self.row: QHBoxLayout = QHBoxLayout()
        self.row.setSpacing(8)
        self.chips: dict[Choice, Chip] = {}
        self._group: QButtonGroup = QButtonGroup(parent)
        self._name = name
        self._keys: Mapping[Choice, str] = keys or {}
        self.show_choices(choices)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Offers other choices, none of them chosen; the same ones stay as they are."""
        if tuple(choices) == tuple(self.chips):
            return
        for chip in self.chips.values():
            self._group.removeButton(chip)
            self.row.removeWidget(chip)
            chip.deleteLater()
        self.chips.clear()
        for place, choice in enumerate(choices):
            chip = Chip(f"{choice.label}{self._keys.get(choice, '')}")
            chip.setAccessibleName(f"{self._name}：{choice.label}")
            chip.clicked.connect(partial(self._tell, choice))
            self.chips[choice] = chip
            self._group.addButton(chip)
            # What stands behind the choices in the row stays behind them.
            self.row.insertWidget(place, chip)

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
            chip.setChecked(choice == chosen)
        self._group.setExclusive(True)
