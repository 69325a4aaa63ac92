"""The page on security names for each threat a test, and each test it names is there."""

from __future__ import annotations

import re
from pathlib import Path

_PAGE = Path("docs/security.md")
_NAMED = re.compile(r"`(test_\w+|tests/[\w/]+\.py)`")


def _rows() -> list[list[str]]:
    lines = [line for line in _PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if row[0] != "threat" and set(row[0]) != {"-"}]


def test_every_threat_has_a_test() -> None:
    rows = _rows()
    assert len(rows) > 20
    assert [row[0] for row in rows if len(row) != 4 or not _NAMED.search(row[3])] == []


def test_every_test_that_is_named_is_there() -> None:
    tests = "\n".join(path.read_text("utf-8") for path in Path("tests").rglob("test_*.py"))
    named = set(_NAMED.findall(_PAGE.read_text("utf-8")))
    missing = [name for name in named if name.startswith("test_") and f"def {name}(" not in tests]
    assert missing == []
    assert [name for name in named if name.startswith("tests/") and not Path(name).is_file()] == []
