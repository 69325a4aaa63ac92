"""The parts of a notice pack, each read from its table into the typed words of the domain."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reviewer_app.domain.evidence.own_lists import ListKind
from reviewer_app.domain.notice import (
    FOR_ALL,
    FOR_CONTACT,
    FROM_TODAY,
    KEEP_YEARS,
    WITHIN_OFFICE,
    ChecklistGroup,
    ChecklistRule,
    CheckRule,
    ClassLimits,
    Condition,
    Contact,
    Criterion,
    DirectionGroup,
    FieldKind,
    FieldRule,
    Force,
    Ground,
    GroupKind,
    Limits,
    OpinionClause,
    OpinionPhrases,
    PostalAddress,
    SettledBy,
    Severity,
    SubPoint,
    SummaryColumn,
)
from reviewer_app.packs.node import Node

#: A criterion is the head of a column in which points are typed.
LONGEST_TITLE, MOST_POINTS = 8, 100


def read_field(node: Node, sectors: tuple[str, ...]) -> FieldRule:
    """One form field; `choices_from = "sectors"` takes the season's sectors as its choices."""
    kind = node.one_of("kind", FieldKind, FieldKind.TEXT)
    choices = node.texts("choices", may_be_missing=True)
    if node.has("choices_from"):
        if node.text("choices_from") != "sectors" or choices:
            node.broken("choices_from", "只能写 sectors，且不再另列 choices")
        choices = sectors
    if (kind is FieldKind.CHOICE) != bool(choices):
        node.broken("choices", "选择项（kind = choice）须列出可选的值，其他种类不能列")
    field = FieldRule(
        id=node.text("id"),
        label=node.text("label"),
        section=node.text("section"),
        required=node.flag("required"),
        kind=kind,
        choices=choices,
        synonyms=node.texts("synonyms", may_be_missing=True),
        aliases=node.pairs("aliases"),
        compared=node.flag("compared"),
        masked=node.flag("masked"),
        help=node.text("help", ""),
    )
    for alias, choice in field.aliases:
        if choice not in choices:
            node.broken("aliases", f"“{alias}”指向的“{choice}”不在可选的值之内")
    node.finish()
    return field


def read_limits(node: Node) -> Limits:
    """Days and counts of the season."""
    usual = WITHIN_OFFICE | KEEP_YEARS
    own: dict[str, Any] = {name: node.whole(name) if node.has(name) else usual[name] for name in usual}
    unsaid = tuple(name for name in own if not node.has(name))
    looks_back = node.has("lookback_years") or node.has("lookback_from")
    limits = Limits(
        applicant_deadline=node.day("applicant_deadline"),
        sending_deadline=node.day("sending_deadline"),
        term_months=node.whole("term_months"),
        extension_months=_whole_or_none(node, "extension_months"),
        copies_required=node.whole("copies_required"),
        lookback_years=node.whole("lookback_years") if looks_back else 0,
        lookback_from=node.text("lookback_from") if looks_back else FROM_TODAY,
        unsettled=tuple(dict.fromkeys(node.texts("unsettled", may_be_missing=True) + unsaid)),
        copies_to_send=_whole_or_none(node, "copies_to_send"),
        own_intake_day=node.day("own_intake_day") if node.has("own_intake_day") else None,
        own_sending_day=node.day("own_sending_day") if node.has("own_sending_day") else None,
        **own,
        sheets_to_send=_whole_or_none(node, "sheets_to_send"),
        parcel_for=node.text("parcel_for") if node.has("parcel_for") else "",
        most_per_applicant=_whole_or_none(node, "most_per_applicant"),
    )
    by_class = tuple(_read_class_limits(part, limits) for part in node.nodes("by_class", may_be_missing=True))
    limits = replace(limits, by_class=by_class)
    if limits.sending_deadline < limits.applicant_deadline:
        node.broken("sending_deadline", "不能早于申报截止日")
    if limits.copies_to_send > limits.copies_required:
        node.broken("copies_to_send", "不能多于要求的份数")
    if limits.parcel_for not in ("", FOR_CONTACT, FOR_ALL):
        node.broken("parcel_for", f"只能写 {FOR_CONTACT} 或 {FOR_ALL}")
    for name in limits.unsettled:
        if name not in Limits.__dataclass_fields__ or name in ("unsettled", "by_class"):
            node.broken("unsettled", f"没有“{name}”这一项")
    node.finish()
    return limits


def _read_class_limits(node: Node, of_all: Limits) -> ClassLimits:
    own = ClassLimits(
        project_class=node.text("class"),
        applicant_deadline=node.day("applicant_deadline") if node.has("applicant_deadline") else None,
        sending_deadline=node.day("sending_deadline") if node.has("sending_deadline") else None,
        term_months=_whole_or_none(node, "term_months"),
        most_per_applicant=_whole_or_none(node, "most_per_applicant"),
    )
    last, sent = own.applicant_deadline or of_all.applicant_deadline, own.sending_deadline or of_all.sending_deadline
    if sent < last:
        node.broken(
            "sending_deadline" if own.sending_deadline else "applicant_deadline", "报送截止日不能早于申报截止日"
        )
    if of_all.most_per_applicant and own.most_per_applicant > of_all.most_per_applicant:
        node.broken("most_per_applicant", f"不能多于各类合计的上限 {of_all.most_per_applicant}")
    node.finish()
    if own == ClassLimits(own.project_class):
        node.broken("class", "只写了类别，没有写它自己的时间、期限或件数")
    return own


def _whole_or_none(node: Node, key: str) -> int:
    return node.whole(key) if node.has(key) else 0


