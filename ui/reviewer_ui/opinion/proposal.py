"""Which class the answers propose, and why, in one line beside the choice."""

from __future__ import annotations

from reviewer_app.domain.checklist import Verdict, verdict_of
from reviewer_app.domain.notice import GroupKind
from reviewer_app.domain.opinion import ProjectClass, proposed_class
from reviewer_app.services.ports.rows import CaseView


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
