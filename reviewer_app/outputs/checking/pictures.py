"""What a comparison of page pictures says of a PDF, in sentences, beside what its structure says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reviewer_app.services.ports.pictures import FileTimes, PageChange, Seen
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_resources.phrases import sentence


def picture_lines(lines: Sequence[CheckLine], times: FileTimes, changes: Sequence[PageChange]) -> list[CheckLine]:
    """The sentences on a file with what its pages show: nothing is called intact that looks otherwise today."""
    if times.is_too_large:
        return [*lines, _line(Grade.NOTICE, "too_large")]
    if len(times.shown) < 2:
        return list(lines)
    broken = [one for one in changes if one.seen is not Seen.FILLED]
    filled = [one for one in changes if one.seen is Seen.FILLED]
    found = list(lines[1:])
    if broken:
        found = list(_since(found, times, broken))
        head = CheckLine(lines[0].part, Grade.BROKEN, changes_said(broken, is_made_here=times.is_made_here))
        first = [lines[0], head] if lines[0].standing is not Grade.INTACT else [head]
        return [*first, *found]
    said = [_line(Grade.NOTICE, "filled", pages=_pages(filled))] if filled else []
    if not changes:
        said = [_line(Grade.INTACT, "same_made" if times.is_made_here else "same_signed")]
    return [lines[0], *said, *found]


def not_drawn(code: str = "pictures.not_drawn", **values: object) -> CheckLine:
    """The sentence on a file whose pages could not be compared."""
    return CheckLine(sentence("pictures.part"), Grade.NOTICE, sentence(code, values))


def changes_said(changes: Sequence[PageChange], *, is_made_here: bool) -> str:
    """What was found changed or covered, in sentences."""
    when = "生成时" if is_made_here else "签名时"
    said = []
    if any(one.page < 0 for one in changes):
        said.append(sentence("pictures.count", {"when": when}))
    for seen in (Seen.CHANGED, Seen.COVERED):
        pages = _pages(one for one in changes if one.seen is seen and one.page >= 0)
        if pages:
            said.append(sentence(f"pictures.{seen.value}", {"when": when, "pages": pages}))
    return "".join(said)


def _line(standing: Grade, code: str, **values: object) -> CheckLine:
    return CheckLine(sentence("pictures.part"), standing, sentence(f"pictures.{code}", values))


def _pages(changes: Iterable[PageChange]) -> str:
    return "、".join(map(str, sorted({one.page + 1 for one in changes})))


def _after(part: str, times: FileTimes, broken: Sequence[PageChange]) -> list[PageChange]:
    """The changes that came after this signature."""
    number = part.removeprefix("签名")
    if part == number or not number.isdecimal():
        return []
    own = int(number) - (0 if times.is_made_here else 1)
    return [one for one in broken if one.step >= own]


def _since(lines: Sequence[CheckLine], times: FileTimes, broken: Sequence[PageChange]) -> Iterator[CheckLine]:
    """Of a signature after which the pages changed, only that is said, and what was to be said against it anyway."""
    told: set[str] = set()
    for line in lines:
        changes = _after(line.part, times, broken)
        if not changes or line.standing is not Grade.INTACT:
            yield line
        elif line.part not in told:
            said = sentence("pictures.since", {"changes": changes_said(changes, is_made_here=False)})
            yield CheckLine(line.part, Grade.BROKEN, said)
        told.add(line.part)
