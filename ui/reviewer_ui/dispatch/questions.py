"""What is asked before a batch is changed, supplemented or dissolved, or its order arranged."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.batch import Batch
from reviewer_app.services.dispatch.changing.planning import UpdatePlan
from reviewer_app.services.dispatch.ordering import OrderedCase
from reviewer_app.services.dispatch.scoring import ScoreSheet
from reviewer_app.services.papers.batch_letters import LettersPlan
from reviewer_resources.phrases import sentence
from reviewer_ui.widgets.decision import Question, Reason

_MOST_LINES = 6
#: So many letters that stay are named.
_MOST_KEPT = 2


def updating_question(plan: UpdatePlan, letters: LettersPlan | None = None, why_not: str = "") -> Question:
    """Asks before a batch is brought up to date; what is made anew and what it goes without is listed.

    `letters` are those it makes untrue, each with the number of what comes for it; or `why_not` none can be issued.
    """
    lines = [f"换页　{line.intake_number}　{line.project_name}" for line in plan.replaced]
    lines += [f"去掉　{one.line.intake_number}　{one.line.project_name}（{one.why}）" for one in plan.dropped]
    values = {"kept": len(plan.kept), "replaced": len(plan.replaced), "dropped": len(plan.dropped)}
    said = [sentence("made.updating", values)]
    said += [sentence("made.updating_posted", {"parcels": "、".join(plan.posted)})] if plan.posted else []
    said += [sentence("letters.none_after_update", {"why": why_not})] if why_not else []
    return Question(
        title=f"更新第 {plan.batch.number} 批",
        says="".join(said),
        lines=(*_few(lines, "件"), *(letter_lines(letters) if letters is not None else ())),
        confirm="更新这一批",
        reason=Reason.REQUIRED,
        is_final=True,
    )


def letter_lines(plan: LettersPlan) -> tuple[str, ...]:
    """What becomes of each letter of a batch, under its number."""
    to_all = sentence("letters.to_all")
    lines = [f"出具　{one.called}　{one.contact or to_all}　{one.cases} 件" for one in plan.new]
    lines += [f"作废　{one.entry.called}　{one.contact or to_all}" for one in plan.replaced]
    if len(plan.kept) > _MOST_KEPT:
        return (*lines, f"不动　其余报送函 {len(plan.kept)} 份")
    return (*lines, *(f"不动　{one.entry.called}　{one.contact or to_all}" for one in plan.kept))


def leaving_question(batch: Batch, number: str, name: str) -> Question:
    """Asks before a case is taken out of a batch that is not sent."""
    return Question(
        title=f"移出第 {batch.number} 批",
        says=sentence("made.leaving"),
        lines=(f"{number}　{name}",),
        confirm="移出这一件",
        reason=Reason.REQUIRED,
        is_final=True,
    )


def rejoining_question(batch: Batch, number: str, name: str) -> Question:
    """Asks before a case is put back into a batch it was taken out of."""
    return Question(
        title=f"放回第 {batch.number} 批",
        says=sentence("made.rejoining"),
        lines=(f"{number}　{name}",),
        confirm="放回这一件",
        reason=Reason.REQUIRED,
    )


def dissolving_question(batch: Batch) -> Question:
    """Asks before a batch is dissolved."""
    return Question(
        title=f"撤回第 {batch.number} 批组批",
        says=sentence("made.dissolving", {"count": len(batch.lines)}),
        confirm="撤回组批",
        reason=Reason.REQUIRED,
        is_destructive=True,
        is_final=True,
    )


def supplement_question(batch: Batch) -> Question:
    """Asks why a batch that was sent is to be supplemented."""
    return Question(
        title=f"补报第 {batch.number} 批",
        says=sentence("made.supplementing", {"number": batch.number}),
        confirm="去选件",
        reason=Reason.REQUIRED,
    )


def arranging_question(cases: Sequence[OrderedCase]) -> Question:
    """Asks before the order is arranged by the scores; `cases` as they would stand, in the places they have now."""
    standings = [(case, case.standing) for case in cases if case.standing is not None]
    places = sorted(standing.position for _case, standing in standings)
    lines = [
        f"{place}　{case.intake_number}　{standing.total} 分（现列第 {standing.position}）"
        + ("，同分，先后不变" if standing.tied else "")
        for place, (case, standing) in zip(places, standings, strict=True)
    ]
    return Question(
        title="按得分排列",
        says=sentence("scores.arranging", {"count": len(cases)}),
        lines=_few(lines, "件"),
        confirm=f"按得分排列 {len(cases)} 件",
    )


def taking_back_question(sheet: ScoreSheet) -> Question:
    """Asks before the last arrangement by scores is taken back."""
    made = sheet.arrangement
    return Question(
        title="撤回按得分排列",
        says=sentence("scores.taking_back", {"by": made.by, "at": f"{made.at:%m-%d %H:%M}"} if made else {}),
        confirm="撤回排列",
    )


def _names(batch: Batch, ids: Sequence[int]) -> tuple[str, ...]:
    wanted = set(ids)
    named = [f"{line.intake_number}　{line.project_name}" for line in batch.lines if line.application_id in wanted]
    return _few(named, "件")


def _few(lines: Sequence[str], unit: str) -> tuple[str, ...]:
    rest = len(lines) - _MOST_LINES
    return (*lines[:_MOST_LINES], *((f"另有 {rest} {unit}",) if rest > 0 else ()))
