"""骑缝章: how one seal is shared out over the edges of a document's pages.

Up to ten pages share one seal, each a strip of at least 4 mm. A longer document gets several seals; neighbouring groups
have one page in common, and their seals stand at different heights, so that no group can be exchanged as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

MOST_STRIPS = 10
EDGES = ("right", "left", "top", "bottom")
#: How far along the edge the seals' centres stand, as parts of it: one seal, or two rows in turn.
_SINGLE, _ROWS = 0.5, (0.33, 0.67)


@dataclass(frozen=True, slots=True)
class Strip:
    """The part of a seal on one page: pages and parts count from 0; `along` is where on the edge the centre stands."""

    page: int
    part: int
    parts: int
    along: float


def strips(pages: int) -> list[Strip]:
    """The strips of a document in the order of its pages; ValueError for fewer than two pages."""
    if pages < 2:
        raise ValueError("a seal across pages needs two of them")
    bounds = _groups(pages)
    found: list[Strip] = []
    for place, (first, last) in enumerate(bounds):
        along = _SINGLE if len(bounds) == 1 else _ROWS[place % 2]
        parts = last - first + 1
        found += [Strip(page, page - first, parts, along) for page in range(first, last + 1)]
    return found


def _groups(pages: int) -> list[tuple[int, int]]:
    """First and last page of each group, sizes as equal as can be; a group begins with the page the last one ended."""
    steps = pages - 1
    count = -(-steps // (MOST_STRIPS - 1))
    ends = [round(steps * number / count) for number in range(count + 1)]
    return list(pairwise(ends))
