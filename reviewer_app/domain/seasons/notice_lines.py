"""A notice pack in words, line by line: to be read and approved, and to be laid beside another notice's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reviewer_app.domain.limits.season import ClassLimits
from reviewer_app.domain.notice import ChecklistRule, FieldKind, FieldRule, NoticePack
from reviewer_app.domain.seasons import settings as season

HEAD, DAYS, CLASSES, CONTACTS, POINTS, FIELDS, CHECKS, SUMMARY = (
    "通知", "期限和数量", "类别", "领域和联系人", "核对要点", "申报栏目", "自动检查", "汇总表和评分",
)  # fmt: skip


_KINDS = {
    FieldKind.TEXT: "文字",
    FieldKind.LONG: "长文字",
    FieldKind.NUMBER: "数字",
    FieldKind.DATE: "日期",
    FieldKind.CHOICE: "选择",
    FieldKind.CODE: "代码",
    FieldKind.PHONE: "电话",
}


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One thing a pack lays down: of which part, what it is known by in any notice, its clause, name and words."""

    part: str
    key: str
    clause: str
    name: str
    says: str


class LineFate(StrEnum):
    """What becomes of a line from one notice to the next."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"

    @property
    def label(self) -> str:
        """The fate in the office's words."""
        return {"same": "相同", "changed": "有改动", "added": "新增", "gone": "取消"}[self.value]


@dataclass(frozen=True, slots=True)
class LineBeside:
    """The same line of two notices side by side; one of them is None where only the other has it."""

    before: NoticeLine | None
    after: NoticeLine | None

    @property
    def either(self) -> NoticeLine:
        """The newer line, or the former one where it is gone."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a line of neither notice")
        return found

    @property
    def fate(self) -> LineFate:
        """What becomes of it; where a clause stands under another number it has changed."""
        if self.before is None:
            return LineFate.ADDED
        if self.after is None:
            return LineFate.GONE
        was, now = ((one.clause, one.name, one.says) for one in (self.before, self.after))
        return LineFate.SAME if was == now else LineFate.CHANGED


def lines_beside(former: NoticePack, newer: NoticePack) -> tuple[LineBeside, ...]:
    """Two notices clause by clause, in the newer one's order; what is gone stands at the end of its part."""
    before = {(one.part, one.key): one for one in notice_lines(former)}
    after = {(one.part, one.key): one for one in notice_lines(newer)}
    parts = list(dict.fromkeys(one.part for one in (*after.values(), *before.values())))
    both = [LineBeside(before.get(key), line) for key, line in after.items()]
    both += [LineBeside(line, None) for key, line in before.items() if key not in after]
    return tuple(sorted(both, key=lambda one: parts.index(one.either.part)))


def notice_lines(pack: NoticePack) -> tuple[NoticeLine, ...]:
    """Everything a pack lays down, part by part."""
    return tuple((*_head(pack), *_days(pack), *_classes(pack), *_contacts(pack), *_points(pack), *_rest(pack)))


def class_limits_said(own: ClassLimits) -> tuple[tuple[str, str], ...]:
    """What a class has of its own, each with its word."""
    days = (("申报", own.applicant_deadline), ("报送", own.sending_deadline))
    said = {
        "截止": "，".join(f"{word} {day}" for word, day in days if day is not None),
        "试点期限": f"{own.term_months} 个月" if own.term_months else "",
        "每单位最多申报": f"{own.most_per_applicant} 项" if own.most_per_applicant else "",
    }
    return tuple((label, value) for label, value in said.items() if value)


def scope_said(pack: NoticePack, rule: ChecklistRule) -> str:
    """For which applications a point is asked."""
    labels = {field.id: field.label for field in pack.fields}
    said = [f"{labels.get(one.field, one.field)}为{'或'.join(one.one_of)}" for one in rule.scope]
    return "，且".join(said) or "全部申报"


