"""The keystroke-level estimate adds up, and holds the goal of a fifth."""

from __future__ import annotations

import re
from pathlib import Path

from support.house import text

_SECONDS = {"K": 0.28, "P": 1.1, "H": 0.4, "M": 1.35}
_ROW = re.compile(r"^\| [^|]+ \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)


def _total(part: str) -> float:
    rows = [tuple(map(int, found)) for found in _ROW.findall(part)]
    assert len(rows) > 10
    return round(
        sum(times * sum(n * s for n, s in zip(counts, _SECONDS.values(), strict=True)) for times, *counts in rows), 1
    )


def test_the_estimate_adds_up_to_its_totals_and_ratio() -> None:
    document = text(Path("docs/klm.md"))
    ours, theirs = document.partition("## Writer and Calc")[::2]
    stated = [float(found) for found in re.findall(r"^Total: ([\d.]+) s\.$", document, re.MULTILINE)]
    assert stated == [_total(ours), _total(theirs)]
    ratio = re.search(r"^Ratio: ([\d.]+)\.", document, re.MULTILINE)
    assert ratio is not None
    assert float(ratio.group(1)) == round(stated[0] / stated[1], 3) <= 0.2
