"""A seal drawn as SVG, read as filled and stroked paths: what seal drawings consist of, and nothing that could mislead.

Understood are shapes and paths with solid colours, groups, transforms, `<use>`, style attributes and simple classes.
Whatever would look different without being noticed (text, pictures, gradients, masks, filters) is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.svgLib.path.parser import parse_path
from fontTools.svgLib.path.shapes import PathBuilder

from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.page.operators import OutlinePen, fill, number, stroke
from reviewer_app.outputs.seals.svg_style import (
    UnknownPartError,
    colour_of,
    length_of,
    own_style,
    sheet_rules,
    transform_of,
)

_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_GROUPS = frozenset({"svg", "g", "a", "switch", "symbol"})
_SILENT = frozenset({"defs", "title", "desc", "metadata", "style", "namedview", "script", "sodipodi"})
_MASKS = ("clip-path", "mask", "filter")
_CAPS = {"butt": "0", "round": "1", "square": "2"}
_JOINS = {"miter": "0", "round": "1", "bevel": "2"}
_DEEPEST = 40
#: Drawings with more elements than this are no seals.
_MOST_SHAPES = 20_000


@dataclass(slots=True)
class SvgDrawing:
    """Operators in the drawing's own units with y upwards, and what they cover: left, bottom, right, top."""

    code: list[str] = field(default_factory=list)
    bounds: tuple[float, float, float, float] | None = None

    def cover(self, box: tuple[float, float, float, float], margin: float) -> None:
        """Counts a shape's extent, with half of its line's width."""
        x1, y1, x2, y2 = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
        if self.bounds is not None:
            x1, y1 = min(x1, self.bounds[0]), min(y1, self.bounds[1])
            x2, y2 = max(x2, self.bounds[2]), max(y2, self.bounds[3])
        self.bounds = x1, y1, x2, y2


