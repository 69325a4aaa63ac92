"""The correction requests of the cases, each with what it asks for."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from reviewer_app.domain.application import Keeping, PaperCopy
from reviewer_app.domain.corrections.changes import Snapshot
from reviewer_app.domain.corrections.request import (
    AskedItem,
    CorrectionRequest,
    ItemVerdict,
    RequestStatus,
    TellingWay,
)
from reviewer_app.domain.errors import RefusalError
from reviewer_db.stores.session import Session

_FIXED = (
    "application_id, number, round_number, cited, unchecked, due_on, workdays, due_reason, again_reason, "
    "drafted_by, drafted_at"
)
_COURSE = (
    "status, before_it, asked_at, told_on, told_how, receipt, told_by, answered_on, answered_by, ended_by, ended_at, "
    "end_reason, after_it"
)
_ITEM = "place, key, clause, problem, cure, findings, fields, about_copies, verdict, note, judged_by, judged_at"


class Corrections:
    """Implements ports.CorrectionStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def of(self, application_id: int) -> tuple[CorrectionRequest, ...]:
        """The requests of a case, oldest first."""
        rows = self._main.execute(
            f"SELECT id, revision, {_FIXED}, {_COURSE} FROM corrections WHERE application_id = ? ORDER BY number",
            (application_id,),
        ).fetchall()
        return tuple(_request(row, self._items_of(int(row[0]))) for row in rows)

    def add(self, request: CorrectionRequest) -> int:
        """Stores a request with its items; the new id."""
        fixed = (
            request.case_id,
            request.number,
            request.round_number,
            request.cited,
            _listed(request.unchecked),
            request.due_on.isoformat(),
            request.workdays,
            request.due_reason,
            request.again_reason,
            request.drafted_by,
            request.drafted_at.isoformat(),
        )
        values = (1, *fixed, *_course(request))
        cursor = self._main.execute(
            f"INSERT INTO corrections (revision, {_FIXED}, {_COURSE}) VALUES ({', '.join('?' * len(values))})", values
        )
        request_id = int(cursor.lastrowid or 0)
        self._main.executemany(
            f"INSERT INTO correction_items (correction_id, {_ITEM}) VALUES ({', '.join('?' * 13)})",
            [(request_id, place, *_item_values(item)) for place, item in enumerate(request.items)],
        )
        return request_id

    def go_on(self, request: CorrectionRequest) -> None:
        """Writes how a request went on; RefusalError `correction.changed_elsewhere` for an older revision."""
        places = ", ".join(f"{name} = ?" for name in _COURSE.split(", "))
        cursor = self._main.execute(
            f"UPDATE corrections SET {places}, revision = revision + 1 WHERE id = ? AND revision = ?",
            (*_course(request), request.id, request.revision),
        )
        if cursor.rowcount != 1:
            raise RefusalError("correction.changed_elsewhere", mine="", theirs="")
        self._main.executemany(
            "UPDATE correction_items SET verdict = ?, note = ?, judged_by = ?, judged_at = ? "
            "WHERE correction_id = ? AND place = ?",
            [(*_judged(item), request.id, place) for place, item in enumerate(request.items)],
        )

    def _items_of(self, request_id: int) -> tuple[AskedItem, ...]:
        rows = self._main.execute(
            f"SELECT {_ITEM} FROM correction_items WHERE correction_id = ? ORDER BY place", (request_id,)
        )
        return tuple(_item(row) for row in rows)


def _listed(words: tuple[str, ...]) -> str:
    return json.dumps(words, ensure_ascii=False)


def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _snapshot_text(snapshot: Snapshot | None) -> str | None:
    return json.dumps(asdict(snapshot), ensure_ascii=False, default=str) if snapshot is not None else None


def _snapshot(text: str) -> Snapshot:
    kept = json.loads(text)
    return Snapshot(kept["values"], tuple(_copy(copy) for copy in kept["copies"]))


def _copy(kept: dict[str, Any]) -> PaperCopy:
    """A copy as it stood then; what was kept before copies had a day has none."""
    day = kept.get("received_on")
    keeping = Keeping(kept.get("keeping", Keeping.SHELF))
    return PaperCopy(**{**kept, "received_on": date.fromisoformat(day) if day else None, "keeping": keeping})


def _course(request: CorrectionRequest) -> tuple[object, ...]:
    return (
        request.status.value,
        _snapshot_text(request.before),
        request.asked_at.isoformat() if request.asked_at else None,
        request.told_on.isoformat() if request.told_on else None,
        request.told_how.value if request.told_how else "",
        request.receipt,
        request.told_by,
        request.answered_on.isoformat() if request.answered_on else None,
        request.answered_by,
        request.ended_by,
        request.ended_at.isoformat() if request.ended_at else None,
        request.end_reason,
        _snapshot_text(request.after),
    )


def _item_values(item: AskedItem) -> tuple[object, ...]:
    asked = (item.key, item.clause, item.problem, item.cure, _listed(item.findings), _listed(item.fields))
    return (*asked, int(item.about_copies), *_judged(item))


def _judged(item: AskedItem) -> tuple[object, ...]:
    verdict = item.verdict.value if item.verdict else ""
    return verdict, item.note, item.judged_by, item.judged_at.isoformat() if item.judged_at else None


def _item(row: tuple[Any, ...]) -> AskedItem:
    _place, key, clause, problem, cure, findings, fields, about_copies, verdict, note, judged_by, judged_at = row
    return AskedItem(
        key=key,
        clause=clause,
        problem=problem,
        cure=cure,
        findings=_words(findings),
        fields=_words(fields),
        about_copies=bool(about_copies),
        verdict=ItemVerdict(verdict) if verdict else None,
        note=note,
        judged_by=judged_by,
        judged_at=datetime.fromisoformat(judged_at) if judged_at else None,
    )


def _request(row: tuple[Any, ...], items: tuple[AskedItem, ...]) -> CorrectionRequest:
    request_id, revision, case_id, number, round_number, cited, unchecked, due_on, workdays = row[:9]
    due_reason, again_reason, drafted_by, drafted_at, status, before, asked_at, told_on, told_how = row[9:18]
    receipt, told_by, answered_on, answered_by, ended_by, ended_at, end_reason, after = row[18:]
    return CorrectionRequest(
        case_id=case_id,
        number=number,
        round_number=round_number,
        status=RequestStatus(status),
        cited=cited,
        items=items,
        unchecked=_words(unchecked),
        due_on=date.fromisoformat(due_on),
        workdays=workdays,
        due_reason=due_reason,
        again_reason=again_reason,
        before=_snapshot(before),
        drafted_by=drafted_by,
        drafted_at=datetime.fromisoformat(drafted_at),
        asked_at=datetime.fromisoformat(asked_at) if asked_at else None,
        told_on=date.fromisoformat(told_on) if told_on else None,
        told_how=TellingWay(told_how) if told_how else None,
        receipt=receipt,
        told_by=told_by,
        answered_on=date.fromisoformat(answered_on) if answered_on else None,
        answered_by=answered_by,
        ended_by=ended_by,
        ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
        end_reason=end_reason,
        after=_snapshot(after) if after else None,
        revision=revision,
        id=request_id,
    )