def _head(pack: NoticePack) -> Iterator[NoticeLine]:
    yield NoticeLine(HEAD, "notice", "", "通知标题", pack.notice)
    yield NoticeLine(HEAD, "number", "", "通知文号", pack.number)
    yield NoticeLine(HEAD, "issued_on", "", "印发日期", pack.issued_on.isoformat())
    address = pack.address
    yield NoticeLine(HEAD, "address", "", "材料寄往", f"{address.recipient}，{address.street}，{address.postcode}")


def _days(pack: NoticePack) -> Iterator[NoticeLine]:
    for one in season.LIMIT_SETTINGS:
        value = season.shown(pack, one, season.value_now(pack, one))
        is_open = season.is_open(pack, one.name)
        if value or is_open:
            yield NoticeLine(DAYS, one.name, "", one.label, f"{value}（待确认）" if is_open else value)
    for point in season.points_of(pack):
        yield NoticeLine(DAYS, point.name, "", point.label, "（待确认）")


def _classes(pack: NoticePack) -> Iterator[NoticeLine]:
    for name in pack.classes:
        own = pack.limits.of_class({"project_class": name})
        said = ["须具备重点条件"] if name in pack.key_classes else []
        said += ["重点条件缺一时按它推荐"] if name == pack.general_class and pack.key_classes else []
        said += [f"{label} {value}" for label, value in (class_limits_said(own) if own else ())]
        yield NoticeLine(CLASSES, name, "", name, "；".join(said) or "按年度统一的期限和数量")


def _contacts(pack: NoticePack) -> Iterator[NoticeLine]:
    for sector in pack.sectors:
        found = [one for one in pack.contacts if sector in one.sectors]
        clause = "、".join(dict.fromkeys(one.clause for one in found))
        says = "、".join(f"{one.name} {one.telephone}" for one in found)
        directions = "、".join(pack.directions_of(sector))
        yield NoticeLine(CONTACTS, sector, clause, sector, says + (f"；重点方向：{directions}" if directions else ""))


def _points(pack: NoticePack) -> Iterator[NoticeLine]:
    for rule in pack.rules:
        weight = f"{rule.force.label}，适用{scope_said(pack, rule)}"
        needs = [
            word
            for word, is_needed in (
                ("须有查询", rule.needs_lookup),
                ("须有主管部门书面意见", rule.needs_view),
                ("看核查期间", rule.has_lookback),
                ("不作答", not rule.asked),
                ("不能补正", not rule.curable),
            )
            if is_needed
        ]
        parts = [f"{place}. {one.point}" for place, one in enumerate(rule.parts, 1)]
        head = [rule.point, f"（{'；'.join([weight, *needs])}）"]
        said = [*head, *parts, f"依据：{rule.evidence}", f"不符合时：{rule.defect}"]
        yield NoticeLine(POINTS, rule.id, rule.clause, rule.title, "\n".join(said))


def _rest(pack: NoticePack) -> Iterator[NoticeLine]:
    for field in pack.fields:
        yield NoticeLine(FIELDS, field.id, "", field.label, _field_said(field))
    for check in pack.checks:
        end = f"\n补正：{check.cure}" if check.cure else ""
        says = f"{check.severity.label}：{check.message}{end}"
        yield NoticeLine(CHECKS, check.id, check.clause, check.id, says)
    heads = "、".join(column.header for column in pack.summary)
    yield NoticeLine(SUMMARY, "summary", "", "汇总表栏目", heads)
    for one in pack.criteria:
        yield NoticeLine(SUMMARY, one.id, one.clause, one.title, f"最高 {one.points} 分：{one.evidence}")


def _field_said(field: FieldRule) -> str:
    said = [field.section, _KINDS[field.kind]]
    said += ["必填"] if field.required else []
    said += ["纸网比对"] if field.compared else []
    said += [f"可选：{'、'.join(field.choices)}"] if field.choices else []
    return "；".join(said)
