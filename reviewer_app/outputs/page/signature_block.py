"""Signature and seal at the end of a document: unit above date, the seal over both (GB/T 9704-2012, 7.3.5.1).

The rule: the date stands four characters in from the right, the unit above it and centred on it; the seal is upright,
unit and date lie slightly below its centre, and its top is within one line of the text. Lines and places are worked out
here as numbers; drawing is left to the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.outputs.page.items import MM, PageStyle, SealMark, Text, baseline
from reviewer_app.outputs.page.typeset import TextStyle, Typesetter

#: The smallest size (pt) a unit's name is set in to stay on one line.
LEAST_UNIT = 6.0


@dataclass(frozen=True, slots=True)
class SignatureStyle:
    """The numbers the rule leaves open: blank lines above the unit, indent of the date, the reserved circle.

    `drop` is how far (mm) the middle of the unit's line lies below the seal's centre.
    """

    blank_lines: int = 2
    date_indent: int = 4
    diameter: float = 45.0
    drop: float = 1.5


SIGNATURE = SignatureStyle()


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where the parts stand, in mm: left ends and line tops from the text's end downwards, the seal by its centre.

    `height` is what the whole takes below the text; `slack` what is left of the type area on the side of the unit
    name (0.0 for the longest district name with the shortest date).
    """

    unit_x: float
    unit_top: float
    date_x: float
    date_top: float
    seal_x: float
    seal_y: float
    height: float
    slack: float
    unit_style: TextStyle


def place_signature(
    setter: Typesetter, unit: str, day: date, style: PageStyle, signature: SignatureStyle = SIGNATURE
) -> SignaturePlace:
    """Places unit, date and seal; a unit name too long for the indent moves the date in, never out of the type area."""
    grid = style.grid
    unit_style = setter.shrunk(unit, style.signature, grid.width * MM, LEAST_UNIT)
    unit_width = setter.width(unit, unit_style) / MM
    date_width = setter.width(chinese_date(day), style.signature) / MM
    free = signature.date_indent * grid.character_pitch + (date_width - unit_width) / 2
    centre = grid.right - max(signature.date_indent * grid.character_pitch + date_width / 2, unit_width / 2)
    # Between lines set closer the seal still begins below the text: its red would run over the last words.
    below_text = signature.diameter / 2 + signature.drop - grid.line_pitch / 2
    unit_top = max(signature.blank_lines * grid.line_pitch, below_text)
    seal_y = unit_top + grid.line_pitch / 2 - signature.drop
    return SignaturePlace(
        unit_x=centre - unit_width / 2,
        unit_top=unit_top,
        date_x=centre - date_width / 2,
        date_top=unit_top + grid.line_pitch,
        seal_x=centre,
        seal_y=seal_y,
        height=max(seal_y + signature.diameter / 2, unit_top + 2 * grid.line_pitch),
        slack=max(free, 0.0),
        unit_style=unit_style,
    )


def signature_items(
    place: SignaturePlace,
    top: float,
    unit: str,
    day: date,
    seal: str,
    style: PageStyle,
    signature: SignatureStyle = SIGNATURE,
) -> tuple[SealMark, Text, Text]:
    """Seal, unit and date as items of a page on which the text ends at `top` (mm); the seal lies under the words."""
    pitch = style.grid.line_pitch
    size = style.signature.size
    return (
        SealMark(place.seal_x, top + place.seal_y, signature.diameter, seal, unit),
        Text(place.unit_x, baseline(top + place.unit_top, pitch, size), unit, place.unit_style),
        Text(place.date_x, baseline(top + place.date_top, pitch, size), chinese_date(day), style.signature),
    )
