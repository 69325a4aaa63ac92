"""The notice pack as typed data: what one year's notice asks for, point by point (source: the notice, 二 to 五)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviewer_app.domain.limits.season import FOR_ALL as FOR_ALL
from reviewer_app.domain.limits.season import FOR_CONTACT as FOR_CONTACT
from reviewer_app.domain.limits.season import FROM_DEADLINE as FROM_DEADLINE
from reviewer_app.domain.limits.season import FROM_TODAY as FROM_TODAY
from reviewer_app.domain.limits.season import KEEP_YEARS as KEEP_YEARS
from reviewer_app.domain.limits.season import WITHIN_OFFICE as WITHIN_OFFICE
from reviewer_app.domain.limits.season import ClassLimits as ClassLimits
from reviewer_app.domain.limits.season import Limits as Limits


class FieldKind(StrEnum):
    """How a form field is read and edited."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CODE = "code"
    PHONE = "phone"


class Force(StrEnum):
    """How much a checklist item weighs: 硬性 stops a recommendation, 一般 may be passed with a written reason."""

    BLOCK = "block"
    WARN = "warn"

    @property
    def label(self) -> str:
        """The word the officer reads."""
        return {"block": "硬性", "warn": "一般"}[self.value]


class Severity(StrEnum):
    """How much an automatic finding weighs; 'block' never decides by itself."""

    BLOCK = "block"
    WARN = "warn"
    INFORM = "inform"

    @property
    def label(self) -> str:
        """The word the officer reads."""
        return {"block": "须补正", "warn": "请核对", "inform": "提示"}[self.value]

    @property
    def rank(self) -> int:
        """The place among findings told together: what weighs most comes first."""
        return {"block": 0, "warn": 1, "inform": 2}[self.value]


class GroupKind(StrEnum):
    """What a group of points asks about; an opinion weighs the kinds differently.

    The key points (通知三) are for a key project alone and stop nothing else; what is wanting in the material alone
    (通知五) is sent back to be put right, not declined.
    """

    ELIGIBILITY = "eligibility"
    KEY = "key"
    MATERIAL = "material"


class SettledBy(StrEnum):
    """What a point's answer rests on: the officer's own look, or the comparison of paper and online field by field."""

    OFFICER = "officer"
    COMPARISON = "comparison"


class Ground(StrEnum):
    """What a clause of the drafted opinion rests on, beside points answered 符合.

    `form` are entries of the application form, `look_up` a standing look-up of the whole window that found nothing,
    `written_view` the line department's written view with its day.
    """

    ANSWER = "answer"
    FORM = "form"
    LOOK_UP = "look_up"
    WRITTEN_VIEW = "written_view"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field of the application form; `compared` fields are checked paper against online.

    `synonyms` are column headers of real lists; `aliases` are other spellings of a choice, each with the choice meant.
    """

    id: str
    label: str
    section: str
    required: bool = False
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    compared: bool = False
    masked: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the field's value is one of the given ones."""

    field: str
    one_of: tuple[str, ...]

    def holds(self, values: Mapping[str, str]) -> bool:
        """Whether an application's values satisfy the condition."""
        return values.get(self.field, "") in self.one_of


@dataclass(frozen=True, slots=True)
class ChecklistGroup:
    """A head of the checklist, as the notice has it (通知二 申报条件)."""

    id: str
    title: str
    clause: str
    kind: GroupKind


@dataclass(frozen=True, slots=True)
class SubPoint:
    """One of the things a point asks: what shows it, what is said where it is lacking, what is then asked for.

    The id is unique within its point and is what an answer keeps of it.
    """

    point: str
    evidence: str
    defect: str
    id: str = ""
    lack: str = ""

    @property
    def lacking(self) -> str:
        """What is missing, in the pack's words or made of the sub-point itself."""
        return self.lack or f"{self.point}未具备"


