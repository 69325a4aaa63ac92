"""Whoever opens bytes with a parser stands in the table of docs/foreign-files.md, or gives none of others' to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from support.house import product, text, tree

TABLE = Path("docs/foreign-files.md")
#: What takes bytes apart, by the module it is imported from.
PARSERS = {
    "openpyxl", "python_calamine", "lxml", "pikepdf", "pyhanko", "PIL", "tomllib", "zipfile", "asn1crypto", "xml",
    "html.parser", "pypdfium2", "PySide6.QtPdf", "PySide6.QtSvg", "pickle", "pkcs12", "csv", "small_files",
}  # fmt: skip
#: What reads a file as JSON (in bounds: by `small_files`); texts of the library's own rows are not meant.
JSON_OF_FILES = re.compile(r"json\.loads?\([^()]*(read_bytes|read_text|\bopen\()")
#: What makes a picture of bytes.
PICTURES = re.compile(r"\b(fromData|loadFromData)\(|\bQ(?:Image|Pixmap)\((?:str\(|path|file|content)")


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{one.name}" for one in node.names))


def opens_bytes(path: Path) -> bool:
    """Whether a module takes bytes apart with one of the parsers."""
    names = set(_imported(path))
    parts = {part for name in names for part in (name, name.partition(".")[0], name.rpartition(".")[2])}
    return bool(PARSERS & parts or JSON_OF_FILES.search(text(path)) or PICTURES.search(text(path)))


def _opening() -> set[str]:
    return {path.as_posix() for path in product() if "/bench/" not in path.as_posix() and opens_bytes(path)}


def _listed() -> list[str]:
    """The modules and rooms (with a stroke at the end) that the document names behind its table."""
    behind = text(TABLE).partition("## Modules that open bytes")[2]
    return re.findall(r"`([\w./]+(?:\.py|/))`", behind)


def test_every_module_that_opens_bytes_is_listed() -> None:
    listed = _listed()
    missing = {module for module in _opening() if not any(_covers(one, module) for one in listed)}
    assert missing == set()


def test_nothing_is_listed_that_opens_none() -> None:
    opening = _opening()
    assert [one for one in _listed() if not any(_covers(one, module) for module in opening)] == []


def test_every_test_that_the_table_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+(?:\.py|/))`", text(TABLE))
    assert named
    assert [one for one in named if not Path(__file__).parents[2].joinpath(one).exists()] == []


def _covers(listed: str, module: str) -> bool:
    return module == listed or (listed.endswith("/") and module.startswith(listed))
