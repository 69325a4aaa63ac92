"""Two changes of one text brought together, line by line: what only one of them changed is taken as it is.

Where both changed the same lines the newer text's stand, and the other's stay beside them as comments: nothing is
written over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reviewer_app.packs.node import toml_of

#: The comment above lines of a draft that the version in force has otherwise.
MARK = "# 草稿原写（现行版已改作上面的写法）："
_LISTED = "[["
#: Of a longer text the lines that stand everywhere are not compared each with each: that takes the square of their
#: number. No pack of ours has so many.
_LONG = 3_000


@dataclass(frozen=True, slots=True)
class Merged:
    """A text with the changes of both, and in how many places both had changed it otherwise."""

    text: str
    both_changed: int


@dataclass(frozen=True, slots=True)
class _Change:
    """Some lines of the first text, from `start` to before `end`, that became others."""

    start: int
    end: int
    lines: tuple[str, ...]

    def meets(self, other: _Change) -> bool:
        """Whether the two change the same lines, or add lines in one place."""
        if self.start == self.end and other.start == other.end:
            return self.start == other.start
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class _Piece:
    """Lines of the merged text, and those of the draft that stand not in it."""

    lines: tuple[str, ...]
    aside: tuple[str, ...] = ()


def merged(base: str, mine: str, newer: str) -> Merged:
    """What `mine` and `newer` made of `base`, in one text."""
    first = base.split("\n")
    pieces = list(_pieces(first, _changes(first, mine.split("\n")), _changes(first, newer.split("\n"))))
    aside = [one.aside for one in pieces if one.aside]
    plain = "\n".join(line for one in pieces for line in one.lines)
    if not aside:
        return Merged(plain, 0)
    text = "\n".join(line for one in pieces for line in (*one.lines, *_noted(one.aside)))
    if not _say_same(text, plain):
        # They would stand within a text of several lines: then they stand at the end.
        text = plain.rstrip("\n") + "\n" + "\n".join(line for one in aside for line in _noted(one)) + "\n"
    return Merged(text, len(aside))


def _changes(before: Sequence[str], after: Sequence[str]) -> list[_Change]:
    is_long = max(len(before), len(after)) > _LONG
    found = SequenceMatcher(None, before, after, autojunk=is_long).get_opcodes()
    return [_Change(a, b, tuple(after[c:d])) for tag, a, b, c, d in found if tag != "equal"]


def _pieces(base: Sequence[str], mine: list[_Change], newer: list[_Change]) -> Iterator[_Piece]:
    at = 0
    while mine or newer:
        own, others = _next_group(mine, newer)
        start = min(one.start for one in (*own, *others))
        end = max(one.end for one in (*own, *others))
        yield _Piece(tuple(base[at:start]))
        yield _brought_together(_applied(base, start, end, own), _applied(base, start, end, others), own, others)
        at = end
    yield _Piece(tuple(base[at:]))


def _next_group(mine: list[_Change], newer: list[_Change]) -> tuple[list[_Change], list[_Change]]:
    """Takes off the first change and all that meet it, or what meets it, of either side."""
    own: list[_Change] = []
    others: list[_Change] = []
    first = mine if not newer or (mine and (mine[0].start, mine[0].end) <= (newer[0].start, newer[0].end)) else newer
    (own if first is mine else others).append(first.pop(0))
    is_growing = True
    while is_growing:
        is_growing = False
        for queue, group, opposite in ((mine, own, others), (newer, others, own)):
            while queue and any(queue[0].meets(one) for one in opposite):
                group.append(queue.pop(0))
                is_growing = True
    return own, others


def _applied(base: Sequence[str], start: int, end: int, changes: Sequence[_Change]) -> tuple[str, ...]:
    lines: list[str] = []
    at = start
    for one in changes:
        lines += [*base[at : one.start], *one.lines]
        at = one.end
    return (*lines, *base[at:end])


def _brought_together(
    mine: tuple[str, ...], newer: tuple[str, ...], own: Sequence[_Change], others: Sequence[_Change]
) -> _Piece:
    if not others or mine == newer:
        return _Piece(mine)
    if not own:
        return _Piece(newer)
    are_added = all(one.start == one.end for one in (*own, *others))
    if are_added and all(_begins_a_table(lines) for lines in (mine, newer)):
        return _Piece((*newer, *mine))
    if mine and all(line in newer for line in mine):
        return _Piece(newer)
    return _Piece(newer, tuple(line for line in mine if line.strip() and line not in newer) or ("（删去）",))


def _begins_a_table(lines: Sequence[str]) -> bool:
    return next((line.strip() for line in lines if line.strip()), "").startswith(_LISTED)


def _noted(lines: Sequence[str]) -> tuple[str, ...]:
    return (MARK, *(f"# {line}" for line in lines)) if lines else ()


def _say_same(one: str, other: str) -> bool:
    try:
        return toml_of(one) == toml_of(other)
    except ValueError:
        return False
