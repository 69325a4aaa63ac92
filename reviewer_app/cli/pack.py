"""The `pack` command: what a pack file would ask, and whether its parts agree."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from reviewer_app.cli.words import padded, width
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.outside.signed_pack import PackSignature
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.packs.checking import PackCheck
from reviewer_app.packs.loading import load_pack, shipped_pack
from reviewer_app.services.handover.signed_packs import origin_said, require_proven
from reviewer_app.wiring import Parts
from reviewer_resources.phrases import sentence

_CONTACT = ("sectors", "name", "telephone", "clause")


def report(file: Path, form: str, say: Callable[[str], None]) -> int:
    """Prints what a pack would ask; 0 when a season can work by it, 2 when it contradicts itself.

    Raises TroubleError `pack.…`, `foreign.…` when the file cannot be read at all.
    """
    arrived = Parts().packs.arrived(file)
    require_proven(arrived)
    check = arrived.check
    if form == "json":
        said = {**as_json(check), "signature": _signature_json(arrived.signature)}
        say(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        for line in (*(origin_said(arrived) if arrived.signature else ()), *_lines(check)):
            say(one_line(line))
    return 0 if check.is_usable else 2


def verify(file: Path, say: Callable[[str], None]) -> int:
    """Says whether a pack bears a signature that agrees with it; 0 when it does, 1 when not or there is none.

    Raises TroubleError `pack.…`, `foreign.…`, RefusalError `signed_pack.…` when the file cannot be read at all.
    """
    try:
        arrived = Parts().packs.arrived(file)
        require_proven(arrived)
    except RefusalError as refusal:
        if refusal.code != "signed_pack.tampered":
            raise
        say(one_line(sentence(refusal.code, refusal.values)))
        return 1
    for line in origin_said(arrived):
        say(one_line(line))
    frame = arrived.check.frame
    if frame is not None:
        places = {"id": frame.id, "version": frame.version, "season": frame.season, "file": arrived.check.file}
        say(one_line(sentence("pack_check.head", places)))
        say(sentence("pack_check.hash", {"sha256": frame.sha256}))
    return 1 if arrived.signature is None else 0


def chosen_pack(file: Path | None) -> NoticePack:
    """The pack a list is checked by: a file's, or the one that comes with the desk.

    Raises TroubleError `pack.broken` with the first thing that does not agree.
    """
    if file is None:
        return shipped_pack()
    check = Parts().packs.check(file)
    for one in check.findings:
        raise TroubleError("pack.broken", file=check.file, key=one.key, reason=one.reason)
    return load_pack(check.text, check.file)


def as_json(check: PackCheck) -> dict[str, Any]:
    """The check as the command's JSON."""
    frame = check.frame
    return {
        "file": check.file,
        "usable": check.is_usable,
        "pack": None
        if frame is None
        else {
            "id": frame.id,
            "version": frame.version,
            "season": frame.season,
            "notice": frame.cited,
            "issued_on": frame.issued_on.isoformat(),
            "sha256": frame.sha256,
            "classes": [{"name": name, "key": is_key} for name, is_key in frame.classes],
            "contacts": [dict(zip(_CONTACT, one, strict=True)) for one in frame.contacts],
        },
        "points": [
            {
                "id": one.id,
                "group": one.group,
                "clause": one.clause,
                "title": one.title,
                "force": one.force.value,
                "scope": one.scope,
                "point": one.point,
                "defect": one.defect,
                "asked": one.is_asked,
                "curable": one.is_curable,
            }
            for one in check.points
        ],
        "settings": [
            {"name": one.name, "label": one.label, "value": one.value, "open": one.is_open} for one in check.settings
        ],
        "criteria": [
            {"id": one.id, "title": one.title, "clause": one.clause, "points": one.points, "evidence": one.evidence}
            for one in check.criteria
        ],
        "findings": [{"key": one.key, "reason": one.reason} for one in check.findings],
    }


def _signature_json(one: PackSignature | None) -> dict[str, str] | None:
    """What the signature says; None for a pack without one. Whose key it is nobody compared here."""
    if one is None:
        return None
    said = one.said
    return {
        "desk": said.card.name,
        "check_number": said.card.check_number,
        "signer": said.signer,
        "signed_at": said.at.isoformat(),
        "approved_by": said.approved_by,
        "approved_at": said.approved_at.isoformat(),
    }


def _lines(check: PackCheck) -> Iterator[str]:
    frame = check.frame
    if frame is not None:
        places = {"id": frame.id, "version": frame.version, "season": frame.season, "file": check.file}
        yield sentence("pack_check.head", places)
        yield sentence("pack_check.notice", {"cited": frame.cited, "day": frame.issued_on})
        yield sentence("pack_check.hash", {"sha256": frame.sha256})
        named = (f"{name}（须具备重点条件）" if is_key else name for name, is_key in frame.classes)
        yield sentence("pack_check.classes", {"classes": "、".join(named)})
    yield from _points(check)
    yield from _criteria(check)
    yield from _settings(check)
    yield from _contacts(check)
    if not check.findings:
        yield sentence("pack_check.agrees", {"count": len(check.points)})
        return
    yield sentence("pack_check.disagrees", {"count": len(check.findings)})
    for one in check.findings:
        yield f"  {one.key}：{one.reason}"


def _points(check: PackCheck) -> Iterator[str]:
    first = max((width(one.id) for one in check.points), default=0)
    second = max((width(one.clause) for one in check.points), default=0)
    for group, points in groupby(check.points, key=lambda one: one.group):
        yield ""
        yield group
        for one in points:
            weight = one.force.label if one.is_asked else "不作答"
            columns = (padded(one.id, first), padded(one.clause, second), padded(weight, 6))
            yield f"  {'  '.join(columns)}  {one.title}：{one.point}"
            end = "" if one.is_curable else "（不能补正，据此不予推荐）"
            yield f"  {' ' * first}  适用：{one.scope}　不符合时{end}：{one.defect}"


def _criteria(check: PackCheck) -> Iterator[str]:
    """What cases are compared by, where the pack says so."""
    if not check.criteria:
        return
    first = max(width(one.title) for one in check.criteria)
    yield ""
    yield sentence("pack_check.criteria", {"points": sum(one.points for one in check.criteria)})
    for one in check.criteria:
        yield f"  {padded(one.title, first)}  {one.clause}  最高 {one.points} 分：{one.evidence}"


def _settings(check: PackCheck) -> Iterator[str]:
    if not check.settings:
        return
    columns = max(width(one.label) for one in check.settings)
    yield ""
    yield sentence("pack_check.settings")
    for one in check.settings:
        mark = "（待确认）" if one.is_open else ""
        yield f"  {padded(one.label, columns)}  {one.value}{mark}"


def _contacts(check: PackCheck) -> Iterator[str]:
    if check.frame is None:
        return
    yield ""
    yield sentence("pack_check.contacts")
    for sectors, name, telephone, clause in check.frame.contacts:
        yield f"  {sectors}：{name} {telephone}（{clause}）"
    yield ""