@dataclass(frozen=True, slots=True)
class ChecklistRule:
    """One point of the notice; `hints` name the automatic findings shown beside it.

    `needs_lookup` points rest on a look-up, `needs_view` ones on another department's written view. `sites` are where
    one usually looks a unit up for it (any other may be written), `own_lists` the kinds of the bureau's own lists whose
    hits are shown beside it. A point that is not `asked` shows itself later on (our own opinion and seal) and is
    printed, never answered. `defect` asks for what is missing; what is not `curable` is never asked for. A point
    `about_copies` is put right by paper copies. `parts` are what it asks one by one, where the pack says so; `page` is
    where it stands in the notice's own file, 0 where the pack does not say.
    """

    id: str
    group: str
    clause: str
    title: str
    point: str
    force: Force
    evidence: str
    defect: str
    scope: tuple[Condition, ...] = ()
    hints: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    needs_lookup: bool = False
    needs_view: bool = False
    has_lookback: bool = False
    asked: bool = True
    curable: bool = True
    about_copies: bool = False
    settled_by: SettledBy = SettledBy.OFFICER
    sites: tuple[str, ...] = ()
    own_lists: tuple[str, ...] = ()
    parts: tuple[SubPoint, ...] = ()
    page: int = 0

    @property
    def takes_look_ups(self) -> bool:
        """Whether look-ups may be bound to the point; `needs_lookup` says that it cannot do without one."""
        return self.needs_lookup or bool(self.sites)

    def part(self, part_id: str) -> SubPoint | None:
        """The sub-point of that id, if it has one."""
        return next((one for one in self.parts if one.id == part_id), None)

    def in_scope(self, values: Mapping[str, str]) -> bool:
        """Whether the point applies to an application at all."""
        return all(condition.holds(values) for condition in self.scope)


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One automatic check: a named operator of the closed set, its parameters as data, and how a finding is cured."""

    id: str
    operator: str
    severity: Severity
    clause: str
    message: str
    fields: tuple[str, ...] = ()
    parameters: Mapping[str, tuple[str, ...]] | None = None
    curable: bool = True
    cure: str = ""


@dataclass(frozen=True, slots=True)
class DirectionGroup:
    """The directions a key project may take in some sectors (三（一）); lists are open (…等)."""

    name: str
    sectors: tuple[str, ...]
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """The municipal bureau's person for some sectors (五（五）)."""

    name: str
    phone: str
    extension: str
    sectors: tuple[str, ...]
    clause: str

    @property
    def telephone(self) -> str:
        """Number and extension as the notice writes them."""
        return " 转 ".join(filter(None, (self.phone, self.extension)))


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where the paper goes (五（五）)."""

    recipient: str
    street: str
    postcode: str


@dataclass(frozen=True, slots=True)
class SummaryColumn:
    """One column of the 推荐汇总表: a field id or one of the derived values."""

    header: str
    value: str
    width: float
    is_text: bool = True


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing by which cases are compared: its clause, the most points it gives, and what shows it."""

    id: str
    title: str
    clause: str
    points: int
    evidence: str


@dataclass(frozen=True, slots=True)
class OpinionClause:
    """One thing a drafted opinion may say, and its ground: all `points` met, and the evidence of that kind.

    `fields` are the form's entries the clause names.
    """

    text: str
    points: tuple[str, ...]
    ground: Ground = Ground.ANSWER
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpinionPhrases:
    """Short sentences the first draft of an opinion is put together from; {name} places are filled by the draft."""

    opening: str
    clauses: tuple[OpinionClause, ...]
    met_with_reason: str
    key_not_met: str
    not_met: str
    recommend_key: str
    recommend_general: str
    decline: str
    return_for_correction: str
    transfer: str


@dataclass(frozen=True, slots=True)
class NoticePack:
    """One year's rules, immutable once used; `text` is the TOML as stored with the library, `sha256` its hash.

    One that `is_practice` is made up for practising: nothing is recommended by it outside a practice season.
    """

    id: str
    version: str
    sha256: str
    text: str
    season: str
    title: str
    notice: str
    number: str
    issued_on: date
    limits: Limits
    address: PostalAddress
    fields: tuple[FieldRule, ...]
    sectors: tuple[str, ...]
    directions: tuple[DirectionGroup, ...]
    contacts: tuple[Contact, ...]
    groups: tuple[ChecklistGroup, ...]
    rules: tuple[ChecklistRule, ...]
    checks: tuple[CheckRule, ...]
    words: Mapping[str, tuple[str, ...]]
    summary: tuple[SummaryColumn, ...]
    opinion: OpinionPhrases
    is_practice: bool = False
    key_classes: tuple[str, ...] = ("重点",)
    general_class: str = "一般"
    criteria: tuple[Criterion, ...] = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes a project may be recommended in, as the form offers them."""
        return self.field("project_class").choices

    @property
    def called(self) -> str:
        """The pack by its id and version."""
        return f"{self.id} 第 {self.version} 版"

    @property
    def cited(self) -> str:
        """The notice as a paper names it: its title, then its number."""
        return f"《{self.notice}》（{self.number}）"

    def field(self, field_id: str) -> FieldRule:
        """The field of that id; KeyError if the pack has none."""
        for field in self.fields:
            if field.id == field_id:
                return field
        raise KeyError(field_id)

    def label(self, field_id: str) -> str:
        """The label of a field."""
        return self.field(field_id).label

    def rule(self, rule_id: str) -> ChecklistRule:
        """The checklist item of that id."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def kind_of(self, rule: ChecklistRule) -> GroupKind:
        """What kind of group a point stands in."""
        return next(group.kind for group in self.groups if group.id == rule.group)

    def check(self, check_id: str) -> CheckRule | None:
        """The automatic check of that id; None if the pack has none."""
        return next((check for check in self.checks if check.id == check_id), None)

    def rules_of(self, kind: GroupKind) -> tuple[ChecklistRule, ...]:
        """The points of one kind, in the notice's order."""
        groups = {group.id for group in self.groups if group.kind is kind}
        return tuple(rule for rule in self.rules if rule.group in groups)

    @property
    def compared_rule(self) -> ChecklistRule | None:
        """The point that the comparison of paper and online settles, if the pack asks for one (五（二）)."""
        return next((rule for rule in self.rules if rule.settled_by is SettledBy.COMPARISON), None)

    def sections(self) -> tuple[str, ...]:
        """The form's sections in the form's order."""
        return tuple(dict.fromkeys(field.section for field in self.fields))

    def directions_of(self, sector: str) -> tuple[str, ...]:
        """The directions of a sector's group."""
        return tuple(entry for group in self.directions if sector in group.sectors for entry in group.entries)
