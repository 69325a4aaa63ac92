"""The bureau's own lists: what importing one would do, and the importing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.own_lists import ListKind, OwnList
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.look_ups import OwnListSheet


@dataclass(frozen=True, slots=True)
class OwnListResult:
    """A list as kept, how many cases of the season it may speak of, and what it replaced."""

    kept: OwnList
    cases: int
    replaced: OwnList | None
    changes: Changes


def read_own_lists(unit: UnitOfWork) -> tuple[OwnList, ...]:
    """Every list, replaced ones too, the newest first."""
    return unit.own_lists.all()


def import_own_list(unit: UnitOfWork, sheet: OwnListSheet, kind: ListKind, source: str, as_of: date) -> OwnListResult:
    """Keeps a list; it takes the place of the standing one of its kind and source, which stays on record.

    Raises RefusalError `own_list.no_source`, `.in_future`, `.older`, `.same`, `act.role_needed`.
    """
    require_role(unit.actor, EventAct.OWN_LIST_IMPORTED)
    said = one_line(source).strip()
    if not said:
        raise RefusalError("own_list.no_source", field="source")
    if as_of > unit.today:
        raise RefusalError("own_list.in_future", field="as_of", day=as_of, today=unit.today)
    standing = standing_list(unit.own_lists.all(), kind, said)
    if standing is not None and as_of < standing.as_of:
        raise RefusalError("own_list.older", field="as_of", standing=standing.as_of, day=as_of)
    same = unit.own_lists.same_content(kind, said, as_of, sheet.rows)
    if same is not None:
        raise RefusalError("own_list.same", day=same.at.date(), by=same.by)
    kept = unit.own_lists.add(kind, said, as_of, sheet.file_name, sheet.rows, sheet.notes)
    detail: dict[str, str] = {
        RecordKey.LIST_KIND: kind.label,
        RecordKey.SOURCE: said,
        RecordKey.AS_OF: as_of.isoformat(),
        RecordKey.FILE: sheet.file_name,
        RecordKey.ROWS: str(kept.rows),
    }
    if standing is not None:
        detail[RecordKey.REPLACED] = f"{standing.file_name}，截至 {standing.as_of}"
    record(unit, None, EventAct.OWN_LIST_IMPORTED, detail=detail)
    cases = unit.own_lists.cases_hit(kept.id, unit.settings.get().season)
    return OwnListResult(kept, cases, standing, Changes(frozenset({Noun.OWN_LISTS, Noun.CASE})))


def standing_list(lists: tuple[OwnList, ...], kind: ListKind, source: str) -> OwnList | None:
    """The list of a kind and source that counts today."""
    return next((one for one in lists if (one.kind, one.source, one.replaced_by) == (kind, source, 0)), None)
