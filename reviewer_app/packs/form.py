"""A pack's text as a form: what an officer changes from year to year, in fields, each with its place in the text.

The form is only a view of the text: it is read from it anew, and what is typed goes back to its place there. A text
that agrees with nothing yet is still shown, as far as it is TOML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import FOR_ALL, FOR_CONTACT, FROM_DEADLINE, FROM_TODAY, Force
from reviewer_app.domain.seasons.settings import LIMIT_SETTINGS, SettingKind
from reviewer_app.packs.node import toml_of
from reviewer_app.packs.rewriting import Place, Value

_COUNT = re.compile("[1-9][0-9]{0,3}")
_BETWEEN = re.compile("[、,，;；\n]")
_STEP = re.compile(r"([\w-]+)(?:\[(\d+)\])?")
#: What the parts of a text are called that the form has no fields for.
_HEADS = {
    "contacts": "联系人",
    "rules": "要点",
    "groups": "要点的分组",
    "fields": "申报栏目",
    "checks": "自动检查",
    "classes": "类别",
    "directions": "重点方向",
    "summary": "汇总表栏目",
    "opinion": "意见用语",
    "criteria": "评分标准",
    "words": "词表",
    "limits": "时间、期限和份数",
}
CONTACTS: Place = ("contacts",)
CLASSES: Place = ("limits", "by_class")


class FormKind(Enum):
    """How a field is typed."""

    TEXT = "text"
    LONG = "long"
    DAY = "day"
    COUNT = "count"
    CHOICE = "choice"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class PackField:
    """One field: its place in the text, its word, how it is typed, and what stands there now ('' where nothing does).

    One that is not `is_needed` is taken out of the text when it is emptied.
    """

    place: Place
    label: str
    kind: FormKind
    value: str
    is_needed: bool = True
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PackPart:
    """Some fields that belong together; one of a list can be taken away.

    What it is `known_by` finds it again where its place among the others has changed.
    """

    title: str
    place: Place
    fields: tuple[PackField, ...]
    is_listed: bool = False
    known_by: str = ""


@dataclass(frozen=True, slots=True)
class PackForm:
    """All parts of a pack; without any where the text is broken, at a line from 1 (0 where nobody can tell)."""

    parts: tuple[PackPart, ...]
    broken_line: int = 0
    classes: tuple[str, ...] = ()

    def part_of(self, place: Place) -> PackPart | None:
        """The part in which something stands."""
        fitting = [one for one in self.parts if one.place == place[: len(one.place)] and one.place]
        named = [one for one in self.parts if any(field.place == place for field in one.fields)]
        return next(iter((*named, *sorted(fitting, key=lambda one: -len(one.place)))), None)

    def called(self, key: str) -> str:
        """What a finding's key is called: the part and the field, or the head of a list; '' where it has no name."""
        place = place_of_key(key)
        part = self.part_of(place)
        if part is None:
            number = f" {place[1] + 1}" if len(place) > 1 and isinstance(place[1], int) else ""
            head = _HEADS.get(str(place[0]), "") if place else ""
            return f"{head}{number}" if head else ""
        return next((f"{part.title} · {one.label}" for one in part.fields if one.place == place), part.title)


def form_of(text: str) -> PackForm:
    """The form of a pack's text."""
    try:
        table = toml_of(text)
    except ValueError as problem:
        line = re.search(r"line (\d+)", str(problem))
        return PackForm((), int(line[1]) if line else 0)
    return PackForm(tuple(_parts(table)), 0, _classes(table))


def value_of(field: PackField, typed: str) -> Value:
    """What was typed as it goes into the text; RefusalError `pack_form.bad_day`, `pack_form.bad_count`."""
    typed = typed.strip()
    if not typed and not field.is_needed:
        return None
    if field.kind is FormKind.DAY:
        try:
            return date.fromisoformat(typed)
        except ValueError as problem:
            raise RefusalError("pack_form.bad_day", label=field.label, typed=typed) from problem
    if field.kind is FormKind.COUNT:
        if not _COUNT.fullmatch(typed):
            raise RefusalError("pack_form.bad_count", label=field.label, typed=typed)
        return int(typed)
    if field.kind is FormKind.LIST:
        return tuple(one.strip() for one in _BETWEEN.split(typed) if one.strip())
    return typed


def place_of_key(key: str) -> Place:
    """The place a finding's key names, as `contacts[1].phone`."""
    place: list[str | int] = []
    for step in key.split("."):
        found = _STEP.fullmatch(step)
        if found is None:
            break
        place.append(found[1])
        if found[2] is not None:
            place.append(int(found[2]))
    return tuple(place)


def new_contact() -> Mapping[str, Value]:
    """What a contact begins with; the check names what is still to be filled."""
    return {"name": "", "phone": "", "sectors": (), "clause": ""}


