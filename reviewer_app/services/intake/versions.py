"""Several rows of one number in a list: versions of one application, or applications of others under its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer_app.domain.checks.precheck import applicant_key, project_key
from reviewer_app.services.intake.matching import filing_number, identity
from reviewer_app.services.intake.statuses import PortalState, state_said
from reviewer_app.services.ports.records import ImportedList, SheetRow
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class Versions:
    """Number of a row → the row that stands in its place; number of a row → the rows of others under its number.

    Of versions the newest valid one stands, the others are shown.
    """

    older: Mapping[int, SheetRow] = field(default_factory=dict)
    disputed: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def versions_of(sheet: ImportedList, rows: Iterable[SheetRow]) -> Versions:
    """Which of the list's rows are one application again, and which bear one number without being one."""
    groups: dict[tuple[str, ...], list[SheetRow]] = {}
    for row in rows:
        own = identity(row.values)
        if own:
            groups.setdefault(own, []).append(row)
    older: dict[int, SheetRow] = {}
    disputed: dict[int, tuple[int, ...]] = {}
    for group in groups.values():
        parts = _parts(group, sheet.statuses) if len(group) > 1 else []
        bests = [_best(part, sheet.statuses) for part in parts]
        for part, best in zip(parts, bests, strict=True):
            older |= {row.number: best for row in part if row is not best}
            if len(parts) > 1:
                disputed[best.number] = tuple(other.number for other in bests if other is not best)
    return Versions(older, disputed)


def _parts(rows: Sequence[SheetRow], statuses: Mapping[str, str]) -> list[list[SheetRow]]:
    """Rows of one identity, apart where they name another applicant or project."""
    if not filing_number(rows[0].values):
        return [list(rows)]
    parts: list[list[SheetRow]] = []
    for row in rows:
        part = next((one for one in parts if all(_may_be_one(row, other, statuses) for other in one)), None)
        if part is None:
            parts.append([row])
        else:
            part.append(row)
    return parts


def _may_be_one(row: SheetRow, other: SheetRow, statuses: Mapping[str, str]) -> bool:
    """Whether two rows of one number may be versions: of one applicant, under one project or one that was sent back."""
    if _differ(applicant_key(row.values), applicant_key(other.values)):
        return False
    if not _differ(project_key(row.values), project_key(other.values)):
        return True
    said = {state_said(statuses.get(str(one.number), "")) for one in (row, other)}
    return PortalState.STANDS in said and bool(said & {PortalState.BACK, PortalState.DRAFT})


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _best(rows: Sequence[SheetRow], statuses: Mapping[str, str]) -> SheetRow:
    def rank(row: SheetRow) -> tuple[int, str]:
        said = state_said(statuses.get(str(row.number), ""))
        # What nobody knows is put before the officer rather than judged: it may be the one that stands.
        stands = 0 if said in (PortalState.BACK, PortalState.DRAFT) else 1 if said is PortalState.UNSAID else 2
        return stands, row.values.get("filed_on", "")

    return max(rows, key=rank)


def why_superseded(row: SheetRow, best: SheetRow, statuses: Mapping[str, str]) -> str:
    """Why a row is not written: it says another one again, or is an earlier or returned version of it."""
    status, day = statuses.get(str(row.number), ""), row.values.get("filed_on", "")
    other = statuses.get(str(best.number), "")
    if (status, day) == (other, best.values.get("filed_on", "")):
        return sentence("import.twice", {"row": best.number})
    return sentence("import.older", {"row": best.number, "status": status or "未注明", "day": day or "未注明"})
