"""The house keeps its shape: names, lengths, docstrings and what a package's front door may hold."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from support.house import product, python, text, tracked, tree

LONGEST = 400
TOP = {
    ".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "db", "docs", "pyproject.toml",
    "requirements", "resources", "reviewer_app", "start.py", "tests", "ui",
}  # fmt: skip
NO_DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def test_the_top_level_names_are_the_agreed_ones() -> None:
    """A newcomer finds at the top only the names that DESIGN and README explain."""
    assert {path.parts[0] for path in tracked()} <= TOP


def test_no_file_grows_over_its_length() -> None:
    """A file that one cannot read at a sitting has to be divided."""
    lengths = {str(path): len(text(path).splitlines()) for path in python()}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_drawer_is_named_for_nothing() -> None:
    """Every module and folder is named for a thing of the office."""
    words = {path: {word for part in path.with_suffix("").parts for word in part.split("_")} for path in python()}
    assert [str(path) for path, found in words.items() if found & NO_DRAWERS] == []


def test_every_module_class_and_function_says_what_it_is() -> None:
    """Public names carry a sentence in the office's words."""
    silent = []
    for path in python():
        if not ast.get_docstring(tree(path)):
            silent.append(str(path))
        if path in product():
            public = (node for node in tree(path).body if isinstance(node, Definition) and node.name[0] != "_")
            silent += [f"{path}: {node.name}" for node in public if not ast.get_docstring(node)]
    assert silent == []


def test_a_front_door_holds_only_names() -> None:
    """`__init__.py` has a docstring, imports and `__all__`; what does something stands in a module with a name."""
    doors = [path for path in product() if path.name == "__init__.py"]
    assert len(doors) > 10
    assert [f"{path}:{node.lineno}" for path in doors for node in tree(path).body if not _is_name_only(node)] == []


def test_test_files_have_names_of_their_own() -> None:
    """A test's name is enough to find it."""
    counts = Counter(path.name for path in python() if path.name.startswith("test_"))
    assert [name for name, count in counts.items() if count > 1] == []


def test_tests_stand_where_the_source_stands() -> None:
    """The test folders are those of the design."""
    folders = {path.parts[1] for path in python() if path.parts[0] == "tests" and len(path.parts) > 2}
    agreed = {
        "architecture", "bench", "cli", "db", "demo", "domain", "e2e", "foreign", "intake", "outputs", "packs",
        "reading", "services", "support", "ui",
    }  # fmt: skip
    assert folders <= agreed


def test_types_are_not_waved_through() -> None:
    """A `type: ignore` names its error, and no file leaves the type check as a whole."""
    bare = re.compile(r"#\s*type:\s*ignore(?!\[)|#\s*mypy:\s*(?:ignore|disable)|#\s*ruff:\s*noqa")
    here = Path("tests/architecture/test_house_shape.py")
    assert [str(path) for path in python() if path != here and bare.search(text(path))] == []


def _is_name_only(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)] == ["__all__"]
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or isinstance(node, ast.Import | ast.ImportFrom)
