"""A run sheet that was ticked on paper and scanned: what it says of each point, until an officer takes or leaves it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application, Event
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.checklist import Answer, Verdict
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.scans import TICK, Place, Reading, ReadingStand
from reviewer_app.domain.notice import ChecklistRule, NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.checking import answer_item
from reviewer_app.services.cases.permissions import SeenPoints, require
from reviewer_app.services.cases.recording import record
from reviewer_app.services.intake.pinning import pin_place
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.reading import FormRead, SheetTable, TickRead
from reviewer_resources.phrases import sentence

#: The answers in the order of their boxes.
_ANSWERS = (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE)
#: The copies of the paper set under one name: how many boxes of each kind were ticked, e.g. `3/3/2/0`.
COPIES = f"{TICK}@copies"
_COPY_BOXES = ("已收到", "已盖章", "章名一致", "同网上")


@dataclass(frozen=True, slots=True)
class Ticked:
    """What the sheet says of a point: the answer ticked there, on which page, and whether beyond doubt."""

    reading_id: int
    rule_id: str
    verdict: Verdict
    page: int
    is_sure: bool

    @property
    def words(self) -> str:
        """As it stands beside the point."""
        code = "run_sheet.says" if self.is_sure else "run_sheet.says_unsure"
        return sentence(code, {"verdict": self.verdict.label, "page": self.page})


def ticks_as_readings(
    unit: UnitOfWork, application: Application, contents: Sequence[bytes], read: FormRead
) -> tuple[Reading, ...]:
    """What was ticked on a run sheet, as candidates; nothing of one printed for another pack than the case has now."""
    if not read.ticks or _is_of_former_pack(unit.events.of(application.id)):
        return ()
    rules = asked_points(unit.packs.by_hash(application.pack.sha256))
    found = [
        _reading(f"{TICK}{rules[one.row - 1].id}", _ANSWERS[one.box].value, one, contents, read)
        for one in read.ticks
        if one.table is SheetTable.ITEMS and one.row <= len(rules)
    ]
    copies = [one for one in read.ticks if one.table is SheetTable.PAPERS]
    if copies:
        counts = "/".join(str(sum(one.box == box for one in copies)) for box in range(len(_COPY_BOXES)))
        found.append(_reading(COPIES, counts, copies[0], contents, read))
    return tuple(found)


def asked_points(pack: NoticePack) -> tuple[ChecklistRule, ...]:
    """The points of a run sheet in its order."""
    return tuple(rule for rule in pack.rules if rule.asked)


def ticked_points(readings: Sequence[Reading], answers: Mapping[str, Answer]) -> dict[str, Ticked]:
    """What run sheets say and nobody has taken or left yet, by point; what is answered so already is not said."""
    last = {one.field_id: one for one in readings if one.field_id.startswith(TICK) and one.field_id != COPIES}
    found = {}
    for name, one in last.items():
        rule_id, verdict = name.removeprefix(TICK), Verdict(one.value)
        is_same = rule_id in answers and answers[rule_id].verdict is verdict
        if one.stand is ReadingStand.WAITING and not is_same:
            page = one.place.page if one.place is not None else 1
            found[rule_id] = Ticked(one.id, rule_id, verdict, page, one.is_sure)
    return found


def counted_copies(readings: Sequence[Reading]) -> str:
    """What the last run sheet says of the copies, e.g. 已收到 3 份、已盖章 3 份; empty without one."""
    said = [one for one in readings if one.field_id == COPIES and one.stand is ReadingStand.WAITING]
    if not said:
        return ""
    counts = said[-1].value.split("/")
    told = [f"{word} {count} 份" for word, count in zip(_COPY_BOXES, counts, strict=False) if count != "0"]
    return sentence("run_sheet.copies", {"said": "、".join(told)}) if told else ""


def take_ticks(unit: UnitOfWork, case_id: int, ids: Sequence[int], seen: SeenPoints | None = None) -> Changes:
    """Answers points as the run sheet says, each on record by itself, the place on the scan pinned as its evidence.

    Raises RefusalError `run_sheet.settled` for what was taken or left meanwhile, and what `answer_item` raises.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.ANSWER)
    readings = unit.scans.readings(case_id)
    ticked = {one.reading_id: one for one in ticked_points(readings, {}).values()}
    if not ids or any(one not in ticked for one in ids):
        raise RefusalError("run_sheet.settled")
    by_id = {one.id: one for one in readings}
    rules = {rule.id: rule for rule in asked_points(unit.packs.by_hash(application.pack.sha256))}
    told = {
        _point(rules[ticked[one].rule_id]): sentence("run_sheet.taken", {"verdict": ticked[one].verdict.label})
        for one in ids
    }
    # Before the answers, so that the last answer is what can be taken back.
    record(unit, application, EventAct.READINGS_TAKEN, detail=told)
    for one in ids:
        point, reading = ticked[one], by_id[one]
        if reading.place is not None:
            pin_place(unit, case_id, point.rule_id, reading.sha256, reading.place)
        answer_item(unit, case_id, point.rule_id, point.verdict, seen)
        unit.scans.settle_reading(one, ReadingStand.TAKEN)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def _point(rule: ChecklistRule) -> str:
    return f"{rule.clause}{rule.title}"


def _is_of_former_pack(events: Sequence[Event]) -> bool:
    """Whether the case follows another pack since its run sheet was last printed: its rows are other points."""
    printed = [
        place
        for place, event in enumerate(events)
        if event.act == EventAct.PRINTED and event.detail.get(RecordKey.DOCUMENT) == DocumentKind.RUN_SHEET
    ]
    since = printed[-1] if printed else 0
    return any(event.act == EventAct.PACK_FOLLOWED for event in events[since:])


def _reading(name: str, value: str, one: TickRead, contents: Sequence[bytes], read: FormRead) -> Reading:
    page = read.pages[one.page - 1]
    left, top, right, bottom = (round(side * 10) for side in one.box_mm)
    place = Place(page.number, left, top, right, bottom, page.turn)
    return Reading(0, name, value, hashlib.sha256(contents[page.file]).hexdigest(), place, one.is_sure)
