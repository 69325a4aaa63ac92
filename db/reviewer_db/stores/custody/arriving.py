"""Writing a case that came from another library: as new, or over the one that was handed over from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from reviewer_app.domain.application import Application, NewApplication
from reviewer_app.domain.corrections.request import CorrectionRequest
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.look_ups import LookUp
from reviewer_app.domain.opinion import Opinion
from reviewer_app.services.ports.custody import CarriedEvent, CaseContent
from reviewer_db.sqlite import engine
from reviewer_db.stores.custody.arriving_scans import bring_pins, bring_readings
from reviewer_db.tables.chain import link

if TYPE_CHECKING:
    from reviewer_app.services.ports.library import UnitOfWork
    from reviewer_db.stores.session import Session

T = TypeVar("T")


class Arrivals:
    """Implements ports.ArrivalStore."""

    def __init__(self, session: Session, unit: UnitOfWork) -> None:
        self._unit = unit
        self._main = session.main

    def is_proven(self, entry: CarriedEvent) -> bool:
        """Whether an entry of another record is what its hash says."""
        try:
            previous, own = bytes.fromhex(entry.previous), bytes.fromhex(entry.hash)
        except ValueError:
            return False
        columns = (entry.at, entry.actor, entry.act, entry.there)
        said = (*columns, entry.from_state, entry.to_state, entry.reason, entry.detail)
        return own == link(previous, said, entry.digests)

    def bring(self, content: CaseContent, case_id: int, handler: str) -> int:
        """Writes a case as new (`case_id` 0) or over the one that was handed over from here; its id here."""
        try:
            return self._bring(content, case_id, handler)
        except (engine.IntegrityError, OverflowError) as error:
            # Values that no table takes: the sender's program is not ours.
            raise RefusalError("custody.unreadable") from error

    def _bring(self, content: CaseContent, case_id: int, handler: str) -> int:
        came = replace(content.application, handler=handler, custody=None)
        if case_id:
            revision = self._unit.applications.get(case_id).revision
        else:
            case_id, revision = self._added(came), 1
        self._main.execute(
            "UPDATE applications SET registered_at = ? WHERE id = ?", (came.registered_at.isoformat(), case_id)
        )
        self._unit.applications.update(replace(came, id=case_id, revision=revision))
        self._bring_people(came, case_id)
        self._bring_findings(content, case_id)
        self._bring_look_ups(content.look_ups, case_id)
        self._bring_opinions(content.opinions, case_id)
        self._bring_corrections(content.corrections, case_id)
        self._bring_texts_and_files(content, case_id)
        self._bring_scans(content, case_id)
        return case_id

    def _bring_scans(self, content: CaseContent, case_id: int) -> None:
        """What is pinned and read on scans; what stands here is only settled further, never changed."""
        scans = self._unit.scans
        pins, readings = scans.pins(case_id), scans.readings(case_id)
        _require_grown(pins, content.pins, lambda one: (one.point, one.sha256, one.place, one.by, one.at))
        _require_grown(readings, content.readings, lambda one: (one.field_id, one.value, one.sha256, one.place))
        bring_pins(self._main, case_id, pins, content.pins)
        bring_readings(self._main, case_id, readings, content.readings)

    def _added(self, came: Application) -> int:
        taken = self._main.execute(
            "SELECT 1 FROM applications WHERE season = ? AND intake_number = ?", (came.season, came.intake_number)
        ).fetchone()
        if taken:
            raise RefusalError("custody.number_taken", number=came.intake_number)
        new = NewApplication(
            came.intake_number,
            came.season,
            came.values,
            came.source,
            came.handler,
            came.pack,
            came.due_on,
            came.findings,
            came.source_digest,
        )
        self._pass_number(came)
        return self._unit.applications.add(new)

    def _pass_number(self, came: Application) -> None:
        """A number of this office's own series that came from elsewhere is not given again here."""
        begun = f"{came.season}-{self._unit.settings.get().number_mark}-"
        serial = came.intake_number.removeprefix(begun)
        if came.intake_number.startswith(begun) and serial.isascii() and serial.isdigit() and len(serial) < 10:
            self._main.execute(
                "INSERT INTO numbers VALUES (?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
                (came.season, int(serial)),
            )

    def _bring_people(self, came: Application, case_id: int) -> None:
        """Who keeps off the case, and whom the office asked about it."""
        stored = self._unit.applications.get(case_id)
        _require_grown(stored.recusals, came.recusals, lambda one: one)
        for recusal in came.recusals[len(stored.recusals) :]:
            self._unit.applications.recuse(case_id, recusal)
        _require_grown(
            stored.consultations,
            came.consultations,
            lambda one: (one.number, one.department, one.asked_on, one.by, one.due_on, one.question),
        )
        for place, consultation in enumerate(came.consultations):
            if place >= len(stored.consultations):
                self._unit.consultations.add(case_id, consultation)
            elif consultation != stored.consultations[place]:
                self._unit.consultations.update(case_id, consultation)

    def _bring_findings(self, content: CaseContent, case_id: int) -> None:
        self._main.execute("DELETE FROM answers WHERE application_id = ?", (case_id,))
        for answer in content.answers:
            self._unit.answers.put(case_id, answer)
        stored = self._unit.comparisons.of(case_id)
        if not stored.keys() <= {one.field_id for one in content.comparisons}:
            raise RefusalError("custody.not_continued", number=content.application.intake_number)
        for comparison in content.comparisons:
            self._unit.comparisons.put(case_id, comparison)
        self._main.execute("DELETE FROM papers WHERE application_id = ?", (case_id,))
        for copy in content.papers:
            self._unit.papers.put(case_id, copy)

    def _bring_look_ups(self, came: Sequence[LookUp], case_id: int) -> None:
        stored = self._unit.look_ups.of(case_id)
        _require_grown(stored, came, lambda one: (one.found, one.by, one.at, one.sha256, one.file_name))
        for place, one in enumerate(came):
            gone = (one.withdrawn_by, _text(one.withdrawn_at), one.withdrawn_reason)
            if place < len(stored):
                if not stored[place].withdrawn_by and one.withdrawn_by:
                    self._main.execute(
                        "UPDATE lookups SET (withdrawn_by, withdrawn_at, withdrawn_reason) = (?, ?, ?) WHERE id = ?",
                        (*gone, stored[place].id),
                    )
                continue
            found = one.found
            days = [day.isoformat() if day else "" for day in (found.on, found.start, found.end)]
            values = (case_id, found.site, *days, found.result.value, found.words, one.sha256, one.file_name, one.by)
            cursor = self._main.execute(
                f"INSERT INTO lookups VALUES (NULL{', ?' * 14})", (*values, _text(one.at), *gone)
            )
            made = int(cursor.lastrowid or 0)
            self._main.executemany("INSERT INTO lookup_items VALUES (?, ?)", [(made, rule) for rule in found.rule_ids])

    def _bring_opinions(self, came: Sequence[Opinion], case_id: int) -> None:
        stored = self._unit.opinions.of(case_id)
        _require_grown(
            stored,
            came,
            lambda one: (one.number, one.outcome, one.text, one.submitted_by, one.submitted_at, one.warnings),
        )
        for place, opinion in enumerate(came):
            here: tuple[object, ...] = ()
            if place < len(stored):
                here = stored[place].departures
                self._unit.opinions.update(replace(opinion, id=stored[place].id, application_id=case_id))
            else:
                self._unit.opinions.add(replace(opinion, application_id=case_id))
            for departure in opinion.departures[len(here) :]:
                self._unit.departures.add(replace(departure, application_id=case_id, opinion_number=opinion.number))

    def _bring_corrections(self, came: Sequence[CorrectionRequest], case_id: int) -> None:
        stored = self._unit.corrections.of(case_id)
        _require_grown(
            stored,
            came,
            lambda one: (one.number, one.due_on, one.drafted_by, one.drafted_at, [item.key for item in one.items]),
        )
        for place, request in enumerate(came):
            if place >= len(stored):
                self._unit.corrections.add(replace(request, case_id=case_id))
                continue
            here = stored[place]
            mine = replace(request, id=here.id, case_id=case_id, revision=here.revision)
            if mine != here:
                self._unit.corrections.go_on(mine)

    def _bring_texts_and_files(self, content: CaseContent, case_id: int) -> None:
        self._main.execute("DELETE FROM drafts WHERE application_id = ?", (case_id,))
        self._main.executemany(
            "INSERT INTO drafts VALUES (?, ?, ?, ?, ?)",
            [(case_id, one.box, one.text, one.saved_at.isoformat(), one.by) for one in content.drafts],
        )
        stored = self._unit.attachments.of(case_id)
        _require_grown(stored, content.attachments, lambda one: (one.sha256, one.name, one.purpose, one.added_at))
        self._main.executemany(
            "INSERT INTO attachments VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            [
                (case_id, one.sha256, one.name, one.size, one.purpose, one.added_by, one.added_at.isoformat())
                for one in content.attachments[len(stored) :]
            ],
        )


def _require_grown(stored: Sequence[T], came: Sequence[T], fixed: Callable[[T], object]) -> None:
    """What stands here must stand in what came, in its order and its words; more may have been added."""
    if [fixed(one) for one in stored] != [fixed(one) for one in came[: len(stored)]]:
        raise RefusalError("custody.not_continued", number="")


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
