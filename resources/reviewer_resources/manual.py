"""The manual's chapters: read from their list, found by their words and by the screen they speak of."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from reviewer_resources import text

_FOLDER = "manual"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the window by the name under which the demo makes it, and what is said below it."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: its title, its text in Markdown, the screens from which it is opened, its pictures in print."""

    title: str
    markdown: str
    screens: tuple[str, ...]
    pictures: tuple[Picture, ...]

    def has(self, wanted: str) -> bool:
        """Whether every word that is looked for stands in it."""
        whole = f"{self.title}\n{self.markdown}".casefold()
        return all(word in whole for word in wanted.casefold().split())


@cache
def chapters() -> tuple[Chapter, ...]:
    """The manual, in the order of its list."""
    listed = tomllib.loads(text(_FOLDER, "contents.toml"))["chapters"]
    return tuple(
        Chapter(
            one["title"],
            text(_FOLDER, one["file"]),
            tuple(one["screens"]),
            tuple(Picture(picture["name"], picture["says"]) for picture in one["pictures"]),
        )
        for one in listed
    )


def chapter_of(screens: Sequence[str]) -> int:
    """The first chapter for the narrowest screen that has one; `screens` from the narrowest to the widest."""
    for screen in screens:
        for number, chapter in enumerate(chapters()):
            if screen in chapter.screens:
                return number
    return 0
