"""The parts of a case as the texts an entry keeps of them, and back; a part that says nothing is kept as None."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from reviewer_app.domain.application import Keeping, PaperCopy
from reviewer_app.domain.batch import Placement
from reviewer_app.domain.checklist import Answer, Evidence, Verdict
from reviewer_app.domain.evidence.comparison import Comparison
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUp, LookUpResult
from reviewer_app.domain.evidence.scans import Pin, Place
from reviewer_app.domain.steps.trace import Part, PartKind

T = TypeVar("T")


def answer_part(before: Answer, after: Answer) -> Part:
    """What an act made of an answer."""
    return Part(PartKind.ANSWER, after.rule_id, answer_text(before), answer_text(after))


def answer_text(answer: Answer | None) -> str | None:
    """An answer with who gave it and when; nothing of a point that nobody has answered."""
    if answer is None or answer == Answer(answer.rule_id):
        return None
    evidence = [
        [one.sha256, one.name, one.page, one.view_of, _day(one.viewed_on), one.view, *([one.part] if one.part else [])]
        for one in answer.evidence
    ]
    # What earlier entries keep is compared letter for letter: what came later is there only where it says something.
    marks = [list(answer.lacking)] if answer.lacking else []
    at = answer.at.isoformat() if answer.at else ""
    return _listed(answer.verdict, answer.note, evidence, answer.by, at, *marks)


def answer_of(rule_id: str, text: str | None) -> Answer:
    """The answer a text says."""
    if text is None:
        return Answer(rule_id)
    verdict, note, evidence, by, at, *marks = json.loads(text)
    pieces = tuple(
        Evidence(sha256, name, page, view_of, _day_of(on), view, *part)
        for sha256, name, page, view_of, on, view, *part in evidence
    )
    lacking = tuple(marks[0]) if marks else ()
    return Answer(rule_id, Verdict(verdict), note, pieces, by, datetime.fromisoformat(at) if at else None, lacking)


def say_the_same(part: Part, one: str | None, other: str | None) -> bool:
    """Whether two texts of a part say the same, whoever said it and when."""
    if one == other or part.kind not in (PartKind.ANSWER, PartKind.COMPARISON):
        return (one or None) == (other or None)
    told = [readable(partial(_without_person, part, text)) for text in (one, other)]
    return None not in told and told[0] == told[1]


def _without_person(part: Part, text: str | None) -> Answer | Comparison | tuple[()]:
    if part.kind is PartKind.ANSWER:
        return replace(answer_of(part.name, text), by="", at=None)
    return replace(comparison_of(part.name, text), by="", at=None) if text is not None else ()


def copy_part(before: PaperCopy, after: PaperCopy) -> Part:
    """What an act made of a paper copy."""
    return Part(PartKind.COPY, str(after.number), copy_text(before), copy_text(after))


def copy_text(copy: PaperCopy | None) -> str | None:
    """A paper copy; nothing of one that never came."""
    if copy is None or copy == PaperCopy(copy.number):
        return None
    came = (_day(copy.received_on), copy.received_from, copy.received_by)
    seal = (copy.is_received, copy.is_sealed, copy.seal_name)
    return _listed(*seal, copy.pages, copy.place, *came, copy.is_like_first, copy.keeping, copy.keeper)


def copy_of(number: str, text: str | None) -> PaperCopy:
    """The paper copy a text says."""
    if text is None:
        return PaperCopy(int(number))
    here, sealed, seal_name, pages, place, on, giver, taker, is_like, keeping, keeper = json.loads(text)
    came = (_day_of(on), giver, taker, is_like, Keeping(keeping), keeper)
    return PaperCopy(int(number), here, sealed, seal_name, pages, place, *came)


def comparison_part(before: Comparison | None, after: Comparison) -> Part:
    """What an act found in a compared field."""
    return Part(PartKind.COMPARISON, after.field_id, comparison_text(before), comparison_text(after))


def comparison_text(found: Comparison | None) -> str | None:
    """What was found in a field; nothing where nobody has compared it."""
    if found is None:
        return None
    return _listed(found.is_same, found.paper, found.by, found.at.isoformat() if found.at else "")


def comparison_of(field_id: str, text: str) -> Comparison:
    """What a text says was found in a field."""
    is_same, paper, by, at = json.loads(text)
    return Comparison(field_id, is_same, paper, by, datetime.fromisoformat(at) if at else None)


def look_up_part(one: LookUp, is_withdrawn: bool = False) -> Part:
    """A look-up that was recorded, or withdrawn."""
    part = _known(PartKind.LOOK_UP, look_up_text(one))
    return part.inverted if is_withdrawn else part


def look_up_text(one: LookUp) -> str:
    """A look-up with who recorded it."""
    found = one.found
    days = (_day(found.on), _day(found.start), _day(found.end))
    rules = sorted(found.rule_ids)
    return _listed(found.site, *days, found.result, found.words, rules, one.sha256, one.file_name, one.by)


def look_up_of(text: str) -> LookUp:
    """The look-up a text says; it has no number yet."""
    site, on, start, end, result, words, rules, sha256, name, by = json.loads(text)
    days = (date.fromisoformat(on), _day_of(start), _day_of(end))
    return LookUp(0, LookedUp(site, *days, LookUpResult(result), words, tuple(rules)), by, None, sha256, name)


def pin_part(one: Pin, is_withdrawn: bool = False) -> Part:
    """A rectangle that was pinned, or taken away."""
    part = _known(PartKind.PIN, pin_text(one))
    return part.inverted if is_withdrawn else part


def pin_text(one: Pin) -> str:
    """A pinned rectangle with who pinned it."""
    place = one.place
    edges = (place.page, place.left, place.top, place.right, place.bottom, place.turn)
    return _listed(one.point, one.sha256, *edges, one.by)


def pin_of(text: str) -> tuple[str, str, Place, str]:
    """Point (with its sub-point), file, place and person of the pin a text says."""
    point, sha256, *edges, by = json.loads(text)
    return point, sha256, Place(*edges), by


def aside_text(until: date, reason: str, state: str, handler: str) -> str:
    """That a case is set aside; who set it so is on record."""
    return _listed(_day(until), reason, state, handler)


def aside_of(text: str) -> tuple[date, str, str, str]:
    """Day, reason, and the state and handler under which a case is set aside, as a text says them."""
    until, reason, state, handler = json.loads(text)
    return date.fromisoformat(until), reason, state, handler


def order_text(behind: int, number: str, move: Placement | None = None) -> str:
    """Behind which case, by its number, a case stands in the recommended order, and by which move if it was placed.

    The first one stands behind none.
    """
    return _listed(behind, number, *((move.reason, move.by, move.at.isoformat()) if move is not None else ()))


def order_of(text: str) -> tuple[int, str, str]:
    """Behind which case a text says that a case stands (0 for the first one), its number, and the reason if any."""
    behind, number, *why = json.loads(text)
    return int(behind), str(number), str(why[0]) if why else ""


def move_of(text: str) -> tuple[str, str, datetime] | None:
    """Reason, person and time of the move by which a case stood there; None where nobody had placed it."""
    why = json.loads(text)[2:]
    return (str(why[0]), str(why[1]), datetime.fromisoformat(why[2])) if why else None


def same_order(one: str | None, other: str | None) -> bool:
    """Whether two texts say the same place; an entry of an earlier version does not know by which move."""
    if one is None or other is None or one == other:
        return one == other
    read = readable(lambda: (json.loads(one), json.loads(other)))
    if read is None:
        return False
    shortest = min(map(len, read))
    return bool(read[0][:shortest] == read[1][:shortest])


def name_of(text: str) -> str:
    """By what a look-up or pin is known, whatever number it has: what it says."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def readable(read: Callable[[], T]) -> T | None:
    """What a kept text says; None where another program wrote what nobody can read."""
    try:
        return read()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return None


def _known(kind: PartKind, text: str) -> Part:
    return Part(kind, name_of(text), None, text)


def _listed(*values: object) -> str:
    return json.dumps(_plain(values), ensure_ascii=False, separators=(",", ":"))


def _plain(values: Sequence[object]) -> list[Any]:
    return list(values)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
