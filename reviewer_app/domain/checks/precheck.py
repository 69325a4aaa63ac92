"""The automatic look at an application before the officer's own: findings by fixed ids, never a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer_app.domain.application import Finding
from reviewer_app.domain.checks.duplicates import ENDED, applicant_key, duplicate_findings, of_others, project_key
from reviewer_app.domain.checks.spec import MAKERS
from reviewer_app.domain.checks.speech import Check
from reviewer_app.domain.notice import NoticePack

__all__ = ["ENDED", "applicant_key", "duplicate_findings", "of_others", "precheck", "project_key"]

#: The packs in use, each with its checks made ready; a handful at most.
_READY: dict[int, tuple[NoticePack, Sequence[Check]]] = {}
_KEPT = 8


def precheck(pack: NoticePack, values: Mapping[str, str]) -> tuple[Finding, ...]:
    """What one application's normalised values show, in the order of the pack's checks."""
    found: list[Finding] = []
    for check in _checks(pack):
        check(values, found)
    return tuple(found)


def _checks(pack: NoticePack) -> Sequence[Check]:
    ready = _READY.get(id(pack))
    if ready is not None and ready[0] is pack:
        return ready[1]
    if len(_READY) >= _KEPT:
        _READY.clear()
    checks = tuple(MAKERS[rule.operator](pack, rule) for rule in pack.checks if rule.operator in MAKERS)
    _READY[id(pack)] = (pack, checks)
    return checks
