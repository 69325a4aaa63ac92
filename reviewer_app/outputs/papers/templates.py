"""The templates of our documents as typed data, and whether values fit them; whatever is wrong is said by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from string import Formatter

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.papers.block_reading import TemplateNode, read_block
from reviewer_app.outputs.papers.blocks import PlacedBlock
from reviewer_app.packs.node import Node
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_resources import text as resource_text

#: What every document knows without being told in a field.
BUILT_IN = frozenset({"unit", "day", "number"})
STYLES = ("official", "opinion", "letter", "sheet", "slip", "labels", "envelope")


@dataclass(frozen=True, slots=True)
class Foot:
    """What a document's small print and code say when it goes by another number than its own; `further` follows it."""

    label: str
    number: str
    further: str


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of document: what it asks for (field names with their meaning, tables with their columns), its blocks.

    `version` is raised with every change that alters how a document looks; the file says its `subject` of itself, or
    the kind's name without one.
    """

    file: str
    kind: str
    version: int
    style: str
    title: str
    fields: Mapping[str, str]
    optional: Mapping[str, str]
    tables: Mapping[str, tuple[str, ...]]
    blocks: tuple[PlacedBlock, ...]
    subject: str = ""
    foot: Foot | None = None


@cache
def shipped_template(kind: str) -> Template:
    """The template that comes with the desk; TroubleError `template.none` if there is none."""
    name = f"{kind}.toml"
    try:
        return load_template(resource_text("templates", name), name)
    except FileNotFoundError as missing:
        known = {each.value: each.label for each in DocumentKind}
        raise TroubleError("template.none", kind=known.get(kind, kind)) from missing


def load_template(text: str, source: str) -> Template:
    """Reads a template; TroubleError `template.broken` with file, key and reason."""
    root = TemplateNode(_parse(text, source), "", source)
    template = Template(
        file=source,
        kind=root.text("kind"),
        version=root.whole("version"),
        style=root.text("style"),
        title=root.text("title"),
        fields=dict(root.pairs("fields")),
        optional=dict(root.pairs("optional")),
        tables=root.lists("tables"),
        blocks=tuple(read_block(node) for node in root.nodes("blocks")),
        subject=root.text("subject", ""),
        foot=_foot(root.node("foot")) if root.has("foot") else None,
    )
    root.finish()
    _check(template, root)
    return template


def _foot(node: Node) -> Foot:
    foot = Foot(node.text("label"), node.text("number"), node.text("further", ""))
    node.finish()
    return foot


def check_values(template: Template, values: DocumentValues) -> None:
    """TroubleError `template.…` if a field or table is missing, unknown, or has rows of another width."""
    for name, meaning in template.fields.items():
        if name not in values.fields:
            raise TroubleError("template.missing_field", file=template.file, key=name, reason=meaning)
    for name, columns in template.tables.items():
        if name not in values.tables:
            raise TroubleError("template.missing_table", file=template.file, key=name, reason="、".join(columns))
        for place, row in enumerate(values.tables[name], 1):
            if len(row) != len(columns):
                sizes = {"row": place, "wanted": len(columns), "given": len(row)}
                raise TroubleError("template.bad_row", file=template.file, key=name, **sizes)
    _refuse_unknown(template, values)


def _refuse_unknown(template: Template, values: DocumentValues) -> None:
    """A field or table nobody prints was meant for something: it is named with those there are."""
    fields_known, tables_known = [*template.fields, *template.optional], [*template.tables]
    for name in values.fields.keys() - set(fields_known):
        reason = f"可用的有{'、'.join(fields_known)}"
        raise TroubleError("template.unknown_field", file=template.file, key=name, reason=reason)
    for name in values.tables.keys() - set(tables_known):
        reason = f"可用的有{'、'.join(tables_known) or '（无）'}"
        raise TroubleError("template.unknown_table", file=template.file, key=name, reason=reason)


def _parse(text: str, source: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        place = re.search(r"line (\d+), column (\d+)", str(problem))
        key = f"第{place[1]}行第{place[2]}列" if place else "（文末）"
        raise TroubleError("template.broken", file=source, key=key, reason="不是正确的 TOML 文本") from problem


def _check(template: Template, root: TemplateNode) -> None:
    """Every place in a text is a field or a column, every table named is there, and the style is known."""
    if template.style not in STYLES:
        root.broken("style", f"没有“{template.style}”这种版式，可用的有{'、'.join(STYLES)}")
    twice = (template.fields.keys() & template.optional.keys()) | (BUILT_IN & template.fields.keys())
    for name in sorted(twice):
        root.broken(f"fields.{name}", "重复，或与文件自带的名称相同")
    known = BUILT_IN | template.fields.keys() | template.optional.keys()
    _check_places(root, "title", template.title, known)
    _check_places(root, "subject", template.subject, known)
    if template.foot:
        for said in (template.foot.number, template.foot.further):
            _check_places(root, "foot", said, known)
    for number, placed in enumerate(template.blocks):
        key = f"blocks[{number}]"
        table = getattr(placed.block, "table", "")
        if table and table not in template.tables:
            root.broken(f"{key}.table", f"没有“{table}”这张表")
        for condition in (*placed.when, *placed.unless):
            name, equals, _ = condition.partition("=")
            if name not in known and (equals or name not in template.tables):
                root.broken(f"{key}.when", f"没有“{name}”这一字段或表")
        inside = known | set(template.tables.get(table, ()))
        for said in _texts(placed):
            _check_places(root, key, said, inside)


def _check_places(root: TemplateNode, key: str, text: str, known: frozenset[str] | set[str]) -> None:
    try:
        places = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        root.broken(key, f"“{text}”里的花括号不成对")
    for name in places:
        if name not in known:
            root.broken(key, f"“{{{name}}}”不是字段名或列名")


def _texts(placed: PlacedBlock) -> Iterator[str]:
    """Every text of a block that may hold places."""
    for each in fields(placed.block):
        yield from _strings(getattr(placed.block, each.name))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)
