"""A pack file looked at before anybody works by it: what it would ask, and what in it does not agree.

This runs in a child process on files of others; what comes back are plain values and the text itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from pathlib import Path

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import Criterion, Force, NoticePack
from reviewer_app.domain.seasons import settings as season
from reviewer_app.domain.seasons.notice_lines import class_limits_said, scope_said
from reviewer_app.packs.agreement import disagreements
from reviewer_app.packs.decoding import decoded
from reviewer_app.packs.loading import read_parts
from reviewer_app.packs.node import toml_of
from reviewer_app.packs.soundness import unsound

#: No pack is larger: the notice's own is a twentieth of it.
MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class PointAsked:
    """One point a pack would ask: what of, for whom, how hard, and what is said when it is not met.

    What is not curable is never asked for: it is a ground to decline.
    """

    id: str
    group: str
    clause: str
    title: str
    force: Force
    scope: str
    point: str
    defect: str
    is_asked: bool
    is_curable: bool


@dataclass(frozen=True, slots=True)
class SettingSaid:
    """One setting of the season as the pack gives it; `is_open` where it says that no source settles it."""

    name: str
    label: str
    value: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class PackFinding:
    """What does not agree in a pack, named by its key."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class PackFrame:
    """What a pack says of itself and its notice."""

    id: str
    version: str
    season: str
    cited: str
    issued_on: date
    sha256: str
    classes: tuple[tuple[str, bool], ...]
    contacts: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PackCheck:
    """A pack file as it was checked; without a frame it could not be read as a pack at all."""

    file: str
    text: str
    frame: PackFrame | None
    points: tuple[PointAsked, ...]
    settings: tuple[SettingSaid, ...]
    findings: tuple[PackFinding, ...]
    criteria: tuple[Criterion, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether a season can work by it."""
        return self.frame is not None and not self.findings


def check_file(path: Path) -> PackCheck:
    """The check of a pack file; TroubleError `pack.unreadable`, `pack.too_large`, `pack.not_text`."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise TroubleError("pack.unreadable", file=path.name) from error
    if len(content) > MOST_BYTES:
        raise TroubleError("pack.too_large", file=path.name, most=MOST_BYTES >> 20)
    try:
        text = decoded(content)
    except UnicodeDecodeError as error:
        raise TroubleError("pack.not_text", file=path.name) from error
    return check_text(text, path.name)


def check_text(text: str, file: str) -> PackCheck:
    """The check of a pack's text."""
    try:
        pack, root = read_parts(text, file)
    except TroubleError as trouble:
        return PackCheck(file, text, None, (), (), (_finding(trouble),))
    except RecursionError:
        return PackCheck(file, text, None, (), (), (PackFinding("（全文）", "嵌套过深，不像规则包"),))
    found = [*map(_finding, disagreements(pack, root)), *starmap(PackFinding, unsound(pack, toml_of(text)))]
    findings = tuple(dict.fromkeys(found))
    return PackCheck(file, text, _frame(pack), _points(pack), _settings(pack), findings, pack.criteria)


def _finding(trouble: TroubleError) -> PackFinding:
    return PackFinding(str(trouble.values.get("key", "")), str(trouble.values.get("reason", "")))


def _frame(pack: NoticePack) -> PackFrame:
    classes = next((field.choices for field in pack.fields if field.id == "project_class"), ())
    return PackFrame(
        id=pack.id,
        version=pack.version,
        season=pack.season,
        cited=pack.cited,
        issued_on=pack.issued_on,
        sha256=hashlib.sha256(pack.text.encode()).hexdigest(),
        classes=tuple((name, name in pack.key_classes) for name in classes),
        contacts=tuple(("、".join(one.sectors), one.name, one.telephone, one.clause) for one in pack.contacts),
    )


def _points(pack: NoticePack) -> tuple[PointAsked, ...]:
    heads = {group.id: f"{group.title}（{group.clause}）" for group in pack.groups}
    return tuple(
        PointAsked(
            id=rule.id,
            group=heads.get(rule.group, rule.group),
            clause=rule.clause,
            title=rule.title,
            force=rule.force,
            scope=scope_said(pack, rule),
            point=rule.point,
            defect=rule.defect,
            is_asked=rule.asked,
            is_curable=rule.curable,
        )
        for rule in pack.rules
    )


def _value(pack: NoticePack, setting: season.SeasonSetting) -> str:
    return season.shown(pack, setting, season.value_now(pack, setting))


def _settings(pack: NoticePack) -> tuple[SettingSaid, ...]:
    said = [
        SettingSaid(one.name, one.label, _value(pack, one), season.is_open(pack, one.name))
        for one in season.LIMIT_SETTINGS
    ]
    for one in pack.limits.by_class:
        said += [
            SettingSaid("by_class", f"{one.project_class}的{label}", value, False)
            for label, value in class_limits_said(one)
        ]
    said += [SettingSaid("words", one.label, "", True) for one in season.points_of(pack)]
    return tuple(said)
