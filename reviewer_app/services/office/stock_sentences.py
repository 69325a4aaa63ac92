"""常用语: kept from what somebody wrote, filled from the case in hand, put in as if typed.

A sentence says nothing by itself: what is put into an opinion or a reason is weighed there like every typed word.
Keeping and using one is no act on a case and stands on no record, as the drafts do not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from reviewer_app.domain.application import Application, Role
from reviewer_app.domain.changes import Changes, changed
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import FieldKind, NoticePack
from reviewer_app.services.cases.permissions import require_member
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.stock_sentences import FilledSentence, StockSentence

#: A sentence to begin with is no text of its own.
LONGEST = 500
#: The short names of places, each the id of a field; the labels of days, codes and choices are places too.
_SHORT = {
    "单位": "applicant",
    "项目": "project_name",
    "代码": "credit_code",
    "领域": "sector",
    "方向": "direction",
    "类别": "project_class",
}
#: What an applicant wrote in own words is no place: it would stand in the opinion as the office's finding.
_NAMING = frozenset({FieldKind.DATE, FieldKind.CODE, FieldKind.CHOICE})
_INTAKE_NUMBER, _TODAY = "编号", "今天"
_PLACE = re.compile(r"\{([^{}]*)\}")


def sentences_for(unit: UnitOfWork, case_id: int) -> tuple[FilledSentence, ...]:
    """What a person may put in at a case: one's own sentences and the office's, filled, the most used first."""
    case = unit.applications.get(case_id)
    pack = unit.packs.by_hash(case.pack.sha256)
    places = _places(unit, case, pack)
    return tuple(_filled(one, places) for one in unit.stock_sentences.of(unit.actor.name))


def keep_sentence(unit: UnitOfWork, case_id: int, words: str, for_all: bool) -> Changes:
    """Keeps a sentence for oneself or for the office; what it names of the case becomes a place.

    Raises RefusalError `stock.…`, `user.removed`.
    """
    require_member(unit.actor)
    case = unit.applications.get(case_id)
    pack = unit.packs.by_hash(case.pack.sha256)
    words = _with_places(words.strip(), case)
    if not words:
        raise RefusalError("stock.empty")
    if len(words) > LONGEST:
        raise RefusalError("stock.long", most=LONGEST)
    known = _places(unit, case, pack)
    for name in _PLACE.findall(words):
        if name not in known:
            raise RefusalError("stock.unknown_place", name=name, known="、".join([*_SHORT, _INTAKE_NUMBER, _TODAY]))
    owner = "" if for_all else unit.actor.name
    if any(one.words == words and one.owner == owner for one in unit.stock_sentences.of(unit.actor.name)):
        raise RefusalError("stock.there_already")
    unit.stock_sentences.add(owner, words)
    return changed()


def use_sentence(unit: UnitOfWork, sentence_id: int) -> Changes:
    """Counts that a sentence was put in; one that is gone meanwhile is no matter."""
    require_member(unit.actor)
    unit.stock_sentences.count_use(sentence_id)
    return changed()


def remove_sentence(unit: UnitOfWork, sentence_id: int) -> Changes:
    """Takes a sentence away: one's own, one that one kept for the office, or any of the office's as an admin.

    Raises RefusalError `stock.gone`, `stock.of_another`, `user.removed`.
    """
    require_member(unit.actor)
    kept = unit.stock_sentences.get(sentence_id)
    if kept is None or kept.owner not in ("", unit.actor.name):
        raise RefusalError("stock.gone")
    if kept.is_for_all and kept.kept_by != unit.actor.name and not unit.actor.has(Role.ADMIN):
        raise RefusalError("stock.of_another", name=kept.kept_by)
    unit.stock_sentences.remove(sentence_id)
    return changed()


def _places(unit: UnitOfWork, case: Application, pack: NoticePack) -> Mapping[str, str]:
    by_label = {field.label: case.values.get(field.id, "") for field in pack.fields if field.kind in _NAMING}
    short = {name: case.values.get(field_id, "") for name, field_id in _SHORT.items()}
    return {**by_label, **short, _INTAKE_NUMBER: case.intake_number, _TODAY: chinese_date(unit.today)}


def _filled(kept: StockSentence, places: Mapping[str, str]) -> FilledSentence:
    """A place without a value stays as it is written, and is named: nothing is made up for it."""
    names = dict.fromkeys(_PLACE.findall(kept.words))
    lacking = tuple(name for name in names if not places.get(name, "").strip())
    # One pass: braces within a value of the form are no places.
    text = _PLACE.sub(lambda found: places.get(found[1], "").strip() or found[0], kept.words)
    return FilledSentence(kept, text, lacking)


def _with_places(words: str, case: Application) -> str:
    """The case's own names give way to places, the longest first, so that the sentence fits another case."""
    wanted = ("单位", "项目", "代码")
    values = {name: case.values.get(_SHORT[name], "").strip() for name in wanted}
    for name, value in sorted(values.items(), key=lambda one: -len(one[1])):
        if len(value) > 1:
            words = words.replace(value, f"{{{name}}}")
    return words
