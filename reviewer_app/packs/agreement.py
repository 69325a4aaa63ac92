"""Whether the parts of a notice pack agree: every name one part uses must stand in another, and only once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from string import Formatter

from reviewer_app.domain.checks import OPERATORS, OperatorSpec
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import (
    FROM_DEADLINE,
    FROM_TODAY,
    ChecklistRule,
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

_NOT_COUNTED = "写了每单位最多几项，却没有检查按它查（operator = over_quantity）"
#: A column each, beside the case's own.
MOST_CRITERIA = 8
#: What the other sentences of an opinion's draft may name: the officer's own words on points that are not met, and the
#: class that is recommended.
_PHRASE_PLACES = {
    "met_with_reason": {"found"},
    "key_not_met": {"found"},
    "not_met": {"found"},
    "recommend_key": {"class"},
    "recommend_general": {"class"},
}
#: What a clause may name beside the form's entries it lists, by what it rests on.
_GROUND_PLACES = {
    Ground.ANSWER: frozenset[str](),
    Ground.FORM: frozenset[str](),
    Ground.LOOK_UP: frozenset({"looked_on", "start", "end"}),
    Ground.WRITTEN_VIEW: frozenset({"view_of", "viewed_on"}),
}


def check_agreement(pack: NoticePack, root: Node) -> None:
    """Refuses a pack whose parts do not agree (TroubleError `pack.broken`)."""
    for look in _looks(pack, root):
        look()


def disagreements(pack: NoticePack, root: Node) -> tuple[TroubleError, ...]:
    """All that does not agree in a pack, the first of each look, in the order of its parts."""
    found: list[TroubleError] = []
    for look in _looks(pack, root):
        try:
            look()
        except TroubleError as trouble:
            found.append(trouble)
        except (KeyError, StopIteration):
            # What it asks for is not there, and another look says so.
            continue
    return tuple(found)


def _looks(pack: NoticePack, root: Node) -> Iterator[Callable[[], None]]:
    """Every look at how the parts agree; each raises TroubleError `pack.broken` for the first thing it sees."""
    for part in (_check_unique, _check_fields, _check_sectors):
        yield partial(part, pack, root)
    for place, rule in enumerate(pack.rules):
        yield partial(_check_rule, pack, root, rule, f"rules[{place}]")
    yield partial(_check_groups, pack, root)
    yield partial(_check_classes, pack, root)
    for place, check in enumerate(pack.checks):
        yield partial(_check_check, pack, root, check, f"checks[{place}]")
    for part in (_check_limits, _check_summary, _check_criteria, _check_phrases):
        yield partial(part, pack, root)
    for place, clause in enumerate(pack.opinion.clauses):
        yield partial(_check_clause, pack, root, clause, f"opinion.clauses[{place}]")


def _check_unique(pack: NoticePack, root: Node) -> None:
    named: tuple[tuple[str, str, Sequence[str]], ...] = (
        ("fields", "id", [field.id for field in pack.fields]),
        ("fields", "label", [field.label for field in pack.fields]),
        ("groups", "id", [group.id for group in pack.groups]),
        ("rules", "id", [rule.id for rule in pack.rules]),
        ("checks", "id", [check.id for check in pack.checks]),
        ("directions", "name", [group.name for group in pack.directions]),
        ("summary", "header", [column.header for column in pack.summary]),
        ("criteria", "id", [one.id for one in pack.criteria]),
        ("criteria", "title", [one.title for one in pack.criteria]),
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
        for name in names:
            if names.count(name) > 1:
                root.broken("contacts", f"领域“{sector}”的联系人“{name}”写了两次")


def _check_classes(pack: NoticePack, root: Node) -> None:
    """The classes the form offers are those an opinion recommends in: which are key must be said of known ones."""
    field = pack.field("project_class")
    if field.kind is not FieldKind.CHOICE:
        root.broken("fields", f"“{field.label}”须是选择项，意见按它的类别推荐")
    _all_known(root, "classes.key", pack.key_classes, field.choices, f"“{field.label}”可选的值")
    _all_known(root, "classes.general", (pack.general_class,), field.choices, f"“{field.label}”可选的值")
    if pack.general_class in pack.key_classes:
        root.broken("classes.general", f"“{pack.general_class}”已列为重点类")
    if pack.rules_of(GroupKind.KEY) and not pack.key_classes:
        root.broken("classes.key", "有重点项目的条目，却没有写明哪些是重点类")
    for place, one in enumerate(pack.limits.by_class):
        at = f"limits.by_class[{place}].class"
        _all_known(root, at, (one.project_class,), field.choices, f"“{field.label}”可选的值")
        if one.project_class in [other.project_class for other in pack.limits.by_class[:place]]:
            root.broken(at, f"“{one.project_class}”重复")


def _check_rule(pack: NoticePack, root: Node, rule: ChecklistRule, at: str) -> None:
    fields = [field.id for field in pack.fields]
    _all_known(root, f"{at}.group", (rule.group,), [group.id for group in pack.groups], "分组")
    _all_known(root, f"{at}.shows", rule.shows, fields, "字段")
    _all_known(root, f"{at}.hints", rule.hints, [check.id for check in pack.checks], "自动检查")
    for part, condition in enumerate(rule.scope):
        _all_known(root, f"{at}.scope[{part}].field", (condition.field,), fields, "字段")
        _check_choices(root, f"{at}.scope[{part}].one_of", pack.field(condition.field), condition.one_of)
    _check_scope(pack, root, rule, at)


def _check_scope(pack: NoticePack, root: Node, rule: ChecklistRule, at: str) -> None:
    """A point that nobody can be asked, or a key point that no key project is asked, was not meant so."""
    allowed: dict[str, set[str]] = {}
    for condition in rule.scope:
        values = set(condition.one_of)
        allowed[condition.field] = allowed.get(condition.field, values) & values
    if not all(allowed.values()):
        root.broken(f"{at}.scope", "几个条件不能同时成立，这一条永远问不到")
    classes = allowed.get("project_class", set(pack.classes))
    if rule in pack.rules_of(GroupKind.KEY) and not classes & set(pack.key_classes):
        root.broken(f"{at}.scope", "是重点项目的条目，却不问任何重点类")


def _check_groups(pack: NoticePack, root: Node) -> None:
    for group_id in [group.id for group in pack.groups]:
        count = sum(rule.group == group_id for rule in pack.rules)
        if not count:
            root.broken("groups", f"分组“{group_id}”没有条目")
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
    if check.operator == "over_quantity" and not pack.limits.counts_projects:
        root.broken(f"{at}.operator", "按件数上限查的，limits.most_per_applicant 须写明最多几项")
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
    operators = {check.operator for check in pack.checks}
    if pack.limits.most_per_applicant and "over_quantity" not in operators:
        root.broken("limits.most_per_applicant", _NOT_COUNTED)
    for place, own in enumerate(pack.limits.by_class):
        if own.most_per_applicant and "over_quantity" not in operators:
            root.broken(f"limits.by_class[{place}].most_per_applicant", _NOT_COUNTED)
    days = [field.id for field in pack.fields if field.kind is FieldKind.DATE]
    deadlines = {"limits": pack.limits.applicant_deadline}
    deadlines |= {
        f"limits.by_class[{place}]": one.applicant_deadline
        for place, one in enumerate(pack.limits.by_class)
        if one.applicant_deadline is not None
    }
    for at, last in deadlines.items():
        if last < pack.issued_on:
            root.broken(f"{at}.applicant_deadline", f"早于通知的印发日期 {pack.issued_on}")
    for place, rule in enumerate(pack.rules):
        if rule.has_lookback and not pack.limits.lookback_years:
            root.broken("limits.lookback_years", f"rules[{place}] 要看往前几年（has_lookback），须写年数和起算日")
    _all_known(root, "limits.lookback_from", (pack.limits.lookback_from,), [*days, FROM_DEADLINE, FROM_TODAY], "起算日")


def _check_summary(pack: NoticePack, root: Node) -> None:
    known = {field.id for field in pack.fields} | DERIVED_VALUES
    for place, column in enumerate(pack.summary):
        _all_known(root, f"summary[{place}].value", (column.value,), known, "可填的值")


def _check_criteria(pack: NoticePack, root: Node) -> None:
    if len(pack.criteria) > MOST_CRITERIA:
        root.broken("criteria", f"最多 {MOST_CRITERIA} 项，再多并排看不下")


def _check_phrases(pack: NoticePack, root: Node) -> None:
    for name in pack.opinion.__dataclass_fields__:
        if name != "clauses":
            _check_places(root, f"opinion.{name}", getattr(pack.opinion, name), _PHRASE_PLACES.get(name, ()))


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