def _parts(table: Mapping[str, Any]) -> Iterator[PackPart]:
    root = (
        ("title", "规则包名称", FormKind.TEXT),
        ("version", "版本", FormKind.TEXT),
        ("season", "年度", FormKind.TEXT),
        ("notice", "通知标题", FormKind.TEXT),
        ("number", "通知文号", FormKind.TEXT),
        ("issued_on", "印发日期", FormKind.DAY),
        ("sectors", "领域", FormKind.LIST),
    )
    yield PackPart("通知和领域", (), tuple(_field(table, (), *one) for one in root))
    limits = _table(table, "limits")
    yield PackPart("时间、期限和份数", ("limits",), tuple(_limits(table, limits)))
    for number, one in enumerate(_tables(limits, "by_class")):
        fields = tuple(_class_limits(table, one, number))
        name = str(one.get("class", ""))
        yield PackPart(f"{name}的时限", (*CLASSES, number), fields, True, name)
    address = (("recipient", "收件单位"), ("street", "地址"), ("postcode", "邮编"))
    said = _table(table, "address")
    yield PackPart("报送地址", ("address",), tuple(_field(said, ("address",), *one, FormKind.TEXT) for one in address))
    for number, one in enumerate(_tables(table, "contacts")):
        name = str(one.get("name", ""))
        title = f"联系人 {number + 1} {name}".rstrip()
        yield PackPart(title, ("contacts", number), _contact(one, number), True, name)
    for number, one in enumerate(_tables(table, "rules")):
        title = f"要点 {one.get('clause', '')}{one.get('title', '')}"
        yield PackPart(title, ("rules", number), _rule(one, number), False, str(one.get("id", "")))


def _limits(table: Mapping[str, Any], limits: Mapping[str, Any]) -> Iterator[PackField]:
    kinds = {SettingKind.DAY: FormKind.DAY, SettingKind.COUNT: FormKind.COUNT, SettingKind.CHOICE: FormKind.CHOICE}
    needed = {"applicant_deadline", "sending_deadline", "term_months", "copies_required"}
    for one in LIMIT_SETTINGS:
        choices: tuple[tuple[str, str], ...] = ()
        if one.kind is SettingKind.CHOICE:
            choices = _choices(table, one.name, str(limits.get(one.name, "")))
        yield _field(limits, ("limits",), one.name, one.label, kinds[one.kind], one.name in needed, one.unit, choices)


def _choices(table: Mapping[str, Any], name: str, now: str) -> tuple[tuple[str, str], ...]:
    if name == "parcel_for":
        known = {FOR_CONTACT: "一位联系人一个邮包", FOR_ALL: "全部一个邮包"}
    else:
        dates = [one for one in _tables(table, "fields") if one.get("kind") == "date"]
        known = {str(one.get("id")): str(one.get("label")) for one in dates}
        known |= {FROM_DEADLINE: "申报截止日", FROM_TODAY: "办理当日"}
    return (("", "（未写）"), *(({now: now} if now else {}) | known).items())


def _class_limits(table: Mapping[str, Any], one: Mapping[str, Any], number: int) -> Iterator[PackField]:
    place: Place = (*CLASSES, number)
    names = dict.fromkeys((*_classes(table), str(one.get("class", ""))))
    yield _field(one, place, "class", "类别", FormKind.CHOICE, True, "", tuple((name, name) for name in names))
    for setting in LIMIT_SETTINGS:
        if setting.name in ("applicant_deadline", "sending_deadline", "term_months", "most_per_applicant"):
            kind = FormKind.DAY if setting.kind is SettingKind.DAY else FormKind.COUNT
            yield _field(one, place, setting.name, setting.label, kind, False, setting.unit)


def _contact(one: Mapping[str, Any], number: int) -> tuple[PackField, ...]:
    place: Place = ("contacts", number)
    return (
        _field(one, place, "name", "姓名", FormKind.TEXT),
        _field(one, place, "phone", "电话", FormKind.TEXT, False),
        _field(one, place, "extension", "分机", FormKind.TEXT, False),
        _field(one, place, "sectors", "领域", FormKind.LIST),
        _field(one, place, "clause", "条款", FormKind.TEXT),
    )


def _rule(one: Mapping[str, Any], number: int) -> tuple[PackField, ...]:
    place: Place = ("rules", number)
    forces = tuple((force.value, force.label) for force in Force)
    return (
        _field(one, place, "clause", "条款", FormKind.TEXT),
        _field(one, place, "title", "标题", FormKind.TEXT),
        _field(one, place, "point", "要点", FormKind.LONG),
        _field(one, place, "force", "轻重", FormKind.CHOICE, True, "", forces),
        _field(one, place, "evidence", "看什么材料", FormKind.LONG),
        _field(one, place, "defect", "不符合时的话", FormKind.LONG),
        _field(one, place, "page", "通知原文页码", FormKind.COUNT, False),
    )


def _field(
    table: Mapping[str, Any],
    place: Place,
    key: str,
    label: str,
    kind: FormKind,
    is_needed: bool = True,
    unit: str = "",
    choices: tuple[tuple[str, str], ...] = (),
) -> PackField:
    value = table.get(key, "")
    said = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return PackField((*place, key), label, kind, said, is_needed, unit, choices)


def _classes(table: Mapping[str, Any]) -> tuple[str, ...]:
    """The classes of projects that the form of the applicants offers."""
    fields = (one for one in _tables(table, "fields") if one.get("id") == "project_class")
    return tuple(str(name) for one in fields for name in one.get("choices", ()) if isinstance(name, str))


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key)
    return value if isinstance(value, dict) else {}


def _tables(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = table.get(key)
    return value if isinstance(value, list) and all(isinstance(one, dict) for one in value) else []