def read_classes(node: Node) -> tuple[tuple[str, ...], str]:
    """Which classes are key projects, and which is recommended instead when a key point is not met."""
    classes = node.texts("key", may_be_missing=True), node.text("general")
    node.finish()
    return classes


def read_address(node: Node) -> PostalAddress:
    """Where the paper goes."""
    address = PostalAddress(node.text("recipient"), node.text("street"), node.text("postcode"))
    node.finish()
    return address


def read_direction(node: Node) -> DirectionGroup:
    """One group of directions."""
    group = DirectionGroup(node.text("name"), node.texts("sectors"), node.texts("entries"))
    node.finish()
    return group


def read_contact(node: Node) -> Contact:
    """One contact of the municipal bureau."""
    contact = Contact(
        name=node.text("name"),
        phone=node.text("phone", ""),
        extension=node.text("extension", ""),
        sectors=node.texts("sectors"),
        clause=node.text("clause"),
    )
    if not contact.telephone:
        node.broken("phone", "电话和分机至少写一项")
    node.finish()
    return contact


def read_group(node: Node) -> ChecklistGroup:
    """One head of the checklist."""
    group = ChecklistGroup(node.text("id"), node.text("title"), node.text("clause"), node.one_of("kind", GroupKind))
    node.finish()
    return group


def read_rule(node: Node) -> ChecklistRule:
    """One point of the checklist."""
    rule = ChecklistRule(
        id=node.text("id"),
        group=node.text("group"),
        clause=node.text("clause"),
        title=node.text("title"),
        point=node.text("point"),
        force=node.one_of("force", Force),
        evidence=node.text("evidence"),
        defect=node.text("defect"),
        scope=tuple(_read_condition(part) for part in node.nodes("scope", may_be_missing=True)),
        hints=node.texts("hints", may_be_missing=True),
        shows=node.texts("shows", may_be_missing=True),
        needs_lookup=node.flag("needs_lookup"),
        needs_view=node.flag("needs_view"),
        asked=node.flag("asked", default=True),
        curable=node.flag("curable", default=True),
        about_copies=node.flag("about_copies"),
        has_lookback=node.flag("has_lookback"),
        settled_by=node.one_of("settled_by", SettledBy, SettledBy.OFFICER),
        sites=node.texts("sites", may_be_missing=True),
        own_lists=node.texts("own_lists", may_be_missing=True),
        parts=_read_sub_points(node),
        page=node.whole("page") if node.has("page") else 0,
    )
    for kind in rule.own_lists:
        if kind not in set(ListKind):
            node.broken("own_lists", f"没有“{kind}”这一种清单")
    node.finish()
    return rule


def _read_sub_points(node: Node) -> tuple[SubPoint, ...]:
    """The sub-points of a point; one without an id of its own is known by its place."""
    parts: list[SubPoint] = []
    for place, own in enumerate(node.nodes("parts", may_be_missing=True), 1):
        id_ = own.text("id", str(place))
        if "#" in id_ or id_ in {one.id for one in parts}:
            own.broken("id", f"分项的编号“{id_}”重复或含有“#”")
        parts.append(SubPoint(own.text("point"), own.text("evidence"), own.text("defect"), id_, own.text("lack", "")))
        own.finish()
    return tuple(parts)


def _read_condition(node: Node) -> Condition:
    condition = Condition(node.text("field"), node.texts("one_of"))
    node.finish()
    return condition


def read_check(node: Node) -> CheckRule:
    """One automatic check."""
    check = CheckRule(
        id=node.text("id"),
        operator=node.text("operator"),
        severity=node.one_of("severity", Severity),
        clause=node.text("clause"),
        message=node.text("message"),
        fields=node.texts("fields", may_be_missing=True),
        parameters=node.lists("parameters"),
        curable=node.flag("curable", default=True),
        cure=node.text("cure", ""),
    )
    node.finish()
    return check


def read_column(node: Node) -> SummaryColumn:
    """One column of the summary."""
    column = SummaryColumn(
        header=node.text("header"),
        value=node.text("value"),
        width=node.width("width"),
        is_text=node.flag("is_text", True),
    )
    node.finish()
    return column


def read_criterion(node: Node) -> Criterion:
    """One criterion of the comparison of cases, in our own short words."""
    criterion = Criterion(
        id=node.text("id"),
        title=node.text("title"),
        clause=node.text("clause"),
        points=node.whole("points"),
        evidence=node.text("evidence"),
    )
    if len(criterion.title) > LONGEST_TITLE:
        node.broken("title", f"请用不超过 {LONGEST_TITLE} 个字的短语，它是一列的标题")
    if criterion.points > MOST_POINTS:
        node.broken("points", f"一项最高不超过 {MOST_POINTS} 分")
    node.finish()
    return criterion


def read_opinion(node: Node) -> OpinionPhrases:
    """The short sentences of an opinion's first draft."""
    phrases = OpinionPhrases(
        opening=node.text("opening"),
        clauses=tuple(_read_clause(part) for part in node.nodes("clauses", may_be_missing=True)),
        met_with_reason=node.text("met_with_reason"),
        key_not_met=node.text("key_not_met"),
        not_met=node.text("not_met"),
        recommend_key=node.text("recommend_key"),
        recommend_general=node.text("recommend_general"),
        decline=node.text("decline"),
        return_for_correction=node.text("return_for_correction"),
        transfer=node.text("transfer"),
    )
    node.finish()
    return phrases


def _read_clause(node: Node) -> OpinionClause:
    clause = OpinionClause(
        text=node.text("text"),
        points=node.texts("points"),
        ground=node.one_of("ground", Ground, Ground.ANSWER),
        fields=node.texts("fields", may_be_missing=True),
    )
    node.finish()
    return clause
