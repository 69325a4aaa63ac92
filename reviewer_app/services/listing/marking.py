"""Each person's own on the list: labels, kept views with their true counts, and what was changed since a look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.listing.asking import asked_in
from reviewer_app.domain.listing.changes import Kind
from reviewer_app.services.cases.permissions import require_member
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.listing import Label, SavedView

MOST_LETTERS = 12
#: What ships with the desk: what is due, what is absent, what changed.
SHIPPED = (
    SavedView("有变化", "变化:有", is_shared=True),
    SavedView("今日到期", "期限:今天", is_shared=True),
    SavedView("本周到期", "期限:本周", is_shared=True),
    SavedView("期限已过", "期限:逾期", is_shared=True),
    SavedView("没有期限", "期限:无", is_shared=True),
    SavedView("无人经办", "经办:无", is_shared=True),
    SavedView("不等任何人", "等:无", is_shared=True),
    SavedView("征求意见未复", "征询:未复", is_shared=True),
    SavedView("正本还在本处", "正本:在本处 状态:已报送 状态:不再办理", is_shared=True),
    SavedView("未读扫描件", "扫描:未读", is_shared=True),
)


@dataclass(frozen=True, slots=True)
class CountedView:
    """A view with the number of its cases; `is_shipped` ones cannot be taken away."""

    view: SavedView
    count: int
    is_shipped: bool = False


def counted_views(unit: UnitOfWork, season: str) -> tuple[CountedView, ...]:
    """The views that ship and those the person sees, each with its true count over all cases of the season."""
    own = unit.marks.views()
    shown = [*((view, True) for view in SHIPPED), *((view, False) for view in own)]
    return tuple(CountedView(view, _count(unit, season, view), is_shipped) for view, is_shipped in shown)


def keep_view(unit: UnitOfWork, view: SavedView) -> Changes:
    """Keeps what is looked for under a name; refused when it means nothing or cannot be meant."""
    require_member(unit.actor)
    asked = asked_in(view.text)
    if not view.name.strip() or len(view.name) > MOST_LETTERS or view.name in {one.name for one in SHIPPED}:
        raise RefusalError("saved_view.name", field="name")
    if asked.doubts:
        raise RefusalError(asked.doubts[0].code, **asked.doubts[0].values)
    if not asked.words and not asked.terms:
        raise RefusalError("saved_view.nothing", field="name")
    unit.marks.keep_view(view)
    return Changes(frozenset())


def drop_view(unit: UnitOfWork, view: SavedView) -> Changes:
    """Forgets a view that somebody kept."""
    require_member(unit.actor)
    unit.marks.drop_view(view)
    return Changes(frozenset())


def known_labels(unit: UnitOfWork) -> tuple[Label, ...]:
    """The labels the person at the desk may lay again."""
    return unit.marks.labels()


def labels_on(unit: UnitOfWork, ids: Sequence[int]) -> tuple[Label, ...]:
    """The labels that stand on any of some cases."""
    return tuple(sorted({label for labels in unit.marks.labels_of(ids).values() for label in labels}))


def require_label(unit: UnitOfWork, label: Label) -> None:
    """Refuses a label without words, with too many, or of somebody who left the office."""
    require_member(unit.actor)
    words = label.words
    if not words.strip() or words != " ".join(words.split()):
        raise RefusalError("label.empty", most=MOST_LETTERS, field="words")
    if len(words) > MOST_LETTERS:
        raise RefusalError("label.long", most=MOST_LETTERS, field="words")


def see(unit: UnitOfWork, case_id: int, kinds: Iterable[Kind]) -> Changes:
    """The person at the desk has these kinds of a case in sight: what others changed of them is no longer new."""
    fresh, seen = unit.marks.changed_kinds(case_id), tuple(kinds)
    # Who opens a case for the first time has everything new before him: from here on changes count.
    unit.marks.look(case_id, seen if unit.marks.has_looked(case_id) else tuple(Kind))
    nouns = {Noun.QUEUE} if fresh & set(seen) else set[Noun]()
    return Changes(frozenset(nouns), frozenset({case_id}))


def is_look_due(unit: UnitOfWork, case_id: int, kinds: Iterable[Kind]) -> bool:
    """Whether there is anything to note when these kinds of a case are seen."""
    return not unit.marks.has_looked(case_id) or bool(unit.marks.changed_kinds(case_id) & set(kinds))


def changed_kinds(unit: UnitOfWork, case_id: int) -> tuple[Kind, ...]:
    """What others changed of a case since the person at the desk saw it."""
    found = unit.marks.changed_kinds(case_id)
    return tuple(kind for kind in Kind if kind.value in found)


def _count(unit: UnitOfWork, season: str, view: SavedView) -> int:
    return unit.worklist.found(season, view.text, unit.actor)
