"""The project's own files as the architecture tests read them."""

from __future__ import annotations

import ast
import gc
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("reviewer_app", "ui/reviewer_ui", "db/reviewer_db", "resources/reviewer_resources")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file under version control, relative to the project; in an unpacked copy every file that is not made."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
        found = (Path(name) for name in listed.split("\0") if name)
    else:
        made = {".venv", "out", "dist", "build", "__pycache__"}
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if not made.intersection(path.parts))
    return tuple(sorted(path for path in found if (ROOT / path).is_file()))


@cache
def product() -> tuple[Path, ...]:
    """The Python files of the program itself."""
    return tuple(path for path in python() if path.as_posix().startswith(PACKAGES) or path.name == "start.py")


@cache
def python() -> tuple[Path, ...]:
    """Every Python file, tests too."""
    return tuple(path for path in tracked() if path.suffix == ".py")


@cache
def text(path: Path) -> str:
    """A file's text; what is not text reads as empty."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def tree(path: Path) -> ast.Module:
    """A Python file's syntax tree."""
    # Nothing in a tree is garbage while it grows, and looking for some takes twice as long as the parsing.
    gc.disable()
    try:
        return ast.parse(text(path), filename=str(path))
    finally:
        gc.enable()


def set_trees_aside() -> None:
    """Takes the trees out of the collector's sight: it would go through two million things in all later tests."""
    gc.freeze()
