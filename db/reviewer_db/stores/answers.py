"""The checklist answers of the cases, each with its evidence."""

from __future__ import annotations

import json
from datetime import date, datetime

from reviewer_app.domain.checklist import Answer, Evidence, Verdict
from reviewer_db.stores.session import Session


class Answers:
    """Implements ports.AnswerStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def of(self, application_id: int) -> dict[str, Answer]:
        """The answers by rule id."""
        rows = self._main.execute(
            "SELECT rule_id, verdict, note, evidence, answered_by, answered_at FROM answers WHERE application_id = ?",
            (application_id,),
        )
        return {
            rule_id: Answer(rule_id, Verdict(verdict), note, _evidence(evidence), by, _time(at))
            for rule_id, verdict, note, evidence, by, at in rows
        }

    def put(self, application_id: int, answer: Answer) -> None:
        """Writes one answer over the former one."""
        self._main.execute(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                application_id,
                answer.rule_id,
                answer.verdict.value,
                answer.note,
                json.dumps([_listed(one) for one in answer.evidence], ensure_ascii=False),
                answer.by,
                answer.at.isoformat() if answer.at else None,
            ),
        )


def _listed(one: Evidence) -> list[object]:
    day = one.lookup_on.isoformat() if one.lookup_on else ""
    return [one.sha256, one.name, one.page, one.lookup_site, day, one.lookup_result]


def _evidence(text: str) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(sha256, name, page, site, date.fromisoformat(day) if day else None, result)
        for sha256, name, page, site, day, result in json.loads(text)
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
