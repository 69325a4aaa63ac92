"""Whether the parts of a notice pack agree: every name one part uses must stand in another, and only once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import Formatter

from reviewer_app.domain.checks import OPERATORS, OperatorSpec
from reviewer_app.domain.notice import (
    CheckRule,
    FieldKind,
    FieldRule,
    Ground,
    GroupKind,
    NoticePack,
    OpinionClause,
    SettledBy,
)
from reviewer_app.domain.values.normalised import header_key
from reviewer_app.packs.node import Node

#: What a summary column may name beside the form's fields; the exporting service fills them.
DERIVED_VALUES = frozenset(
    {
        "@row",
        "@intake_number",
        "@proposed_class",
        "@outcome",
        "@opinion_text",
        "@handler",
        "@head",
        "@contact",
        "@contact_phone",
        "@field",
        "@period",
        "@filing",
        "@department",
    }
)

#: What the other sentences of an opinion's draft may name: the officer's own words on points that are not met.
_FOUND_PLACES = {"met_with_reason": {"found"}, "key_not_met": {"found"}, "not_met": {"found"}}
#: What a clause may name beside the form's entries it lists, by what it rests on.
_GROUND_PLACES = {
    Ground.ANSWER: frozenset[str](),
    Ground.FORM: frozenset[str](),
    Ground.LOOK_UP: frozenset({"looked_on", "start", "end"}),
    Ground.WRITTEN_VIEW: frozenset({"view_of", "viewed_on"}),
}

#: How many key points there are: a key project must meet all of them (三).
KEY_POINTS = 4


def check_agreement(pack: NoticePack, root: Node) -> None:
    """Refuses a pack whose parts do not agree (TroubleError `pack.broken`)."""
    _check_unique(pack, root)
    _check_fields(pack, root)
    _check_sectors(pack, root)
    _check_rules(pack, root)
    for place, check in enumerate(pack.checks):
        _check_check(pack, root, check, f"checks[{place}]")
    _check_limits(pack, root)
    _check_summary(pack, root)
    _check_opinion(pack, root)


def _check_unique(pack: NoticePack, root: Node) -> None:
    named: tuple[tuple[str, str, Sequence[str]], ...] = (
        ("fields", "id", [field.id for field in pack.fields]),
        ("fields", "label", [field.label for field in pack.fields]),
        ("groups", "id", [group.id for group in pack.groups]),
        ("rules", "id", [rule.id for rule in pack.rules]),
        ("checks", "id", [check.id for check in pack.checks]),
        ("directions", "name", [group.name for group in pack.directions]),
        ("summary", "header", [column.header for column in pack.summary]),
    )
    for table, key, names in named:
        for place, name in enumerate(names):
            if name in names[:place]:
                root.broken(f"{table}[{place}].{key}", f"“{name}”重复")


def _check_fields(pack: NoticePack, root: Node) -> None:
    labels = {header_key(field.label): field for field in pack.fields}
    for place, field in enumerate(pack.fields):
        for synonym in field.synonyms:
            owner = labels.get(header_key(synonym))
            if owner is not None and owner is not field:
                root.broken(f"fields[{place}].synonyms", f"“{synonym}”是“{owner.label}”一项的名称")
    for table in ("filed_on", "sector", "applicant", "project_name", "project_class", "credit_code"):
        if all(field.id != table for field in pack.fields):
            root.broken("fields", f"缺少“{table}”一项，办理离不开它")


def _check_sectors(pack: NoticePack, root: Node) -> None:
    for place, group in enumerate(pack.directions):
        _all_known(root, f"directions[{place}].sectors", group.sectors, pack.sectors, "领域")
    for place, contact in enumerate(pack.contacts):
        _all_known(root, f"contacts[{place}].sectors", contact.sectors, pack.sectors, "领域")
    for sector in pack.sectors:
        names = [contact.name for contact in pack.contacts if sector in contact.sectors]
        if not names:
            root.broken("contacts", f"领域“{sector}”没有联系人")
        if len(names) > 1:
            root.broken("contacts", f"领域“{sector}”有多名联系人：{'、'.join(names)}")


def _check_rules(pack: NoticePack, root: Node) -> None:
    groups = [group.id for group in pack.groups]
    fields = [field.id for field in pack.fields]
    checks = [check.id for check in pack.checks]
    for place, rule in enumerate(pack.rules):
        at = f"rules[{place}]"
        _all_known(root, f"{at}.group", (rule.group,), groups, "分组")
        _all_known(root, f"{at}.shows", rule.shows, fields, "字段")
        _all_known(root, f"{at}.hints", rule.hints, checks, "自动检查")
        for part, condition in enumerate(rule.scope):
            _all_known(root, f"{at}.scope[{part}].field", (condition.field,), fields, "字段")
            _check_choices(root, f"{at}.scope[{part}].one_of", pack.field(condition.field), condition.one_of)
    for group_id in groups:
        count = sum(rule.group == group_id for rule in pack.rules)
        if not count:
            root.broken("groups", f"分组“{group_id}”没有条目")
    key_points = len(pack.rules_of(GroupKind.KEY))
    if key_points != KEY_POINTS:
        root.broken("rules", f"重点项目的条目应恰有 {KEY_POINTS} 条，现有 {key_points} 条")
    if sum(rule.settled_by is SettledBy.COMPARISON for rule in pack.rules) > 1:
        root.broken("rules", "由纸网核对作答的条目只能有一条")


def _check_check(pack: NoticePack, root: Node, check: CheckRule, at: str) -> None:
    spec = OPERATORS.get(check.operator)
    if spec is None:
        root.broken(f"{at}.operator", f"没有“{check.operator}”这种检查")
    fields = [field.id for field in pack.fields]
    _all_known(root, f"{at}.fields", check.fields, fields, "字段")
    least, most = spec.fields
    if not least <= len(check.fields) <= most:
        root.broken(f"{at}.fields", f"“{check.operator}”要的字段个数不对")
    for field_id in check.fields if check.operator == "choice_unknown" else ():
        if pack.field(field_id).kind is not FieldKind.CHOICE:
            root.broken(f"{at}.fields", f"“{field_id}”不是选择项")
    _check_parameters(pack, root, check, spec, at)
    _check_places(root, f"{at}.message", check.message, spec.all_places)


def _check_parameters(pack: NoticePack, root: Node, check: CheckRule, spec: OperatorSpec, at: str) -> None:
    parameters = check.parameters or {}
    if spec.has_conditions:
        if not parameters:
            root.broken(f"{at}.parameters", "缺少适用条件")
        for field_id, values in parameters.items():
            _all_known(root, f"{at}.parameters", (field_id,), [field.id for field in pack.fields], "字段")
            _check_choices(root, f"{at}.parameters.{field_id}", pack.field(field_id), values)
        return
    for name in spec.parameters:
        if name not in parameters:
            root.broken(f"{at}.parameters.{name}", "缺少这一项")
    _all_known(root, f"{at}.parameters", parameters, spec.parameters, "参数")
    if check.operator == "words_only":
        for name, lists in parameters.items():
            _all_known(root, f"{at}.parameters.{name}", lists, pack.words, "词表")


def _check_limits(pack: NoticePack, root: Node) -> None:
    days = [field.id for field in pack.fields if field.kind is FieldKind.DATE]
    _all_known(root, "limits.lookback_from", (pack.limits.lookback_from,), [*days, "today"], "起算日")


def _check_summary(pack: NoticePack, root: Node) -> None:
    known = {field.id for field in pack.fields} | DERIVED_VALUES
    for place, column in enumerate(pack.summary):
        _all_known(root, f"summary[{place}].value", (column.value,), known, "可填的值")


def _check_opinion(pack: NoticePack, root: Node) -> None:
    for name in pack.opinion.__dataclass_fields__:
        if name != "clauses":
            _check_places(root, f"opinion.{name}", getattr(pack.opinion, name), _FOUND_PLACES.get(name, ()))
    for place, clause in enumerate(pack.opinion.clauses):
        _check_clause(pack, root, clause, f"opinion.clauses[{place}]")


def _check_clause(pack: NoticePack, root: Node, clause: OpinionClause, at: str) -> None:
    """A clause has a ground that the checklist can give: no sentence of an office stands by itself."""
    _all_known(root, f"{at}.points", clause.points, [rule.id for rule in pack.rules if rule.asked], "条目")
    _all_known(root, f"{at}.fields", clause.fields, [field.id for field in pack.fields], "字段")
    _check_places(root, f"{at}.text", clause.text, {*clause.fields, *_GROUND_PLACES[clause.ground]})
    if bool(clause.fields) != (clause.ground is Ground.FORM):
        root.broken(f"{at}.fields", "依据为申报内容的写明字段，其他的不写")
    rules = [pack.rule(point) for point in clause.points]
    if clause.ground is Ground.LOOK_UP and not all(rule.needs_lookup for rule in rules):
        root.broken(f"{at}.points", "依据为查询的，各条目都须要求查询（needs_lookup）")
    if clause.ground is Ground.WRITTEN_VIEW and not all(rule.needs_view for rule in rules):
        root.broken(f"{at}.points", "依据为书面意见的，各条目都须要求书面意见（needs_view）")
    if "{start}" in clause.text and not all(rule.has_lookback for rule in rules):
        root.broken(f"{at}.text", "写核查期间的，各条目都须有核查期间（has_lookback）")


def _check_choices(root: Node, at: str, field: FieldRule, values: Iterable[str]) -> None:
    if field.kind is FieldKind.CHOICE:
        _all_known(root, at, values, field.choices, f"“{field.label}”可选的值")


def _check_places(root: Node, at: str, template: str, known: Iterable[str]) -> None:
    try:
        places = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    except ValueError:
        root.broken(at, "花括号不成对")
    _all_known(root, at, places, known, "可用的花括号内容")


def _all_known(root: Node, at: str, names: Iterable[str], known: Iterable[str], what: str) -> None:
    known = set(known)
    for name in names:
        if name not in known:
            root.broken(at, f"{what}里没有“{name}”")
