"""Where the data files of the desk lie and how their text is read."""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Where a resource lies on disk, e.g. `path("icons", "queue.svg")`."""
    return _ROOT.joinpath(*parts)


def text(*parts: str) -> str:
    """A text resource as UTF-8."""
    return path(*parts).read_text(encoding="utf-8")


def names(folder: str, suffix: str) -> list[str]:
    """The file names of a folder with a suffix, sorted."""
    return sorted(item.name for item in path(folder).glob(f"*{suffix}"))
