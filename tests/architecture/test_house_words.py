"""The house's words: every sentence an officer can meet exists, is calm, and gets the values it names."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from reviewer_app.cli.commands import program
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_resources import names
from reviewer_resources import text as resource
from support.house import ROOT, product, text, tracked, tree

RAISING = {"RefusalError", "TroubleError", "sentence"}
CHINESE = re.compile(r"[\u3400-\u9fff]")
LOUD = re.compile("[!\uff01]")
HOME = re.compile(r"(?<![\w.~}>])/(?:work|root|home)/|\b[A-Z]:\\+Users|(?<![\w.])/User[s]/")
IMPLEMENTS = re.compile(r"[Ii]mplements `?(?:\w+\.)*?(\w*ports\.\w+)")
INDEX = re.compile(r"index[-_]url|find[-_]links|pypi\.org|python[h]osted|/simpl[e]/?\b")


def test_every_code_raised_has_a_sentence() -> None:
    """No officer ever reads a bare code."""
    used = {code: place for place, code, _ in _raised()}
    assert {code: place for code, place in used.items() if code not in _templates()} == {}


def test_every_place_in_a_sentence_gets_its_value() -> None:
    """A sentence never shows a dash where a name or a number belongs."""
    lacking, templates = [], _templates()
    for place, code, given in _raised():
        if given is not None and code in templates:
            gaps = _places(templates[code]) - given
            lacking += [f"{place}: {code} lacks {', '.join(sorted(gaps))}"] if gaps else []
    assert lacking == []


def test_sentences_are_chinese_and_calm() -> None:
    """Sentences are Chinese and carry no exclamation mark."""
    assert {code: said for code, said in _templates().items() if LOUD.search(said) or not CHINESE.search(said)} == {}


def test_labels_in_the_code_are_calm() -> None:
    """Chinese words that stand in the code carry no exclamation mark either."""
    loud = []
    for path in product():
        constants = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant))
        loud += [
            f"{path}:{node.lineno}"
            for node in constants
            if isinstance(node.value, str) and CHINESE.search(node.value) and LOUD.search(node.value)
        ]
    assert loud == []


def test_the_boxes_of_drafts_are_named_in_one_place() -> None:
    """A draft that is looked for under a name spelt otherwise is lost to the officer."""
    known, own = {*DraftBox, *DraftBoxes}, Path("reviewer_app/domain/drafts.py")
    ambiguous = {DraftBox.CHALLENGE, DraftBoxes.OPINION}  # words of other things, too
    spelt = [
        f"{path}:{node.lineno}"
        for path in product()
        for node in ast.walk(tree(path))
        if path != own and isinstance(node, ast.Constant) and node.value in known - ambiguous
    ]
    assert spelt == []


@pytest.mark.parametrize("pattern", [HOME, INDEX], ids=["folder of one machine", "package index"])
def test_no_file_names_a_place_of_one_machine(pattern: re.Pattern[str]) -> None:
    """The project runs from any folder and takes packages from wherever the machine's own pip is told to."""
    assert [str(path) for path in tracked() if pattern.search(text(path))] == []


def test_the_readme_names_just_two_commands() -> None:
    """Whoever reads the README has two lines to type."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text(Path("README.md")), re.DOTALL | re.MULTILINE)
    commands = {line.split("#")[0].strip() for block in blocks for line in block.splitlines() if "start.py" in line}
    assert commands == {"python3 start.py", "python3 start.py test"}


def test_the_readme_has_one_row_for_each_word_of_the_program_and_names_its_variables() -> None:
    """What can be typed or set is found once, in the README."""
    readme = text(Path("README.md"))
    rows = re.findall(r"^\| `([a-z]+)[^`]*` \|", readme, re.MULTILINE)
    assert sorted(rows) == sorted(name for name, command in program.commands.items() if not command.hidden)
    variables = {name for path in product() for name in re.findall(r"\bREVIEWER_[A-Z]+\b", text(path))}
    assert variables
    assert variables <= set(re.findall(r"`([A-Z_]+)`", readme))


def test_what_the_readme_points_at_exists() -> None:
    """Links and pictures of the README lead somewhere; pictures are taken from the running desk."""
    links = re.findall(r"\]\(([^)#:]+)\)", text(Path("README.md")))
    assert links
    pictures = ROOT / "docs" / "screenshots"
    assert [link for link in links if not (ROOT / link).exists() and (pictures.exists() or "docs/" not in link)] == []


def test_the_changelog_begins_with_what_is_not_released_or_with_this_version() -> None:
    """The log of changes is kept: its first entry is the coming or the present version."""
    entries = re.findall(r"^## (.+)$", text(Path("CHANGELOG.md")), re.MULTILINE)
    version = re.search(r'^version = "(.+)"$', text(Path("pyproject.toml")), re.MULTILINE)
    assert version
    assert entries[0].startswith(("Unreleased", version[1]))


def test_every_port_that_a_part_says_it_implements_exists() -> None:
    """A docstring never names a port by a former name."""
    ports = ROOT / "reviewer_app" / "services" / "ports"
    known = {node.name for file in ports.rglob("*.py") for node in tree(file).body if isinstance(node, ast.ClassDef)}
    said = {(path.name, name) for path in product() for name in IMPLEMENTS.findall(text(path))}
    assert len(said) > 15
    assert {(file, name) for file, name in said if name.removeprefix("ports.") not in known} == set()


def _raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where a code is raised or said, the code, and the names of the values given (None when not to be seen)."""
    for path in product():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and _name(node.func) in RAISING and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield f"{path}:{node.lineno}", code.value, _given(node)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _given(call: ast.Call) -> set[str] | None:
    if len(call.args) > 1:  # sentence(code, values)
        values = call.args[1]
        if not isinstance(values, ast.Dict):
            return None
        keys = [key.value if isinstance(key, ast.Constant) else None for key in values.keys]
        return None if None in keys else {str(key) for key in keys}
    keywords = [keyword.arg for keyword in call.keywords]
    return None if None in keywords else {str(name) for name in keywords}


@cache
def _templates() -> dict[str, str]:
    books = [tomllib.loads(resource("phrases", name)) for name in names("phrases", ".toml")]
    return {
        f"{section}.{key}": template
        for book in books
        for section, entries in book.items()
        for key, template in entries.items()
    }


def _places(template: str) -> set[str]:
    return {re.split(r"[.\[]", field)[0] for _, field, _, _ in Formatter().parse(template) if field}
