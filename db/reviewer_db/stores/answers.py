"""The checklist answers of the cases, each with its evidence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from reviewer_app.domain.checklist import Answer, Evidence, Verdict
from reviewer_db.stores.session import IN_LIST, Session, as_list

_READ = "SELECT application_id, rule_id, verdict, note, evidence, answered_by, answered_at FROM answers"


class Answers:
    """Implements ports.AnswerStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def of(self, application_id: int) -> dict[str, Answer]:
        """The answers by rule id."""
        rows = self._main.execute(f"{_READ} WHERE application_id = ?", (application_id,))
        return {answer.rule_id: answer for _, *columns in rows for answer in [_answer(*columns)]}

    def of_some(self, ids: Sequence[int]) -> dict[int, dict[str, Answer]]:
        """The same of several cases, read at once."""
        found: dict[int, dict[str, Answer]] = {one: {} for one in ids}
        for case_id, *columns in self._main.execute(f"{_READ} WHERE application_id {IN_LIST}", (as_list(ids),)):
            answer = _answer(*columns)
            found[case_id][answer.rule_id] = answer
        return found

    def put(self, application_id: int, answer: Answer) -> None:
        """Writes one answer over the former one."""
        self._main.execute(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                application_id,
                answer.rule_id,
                answer.verdict.value,
                answer.note,
                _kept(answer),
                answer.by,
                answer.at.isoformat() if answer.at else None,
            ),
        )


def _answer(rule_id: str, verdict: str, note: str, evidence: str, by: str, at: str | None) -> Answer:
    kept = json.loads(evidence)
    pieces, lacking = (kept["pieces"], kept["lacking"]) if isinstance(kept, dict) else (kept, ())
    return Answer(rule_id, Verdict(verdict), note, tuple(_piece(*one) for one in pieces), by, _time(at), tuple(lacking))


def _kept(answer: Answer) -> str:
    """The evidence as a list; where sub-points are lacking, both under their names."""
    pieces = [_listed(one) for one in answer.evidence]
    kept = {"pieces": pieces, "lacking": list(answer.lacking)} if answer.lacking else pieces
    return json.dumps(kept, ensure_ascii=False)


def _listed(one: Evidence) -> list[object]:
    """A file as three values; a written view as six; what shows a sub-point says so with a seventh."""
    part = [one.part] if one.part else []
    if not one.view and not part:
        return [one.sha256, one.name, one.page]
    on = one.viewed_on.isoformat() if one.viewed_on else ""
    return [one.sha256, one.name, one.page, one.view_of, on, one.view, *part]


def _piece(
    sha256: str, name: str, page: int, view_of: str = "", viewed_on: str = "", view: str = "", part: str = ""
) -> Evidence:
    return Evidence(sha256, name, page, view_of, date.fromisoformat(viewed_on) if viewed_on else None, view, part)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
