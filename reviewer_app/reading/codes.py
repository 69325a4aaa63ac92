"""QR and bar codes on a page, however it is turned."""

from __future__ import annotations

import zxingcpp
from PIL import Image

#: No page of ours bears as many.
_MOST = 12
_RIGHT_ANGLE = 90


def codes_on(picture: Image.Image) -> list[tuple[str, int]]:
    """The texts of the codes, each with the clockwise turn that would set it upright."""
    found = zxingcpp.read_barcodes(picture.convert("L"))[:_MOST]
    return [(str(one.text), _turn(float(one.orientation))) for one in found if one.text]


def _turn(orientation: float) -> int:
    return -round(orientation / _RIGHT_ANGLE) * _RIGHT_ANGLE % 360
