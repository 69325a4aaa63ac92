"""A season whose pack has criteria, every case that could be sent scored by them, and drawn for a second look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from reviewer_app.domain.ranking.lots import LookVerdict, LookWord
from reviewer_app.packs.checking import check_text
from reviewer_app.services.cases.sealing import strike_use
from reviewer_app.services.dispatch.changing.dissolving import dissolve_batch
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.ordering import ready_cases
from reviewer_app.services.dispatch.scoring import give_score, order_by_scores, take_back_order
from reviewer_app.services.dispatch.second_looks import answer_objection, draw_second_looks, say_second_look
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.seasons.pack_door import load_season_pack
from support.libraries import inside
from support.other_packs import WITH_CRITERIA
from support.small_office import DECIDED

CRITERIA = ("influence", "output", "effect")


def take_criteria(unit: UnitOfWork) -> None:
    """Loads the pack with criteria into the season."""
    load_season_pack(unit, check_text(WITH_CRITERIA, "sh-2024.toml"))


def score_ready(unit: UnitOfWork) -> None:
    """Scores all that could be sent, the later the better."""
    take_criteria(unit)
    for place, case in enumerate(ready_cases(unit)):
        for criterion, points in zip(CRITERIA, (min(place, 10), max(place - 10, 0), 0), strict=True):
            give_score(unit, case.id, criterion, points, "申请表所载")


def arrange_ready(unit: UnitOfWork) -> None:
    """The same, and the order arranged by it."""
    score_ready(unit)
    order_by_scores(unit)


def draw_ready(unit: UnitOfWork) -> None:
    """All that could be sent drawn for a second look, in cases of others than the person at the desk."""
    inside(unit).main.execute("UPDATE opinions SET submitted_by = '示例乙', decided_by = '示例丙'")
    cases = ready_cases(unit)
    for case in cases:
        unit.applications.update(replace(case, handler="示例乙"))
    draw_second_looks(unit, len(cases), "例行抽查")


def first_look(unit: UnitOfWork) -> int:
    """The first look drawn this season."""
    return unit.ranking.looks(unit.settings.get().season)[0].id


def object_as_another(unit: UnitOfWork) -> None:
    """The same, and another person's objection at the first."""
    draw_ready(unit)
    look = unit.ranking.looks(unit.settings.get().season)[0]
    word = LookWord(look.id, LookVerdict.OBJECTED, "查询日期晚于意见", "示例丙", unit.now)
    unit.ranking.say(replace(look, words=(word,)))


def _struck(unit: UnitOfWork) -> None:
    """The use of the seal on the batch's sheet struck out: nothing in it is sealed."""
    strike_use(unit, 1, _REASON)


_Act = Callable[[UnitOfWork], object]
_REASON = "申报表所载"
#: The acts of choosing, each with what is got ready for it.
RANKING: Mapping[str, tuple[_Act, _Act | None]] = {
    "score": (lambda unit: give_score(unit, DECIDED, "influence", 7, _REASON), take_criteria),
    "order_by_scores": (order_by_scores, score_ready),
    "take_back_order": (take_back_order, arrange_ready),
    "draw_looks": (lambda unit: draw_second_looks(unit, 1, _REASON), None),
    "second_look": (lambda unit: say_second_look(unit, first_look(unit), LookVerdict.SOUND, _REASON), draw_ready),
    "dissolve_batch": (lambda unit: dissolve_batch(unit, list_batches(unit)[0].id, _REASON), _struck),
    "answer_objection": (lambda unit: answer_objection(unit, first_look(unit), _REASON, 1), object_as_another),
}