def read_svg(content: bytes, name: str) -> SvgDrawing:
    """The drawing; TroubleError `seal.unreadable` or `seal.svg_part` (which part cannot be drawn)."""
    try:
        if b"<!ENTITY" in content:
            raise ValueError("entities")
        root = ElementTree.fromstring(content)
        reader = _Reader(root, name)
        reader.walk(root, Transform(1, 0, 0, -1, 0, 0), {}, 0)
    except UnknownPartError as error:
        raise TroubleError("seal.svg_part", name=name, part=str(error)) from error
    except (ElementTree.ParseError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise TroubleError("seal.unreadable", name=name) from error
    if reader.drawing.bounds is None:
        raise TroubleError("seal.empty", name=name)
    return reader.drawing


class _Reader:
    """Walks the elements and collects operators."""

    def __init__(self, root: Any, name: str) -> None:
        self.drawing = SvgDrawing()
        self._name = name
        self._named = {element.get("id"): element for element in root.iter() if element.get("id")}
        self._rules = sheet_rules(element.text or "" for element in root.iter() if _tag(element) == "style")
        self._count = 0

    def walk(self, element: Any, matrix: Transform, inherited: Mapping[str, str], depth: int) -> None:
        """One element with its children."""
        tag = _tag(element)
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST_SHAPES:
            raise ValueError("too deep or too many")
        if tag in _SILENT or not tag:
            return
        style = {**inherited, **own_style(element, tag, self._rules)}
        if style.get("display") == "none":
            return
        self._refuse_masks(style)
        matrix = matrix.transform(transform_of(element.get("transform", "")))
        if tag in _SHAPES:
            self._shape(element, matrix, style)
        elif tag == "use":
            self._use(element, matrix, style, depth)
        elif tag in _GROUPS:
            for child in element:
                self.walk(child, matrix, _passed_on(style), depth + 1)
        else:
            raise TroubleError("seal.svg_part", name=self._name, part=tag)

    def _use(self, element: Any, matrix: Transform, style: Mapping[str, str], depth: int) -> None:
        link = element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or ""
        moved = matrix.translate(float(element.get("x", 0)), float(element.get("y", 0)))
        self.walk(self._named[link.removeprefix("#")], moved, _passed_on(style), depth + 1)

    def _refuse_masks(self, style: Mapping[str, str]) -> None:
        for part in _MASKS:
            if style.get(part, "none") != "none":
                raise TroubleError("seal.svg_part", name=self._name, part=part)
        for part in ("opacity", "fill-opacity", "stroke-opacity"):
            if float(style.get(part, "1")) not in (0.0, 1.0):
                raise TroubleError("seal.svg_part", name=self._name, part=part)

    def _shape(self, element: Any, matrix: Transform, style: Mapping[str, str]) -> None:
        if style.get("visibility", "visible") != "visible" or style.get("opacity") == "0" or _is_ground(element, style):
            return
        builder = PathBuilder()
        builder.add_path_from_element(_plain(element))
        path = RecordingPen()
        for definition in builder.paths:
            parse_path(definition, TransformPen(path, matrix))
        filled = self._colour(style, "fill", "#000000")
        lined = self._colour(style, "stroke", "none")
        width = length_of(style.get("stroke-width", "1")) * abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
        lined = lined if width else None
        bounds = BoundsPen(None)
        path.replay(bounds)
        if bounds.bounds is None or not (filled or lined):
            return
        if lined or filled != "#FFFFFF":  # a white ground is paper, not ink
            self.drawing.cover(bounds.bounds, width / 2 if lined else 0.0)
        self.drawing.code.append(_painted(path, filled, lined, width, style))

    def _colour(self, style: Mapping[str, str], part: str, default: str) -> str | None:
        if style.get(f"{part}-opacity") == "0":
            return None
        value = style.get(part, default).strip()
        if value.startswith("url("):
            raise TroubleError("seal.svg_part", name=self._name, part=f"{part}: {value}")
        return colour_of(style.get("color", "#000000") if value == "currentColor" else value)


def _painted(path: RecordingPen, filled: str | None, lined: str | None, width: float, style: Mapping[str, str]) -> str:
    pen = _AnyPath(1.0)
    path.replay(pen)
    parts = ["q"]
    if filled:
        parts.append(fill(filled))
    if lined:
        cap, join = _CAPS[style.get("stroke-linecap", "butt")], _JOINS[style.get("stroke-linejoin", "miter")]
        limit = number(float(style.get("stroke-miterlimit", "4")))
        parts += [stroke(lined), f"{number(width)} w {cap} J {join} j {limit} M", _dashes(style, width)]
    even = "*" if style.get("fill-rule") == "evenodd" else ""
    operator = f"B{even}" if filled and lined else f"f{even}" if filled else "S"
    return " ".join([*parts, *pen.code, operator, "Q"])


def _dashes(style: Mapping[str, str], width: float) -> str:
    dashes = style.get("stroke-dasharray", "none")
    if dashes == "none":
        return "[] 0 d"
    scale = width / length_of(style.get("stroke-width", "1"))
    lengths = [number(length_of(part) * scale) for part in re.split(r"[\s,]+", dashes.strip())]
    return f"[{' '.join(lengths)}] 0 d"


class _AnyPath(OutlinePen):
    """Outlines that need not be closed, as lines are."""

    def _endPath(self) -> None:
        """An open path ends without a closing line."""


def _is_ground(element: Any, style: Mapping[str, str]) -> bool:
    """A white ground over the whole drawing, as drawing programs put it: paper, not part of the seal."""
    is_whole = element.get("width") == "100%" and element.get("height") == "100%"
    return is_whole and style.get("fill", "").lower() in ("#fff", "#ffffff", "white")


def _passed_on(style: Mapping[str, str]) -> dict[str, str]:
    """What children inherit."""
    return {key: value for key, value in style.items() if key not in (*_MASKS, "opacity", "display")}


def _plain(element: Any) -> Any:
    """The shape with lengths as plain numbers, as far as they are given in px, without the turn it stands in."""
    copy = ElementTree.Element(_tag(element), {key: value for key, value in element.items() if key != "transform"})
    for key in ("x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2"):
        if key in copy.attrib:
            copy.set(key, str(length_of(copy.attrib[key])))
    return copy


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
