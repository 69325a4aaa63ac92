"""Colours, style attributes, simple style sheets and transforms of SVG drawings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fontTools.misc.transform import Transform

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CALL = re.compile(r"(\w+)\s*\(([^)]*)\)")
_NAMED = {
    "black": "#000000", "white": "#FFFFFF", "red": "#FF0000", "darkred": "#8B0000", "crimson": "#DC143C",
    "firebrick": "#B22222", "maroon": "#800000", "blue": "#0000FF", "navy": "#000080", "green": "#008000",
    "gray": "#808080", "grey": "#808080", "orangered": "#FF4500", "tomato": "#FF6347", "brown": "#A52A2A",
}  # fmt: skip
#: What is taken from attributes; everything else an editor writes is its own affair.
_PARTS = (
    "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
    "fill-rule", "opacity", "fill-opacity", "stroke-opacity", "display", "visibility", "color", "clip-path", "mask",
    "filter",
)  # fmt: skip


class UnknownPartError(ValueError):
    """A part of a drawing, as it is written there, that this reader would not draw as others do."""


def length_of(value: str) -> float:
    """A length in user units; UnknownPartError for any other unit than px."""
    try:
        return float(value.strip().removesuffix("px"))
    except ValueError as error:
        raise UnknownPartError(value) from error


def colour_of(value: str) -> str | None:
    """A colour as `#RRGGBB`, None for none; UnknownPartError for a colour this reader does not know."""
    value = value.strip().lower()
    if value in ("none", "transparent"):
        return None
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "#" + "".join(letter * 2 for letter in value[1:]).upper()
    if re.fullmatch(r"#[0-9a-f]{6}", value):
        return value.upper()
    if match := re.fullmatch(r"rgb\(([^)]*)\)", value):
        parts = [_channel(part) for part in re.split(r"[\s,]+", match[1].strip())]
        if len(parts) == 3:
            return "#" + "".join(f"{part:02X}" for part in parts)
    if value in _NAMED:
        return _NAMED[value]
    raise UnknownPartError(value)


def _channel(part: str) -> int:
    value = float(part[:-1]) * 2.55 if part.endswith("%") else float(part)
    return min(max(round(value), 0), 255)


def sheet_rules(sheets: Iterable[str]) -> dict[str, dict[str, str]]:
    """The rules of the drawing's style sheets by plain selector (`path`, `.st0`, `#seal`)."""
    rules: dict[str, dict[str, str]] = {}
    for sheet in sheets:
        for selectors, body in _RULE.findall(_COMMENT.sub("", sheet)):
            for selector in selectors.split(","):
                rules.setdefault(selector.strip(), {}).update(_declared(body))
    return rules


def own_style(element: Any, tag: str, rules: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What an element says of itself: attributes, then rules by tag, class and id, then its style attribute."""
    style = {part: element.get(part) for part in _PARTS if element.get(part) is not None}
    selectors = [tag, *(f".{name}" for name in element.get("class", "").split()), f"#{element.get('id', '')}"]
    for selector in selectors:
        style |= rules.get(selector, {})
    style |= _declared(element.get("style", ""))
    return {key: value for key, value in style.items() if value != "inherit"}


def _declared(body: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in body.split(";") if ":" in part)
    return {key.strip(): value.replace("!important", "").strip() for key, value in pairs}


def transform_of(text: str) -> Transform:
    """The matrix of a transform attribute; UnknownPartError for an unknown one."""
    matrix = Transform()
    for name, numbers in _CALL.findall(text):
        values = [float(part) for part in re.split(r"[\s,]+", numbers.strip()) if part]
        if name not in _TRANSFORMS:
            raise UnknownPartError(name)
        matrix = matrix.transform(_TRANSFORMS[name](values))
    return matrix


def _rotated(values: list[float]) -> Transform:
    from math import radians

    x, y = (values[1], values[2]) if len(values) == 3 else (0.0, 0.0)
    return Transform().translate(x, y).rotate(radians(values[0])).translate(-x, -y)


def _skewed(values: list[float], axis: str) -> Transform:
    from math import radians

    angle = radians(values[0])
    return Transform().skew(angle, 0) if axis == "x" else Transform().skew(0, angle)


_TRANSFORMS: dict[str, Callable[[list[float]], Transform]] = {
    "matrix": lambda values: Transform(*values),
    "translate": lambda values: Transform().translate(*values),
    "scale": lambda values: Transform().scale(*values),
    "rotate": _rotated,
    "skewX": lambda values: _skewed(values, "x"),
    "skewY": lambda values: _skewed(values, "y"),
}
