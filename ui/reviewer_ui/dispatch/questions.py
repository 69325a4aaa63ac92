"""What is asked before a batch is recorded as sealed or as sent; the button names what will happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer_app.domain.batch import Batch
from reviewer_app.services.dispatch.ordering import OrderedCase
from reviewer_app.services.dispatch.scoring import ScoreSheet
from reviewer_resources.phrases import sentence
from reviewer_ui.widgets.decision import Question

_MOST_LINES = 6


def sealing_question(batch: Batch, ids: Sequence[int]) -> Question:
    """Asks before the use of the real seal is recorded."""
    return Question(
        title=f"登记第 {batch.number} 批用印",
        says=f"下列 {len(ids)} 件的推荐意见已盖实物印章，状态将由“已复核”改为“已用印”，并记入流转记录：",
        lines=_names(batch, ids),
        confirm=f"登记用印 {len(ids)} 件",
        is_final=True,
    )


def sending_question(batch: Batch, excused: Sequence[str], told: Mapping[int, str] | None = None) -> Question:
    """Asks before a batch is frozen as sent; `excused` are the points of its check for which a reason was written.

    `told` is what is still to be said of cases: a second look that nobody has taken.
    """
    count = len(batch.lines)
    said = told or {}
    waiting = [
        f"{line.intake_number}　{said[line.application_id]}" for line in batch.lines if line.application_id in said
    ]
    warning = f"寄前核对有 {len(excused)} 项以写明理由代替。" if excused else ""
    return Question(
        title=f"登记第 {batch.number} 批报送",
        says=f"{warning}这一批 {count} 件将登记为已报送。登记后不能再改动，以后有变更只能另行补报：",
        lines=(
            *_few(excused, "项"),
            *_few(waiting, "件"),
            *_names(batch, [line.application_id for line in batch.lines]),
        ),
        confirm=f"登记报送 {count} 件",
        is_final=True,
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
