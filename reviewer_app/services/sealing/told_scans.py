"""A scan of a stamped paper laid beside the use of the seal on it, whichever of the two came first."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.seals import ScanState, SealedPaper, SealWay, in_force
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.numbering import put_on_record
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.ports.dispatch.stacks import SealedScan
from reviewer_app.services.ports.library import UnitOfWork


def tell_uses(unit: UnitOfWork, entry_ids: Sequence[int]) -> Changes:
    """Lays scans kept before beside uses of the seal that were recorded since; nothing where all are told already."""
    require_role(unit.actor, EventAct.SEALED_SCAN_KEPT)
    told = [one for one in entry_ids if tell_use(unit, one)]
    for one in told:
        sha256 = unit.sealed_scans.of_entries([one])[one][-1].sha256
        put_on_record(unit, unit.register.get(one), EventAct.SEALED_SCAN_KEPT, {RecordKey.CONTENT_HASH: sha256})
    return Changes(frozenset({Noun.BATCH, Noun.REGISTER}) if told else frozenset())


def tell_use(unit: UnitOfWork, entry_id: int) -> bool:
    """Lays the scan of record beside the use of the seal on its paper, where one by stamp is in force without it."""
    scans = unit.sealed_scans.of_entries([entry_id]).get(entry_id, ())
    use = in_force(unit.seals.uses_of([entry_id])).get(entry_id)
    if not scans or use is None or use.way is not SealWay.STAMP or _is_of_struck(unit, scans[-1]):
        return False
    scan, known = scans[-1], unit.seals.scans([use.id]).get(use.id)
    if known is not None and known.sha256 == scan.sha256:
        return False
    has_mark = bool(scan.mark_page)
    unit.seals.add_scan(
        SealedPaper(
            use.id,
            scan.sha256,
            scan.mark_page or scan.pages,
            scan.mark_x if has_mark else None,
            scan.mark_y if has_mark else None,
            scan.mark_diameter if has_mark else None,
            ScanState.ACCEPTED,
            unit.actor.name,
            unit.now,
        )
    )
    return True


def _is_of_struck(unit: UnitOfWork, scan: SealedScan) -> bool:
    """Whether a scan shows a stamping that was struck out: it lay beside it, or was taken before it was struck."""
    struck = [one for one in unit.seals.uses_of([scan.register_entry]) if one.strike is not None]
    laid = {one.sha256 for one in unit.seals.scans([one.id for one in struck]).values()}
    ended = [one.strike.at for one in struck if one.strike is not None]
    is_earlier = bool(ended) and scan.taken_at is not None and scan.taken_at < max(ended)
    return scan.sha256 in laid or is_earlier
