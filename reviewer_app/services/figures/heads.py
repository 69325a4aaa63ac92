"""The six numbers above the charts: each with what stands beside it, its definition, and the list behind it."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer_app.domain.figures.counts import Figure
from reviewer_app.domain.figures.spread import Spread, share
from reviewer_app.domain.listing.figures import Behind, FiguresView, SeasonFigures
from reviewer_resources.phrases import sentence

NONE = "—"


@dataclass(frozen=True, slots=True)
class Head:
    """One number: `value` and `unit` are large, `beside` small beside it, `notes` below and at its right."""

    name: str
    label: str
    value: str
    unit: str
    beside: str
    note: str
    definition: str
    behind: Behind
    more: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """All of it in one sentence."""
        parts = [f"{self.label} {self.value}{self.unit}", self.beside, self.note, *self.more]
        return "，".join(part for part in parts if part)


def heads(view: FiguresView, with_waiting: bool = False) -> tuple[Head, ...]:
    """The numbers of a season, the office's time with or without the waiting for the applicant."""
    return (
        _counted(view, Figure.RECEIVED, None, "件"),
        _counted(view, Figure.RECOMMENDED, Figure.RECEIVED, "件"),
        _counted(view, Figure.APPROVED, Figure.RECOMMENDED, "项"),
        _counted(view, Figure.DECLINED, Figure.RECEIVED, "件"),
        _corrected(view),
        _taken(view, with_waiting),
    )


def season_words(season: str) -> str:
    """A season as it stands beside another, or the word for all of them."""
    return f"{season}年度" if season else "各年度合计"


def trend_words(view: FiguresView) -> str:
    """What stands side by side: from which season to which, and that the chosen one is marked among them."""
    names = [one.season for one in view.trend]
    if len(names) < 2:
        return sentence("figures.trend") + (sentence("figures.no_before") if names else "")
    marked = sentence("figures.trend_marked", {"season": view.now.season}) if view.now.season in names else ""
    return sentence("figures.trend_of", {"first": names[0], "last": names[-1], "marked": marked})


def _counted(view: FiguresView, figure: Figure, of: Figure | None, unit: str) -> Head:
    now, before = view.now, view.before
    said = []
    if before is not None:
        change = now.of(figure) - before.of(figure)
        said.append(f"{before.season}年度 {before.of(figure)}")
        if of is None:
            said.append(f"{change:+d}" if change else "持平")
    if of is not None and (part := share(now.of(figure), now.of(of))):
        said.append(f"占{of.label} {part}")
    return Head(
        figure.value,
        figure.label,
        str(now.of(figure)),
        unit,
        "",
        " · ".join(said),
        sentence(f"figures.{figure.value}"),
        now.behind(figure),
    )


def _corrected(view: FiguresView) -> Head:
    now, before = view.now, view.before
    figure, received = Figure.CORRECTED, Figure.RECEIVED
    said = share(now.of(figure), now.of(received))
    then = share(before.of(figure), before.of(received)) if before is not None else ""
    return Head(
        figure.value,
        "补正率",
        said or NONE,
        "",
        f"{now.of(figure)} / {now.of(received)} 件" if said else "",
        f"{before.season}年度 {then}" if before is not None and then else "",
        sentence("figures.corrected"),
        now.behind(figure),
    )


def _taken(view: FiguresView, with_waiting: bool) -> Head:
    now, before = view.now, view.before
    taken, other = now.taken(with_waiting), now.taken(not with_waiting)
    words = ("不含等待补正", "含等待补正")
    more = [f"{words[not with_waiting]} {_both(other)}"] if other.count else []
    if before is not None and before.taken(with_waiting).count:
        more.insert(0, f"{before.season}年度 {_both(before.taken(with_waiting))}")
    note = f"九成 {taken.p90} 天 · {words[with_waiting]}" if taken.count else words[with_waiting]
    return Head(
        "used",
        "用时中位数",
        NONE if taken.median is None else str(taken.median),
        "天" if taken.count else "",
        "",
        note,
        _definition(now, with_waiting),
        now.behind_taken(with_waiting),
        tuple(more),
    )


def _both(spread: Spread) -> str:
    return f"{spread.median} / {spread.p90} 天"


def _definition(now: SeasonFigures, with_waiting: bool) -> str:
    taken, old = now.taken(with_waiting), now.old_with_waiting if with_waiting else now.old
    if not taken.count and not old.count:
        return sentence("figures.no_used")
    apart = sentence("figures.old", {"old": old.count, "median": old.median}) if old.count else ""
    code = "figures.used_with_waiting" if with_waiting else "figures.used"
    return sentence(code, {"count": taken.count, "old": apart})
