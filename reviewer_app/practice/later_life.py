"""The life after sending in the practice office: ledger, promised standards, bodies and regulations, as errands."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from reviewer_app.domain.bodies.body import BodyKind, SupportKind
from reviewer_app.domain.guarantee.entries import VisitKind
from reviewer_app.domain.guarantee.rules import AcceptanceWords, ApprovalWords, ExtensionWords, PlanWords, VisitWords
from reviewer_app.domain.regulations.regulation import Named
from reviewer_app.domain.standards.promise import Stage
from reviewer_app.practice.almanac import Errand, change
from reviewer_app.services.bodies.keeping import add_body, end_contact, note_contact, note_support
from reviewer_app.services.guarantee import keeping
from reviewer_app.services.guarantee.keeping import LedgerFile
from reviewer_app.services.guarantee.reading import project_of
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.regulations.keeping import keep_regulation, pin_rule
from reviewer_app.services.standards.following import ReachedStage, give_up, proposed_rows, reach_stage, take_over

Part = Mapping[str, Any]
CaseId = Callable[[], int]
#: The size of a drawn photo.
_WIDE, _HIGH = 240, 160
_VISITORS = "示例甲、示例乙"
#: How long after the approval the promised standards are taken over from the form.
_AFTER_APPROVAL = timedelta(days=14)
#: Until the office hears of a stage, and until it is plain that a standard will not be made.
_HEARD_OF, _WAITED = timedelta(days=4), timedelta(days=430)


def errands_of(part: Part, case_id: CaseId, approved: date) -> Iterator[Errand]:
    """What happened to one project: its ledger's lines and its standards' stages, each on its day."""
    for line in part.get("ledger", ()):
        yield change(line["on"], _enter, case_id, line)
    promised = part.get("standards", ())
    if not promised:
        return
    taken = approved + _AFTER_APPROVAL
    yield change(taken, _take_over, case_id, promised)
    for place, standard in enumerate(promised):
        steps = standard["steps"]
        for stage, day in steps:
            # The number is known when it is published.
            number = standard["number"] if stage == "PUBLISHED" else None
            reached = ReachedStage(Stage[stage], day, number=number, **_evidence(standard, stage, day))
            yield change(max(day, taken) + _HEARD_OF, _reach, case_id, place, reached)
        if "given_up" in standard:
            last = max([taken, *(day for _, day in steps)])
            yield change(last + _WAITED, _give_up, case_id, place, standard["given_up"])


def _evidence(standard: Part, stage: str, day: date) -> dict[str, Any]:
    """The announcement of a standard that came out; the earlier stages were told on the telephone."""
    if stage != "PUBLISHED":
        return {}
    said = f"发布公告（演练）\r\n{standard['number']}《{standard['name']}》于 {day} 发布。\r\n"
    return {"file_name": f"发布公告 {day}（演练）.txt", "content": said.encode("utf-8-sig")}


def _enter(unit: UnitOfWork, case_id: CaseId, line: Part) -> None:
    _LEDGER[line["do"]](unit, case_id(), line)


def _take_over(unit: UnitOfWork, case_id: CaseId, promised: Sequence[Part]) -> None:
    """The form's rows, by now with the names that the unit has told."""
    names = [(one["level"], one["name"]) for one in promised]
    rows = []
    for row in proposed_rows(unit, case_id()):
        named = next(one for one in names if one[0] == row.level.value)
        names.remove(named)
        rows.append(replace(row, name=named[1]))
    take_over(unit, case_id(), rows)


def _standard_id(unit: UnitOfWork, case_id: CaseId, place: int) -> int:
    return unit.standards.of_case(case_id())[place].id


def _reach(unit: UnitOfWork, case_id: CaseId, place: int, reached: ReachedStage) -> None:
    reach_stage(unit, _standard_id(unit, case_id, place), reached)


def _give_up(unit: UnitOfWork, case_id: CaseId, place: int, why: str) -> None:
    give_up(unit, _standard_id(unit, case_id, place), why)


def _plan(unit: UnitOfWork, case_id: int, line: Part) -> None:
    is_visit = line["do"] == "plan"
    subject = line["kind"] if is_visit else line["name"]
    keeping.plan(unit, case_id, PlanWords(is_visit, subject, line["day"], line.get("words", "")))


def _visit(unit: UnitOfWork, case_id: int, line: Part) -> None:
    """A visit carries out the one that was planned of its kind, where one was."""
    plans = [one for one in project_of(unit, case_id).open_plans if one.is_visit and one.entry.subject == line["kind"]]
    planned = plans[0].entry.id if plans else 0
    words = VisitWords(VisitKind(line["kind"]), line["on"], _VISITORS, line["found"], planned)
    files = [_FILES[one](line) for one in line.get("files", ())]
    keeping.record_visit(unit, case_id, words, files)


def _photo(line: Part) -> LedgerFile:
    """A drawn picture of a building, no two alike: nobody's photo is shipped."""
    seed = line["on"].toordinal()
    floors, windows, tall = 2 + seed % 3, 4 + seed % 4, 28
    wide, high = windows * 34 + 20, floors * tall + 16
    left, ground = (_WIDE - wide) // 2, _HIGH - 34
    rows = bytearray()
    for y in range(_HIGH):
        rows.append(0)
        for x in range(_WIDE):
            inside = left <= x < left + wide and ground - high <= y < ground
            at_x, at_y = (x - left - 10) % 34, (y - ground + high - 8) % tall
            is_window = inside and at_x < 22 and at_y < 18 and left + 10 <= x < left + wide - 10
            sky = (196 - y // 4, 216 - y // 6, 232)
            rows += bytes(
                (92, 112, 140) if is_window else (214, 204, 190) if inside else (150, 156, 146) if y >= ground else sky
            )
    head = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
    return LedgerFile(f"走访照片 {line['on']}（演练）.png", b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def _note(line: Part) -> LedgerFile:
    """The sheet that was filled in at the visit."""
    said = f"走访记录（演练）\r\n日期：{line['on']}\r\n走访人：{_VISITORS}\r\n发现：{line['found']}\r\n"
    return LedgerFile(f"走访记录 {line['on']}（演练）.txt", said.encode("utf-8-sig"))


_FILES: Mapping[str, Callable[[Part], LedgerFile]] = {"photo": _photo, "note": _note}


def _reach_milestone(unit: UnitOfWork, case_id: int, line: Part) -> None:
    plans = project_of(unit, case_id).open_plans
    (planned,) = (one.entry.id for one in plans if not one.is_visit and one.entry.subject == line["name"])
    keeping.reach_milestone(unit, case_id, planned, line["on"], line["words"])


def _ask(unit: UnitOfWork, case_id: int, line: Part) -> None:
    keeping.ask_extension(unit, case_id, ExtensionWords("", line["on"], line["months"], line["reason"]))


def _extend(unit: UnitOfWork, case_id: int, line: Part) -> None:
    keeping.extend(unit, case_id, ExtensionWords(line["number"], line["on"], line["months"], line["reason"]))


def _accept(unit: UnitOfWork, case_id: int, line: Part) -> None:
    is_passed = line["do"] == "accept"
    score, bonus = line.get("score", ""), line.get("bonus", "")
    words = AcceptanceWords(is_passed, line["on"], line["number"], score, bonus, line.get("early", ""))
    keeping.accept(unit, case_id, words)


def _certify(unit: UnitOfWork, case_id: int, line: Part) -> None:
    keeping.certify(unit, case_id, ApprovalWords(line["number"], line["on"]))


def _close(unit: UnitOfWork, case_id: int, _line: Part) -> None:
    keeping.close(unit, case_id)


def _end(unit: UnitOfWork, case_id: int, line: Part) -> None:
    keeping.end_pilot(unit, case_id, ApprovalWords(line["number"], line["on"]), line["reason"])


_LEDGER: Mapping[str, Callable[[UnitOfWork, int, Part], None]] = {
    "plan": _plan,
    "milestone": _plan,
    "visit": _visit,
    "reach": _reach_milestone,
    "ask": _ask,
    "extend": _extend,
    "accept": _accept,
    "fail": _accept,
    "certify": _certify,
    "close": _close,
    "end": _end,
}


def bodies_of(parts: Sequence[Part], number: Callable[[UnitOfWork, str], str]) -> Iterator[Errand]:
    """The bodies with whom to ask there, what each supported in which year, and one person who is there no more."""
    yield change(date(2022, 3, 2), _add_bodies, parts)
    for part in parts:
        for support in part["supports"]:
            yield change(date(int(support["year"]), 11, 25), _support, part["name"], support, number)
    yield change(date(2025, 3, 18), _change_contact)


def _add_bodies(unit: UnitOfWork, parts: Sequence[Part]) -> None:
    for part in parts:
        add_body(unit, BodyKind(part["kind"]), part["name"])
        body = next(one for one in unit.bodies.all() if one.name == part["name"])
        note_contact(unit, body.id, part["person"], part["post"], part["telephone"])


def _support(unit: UnitOfWork, name: str, support: Part, number: Callable[[UnitOfWork, str], str]) -> None:
    body = next(one for one in unit.bodies.all() if one.name == name)
    of_case = number(unit, support["case"])
    note_support(unit, body.id, SupportKind(support["kind"]), support["year"], of_case, support["note"])


def _change_contact(unit: UnitOfWork) -> None:
    """Somebody else is to be asked at the first body."""
    body = min(unit.bodies.all(), key=lambda one: one.id)
    end_contact(unit, body.id, body.contacts[0].id)
    note_contact(unit, body.id, "样本午", "咨询部", "021-60001009")


def regulations_of(parts: Sequence[Part]) -> Iterator[Errand]:
    """Each regulation kept when it came into force, and pinned to the point that rests on it."""
    for part in parts:
        yield change(max(part["begins"], date(2024, 3, 12)), _keep_regulation, part)


def _keep_regulation(unit: UnitOfWork, part: Part) -> None:
    named = Named(part["title"], part["number"], part["issuer"], part["begins"], part.get("ends"), part["says"])
    keep_regulation(unit, named)
    kept = max(unit.regulations.all(), key=lambda one: one.id)
    pin_rule(unit, part["item"], kept.id, part["clause"])
