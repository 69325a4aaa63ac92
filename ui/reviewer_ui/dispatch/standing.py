"""How a case stands by its score, in words: its place, where the order departs from it and why, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.notice import Criterion
from reviewer_app.domain.ranking.scores import Agreement, Score, Standing
from reviewer_app.services.dispatch.ordering import OrderedCase
from reviewer_app.services.dispatch.scoring import ScoreSheet
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told

_AGREEMENTS = {
    Agreement.BY_SCORE: "scores.by_score",
    Agreement.BY_REASON: "scores.by_reason",
    Agreement.BY_OTHERS: "scores.by_others",
    Agreement.UNEXPLAINED: "scores.unexplained",
}


def rank_words(standing: Standing | None) -> str:
    """The place by score; empty before every case has its sum."""
    if standing is None or not standing.rank:
        return ""
    return sentence("scores.rank_tied" if standing.tied else "scores.rank", {"rank": standing.rank})


def total_words(standing: Standing | None) -> str:
    """The sum with the place it gives."""
    if standing is None or standing.total is None:
        return ""
    return "，".join(filter(None, (f"{standing.total} 分", rank_words(standing))))


def place_words(case: OrderedCase) -> str:
    """Where the order departs from the score and why; otherwise the last move of the case."""
    standing = case.standing
    if standing is not None and standing.agreement not in (Agreement.UNRANKED, Agreement.BY_SCORE):
        return _agreement_words(case, standing)
    if case.last is None:
        return ""
    return f"{case.last.at:%m-%d} {case.last.by}：{case.last.reason or sentence('scores.arranged')}"


def told_standing(case: OrderedCase, sheet: ScoreSheet) -> Told:
    """Sum and place of a case with every score they rest on, who gave it, and the cases beside and above it."""
    lines = [_score_line(one, case.scores.get(one.id)) for one in sheet.criteria]
    standing = case.standing
    if standing is not None and standing.rank:
        lines += _neighbours(case, standing, sheet.cases)
        lines.append(f"次序：{_agreement_words(case, standing)}。")
    elif sheet.criteria and standing is None:
        lines.append(sentence("scores.away"))
    elif sheet.criteria:
        ranked = [(one.intake_number, one.standing) for one in sheet.cases if one.standing is not None]
        wanting = [number for number, its in ranked if its.total is None]
        lines.append(sentence("scores.no_rank_yet", {"count": len(wanting), "numbers": "、".join(wanting[:3])}))
    if case.last is not None and case.last.reason:
        lines.append(f"最近一次调整：{case.last.at:%Y-%m-%d} {case.last.by}：{case.last.reason}")
    if case.last is None:
        lines.append(sentence("why.rank_kept"))
    if not sheet.criteria:
        lines.append(sentence("scores.no_criteria"))
    lines.append(sentence("why.rank"))
    place = [one.application_id for one in sheet.cases].index(case.application_id) + 1
    return Told(f"{case.intake_number} 的次序和得分", total_words(standing) or f"列第 {place}", lines)


def given_words(score: Score | None) -> str:
    """Who gave a score, when and on what ground; nothing of one that was not given."""
    if score is None:
        return ""
    return "：".join(filter(None, (f"{score.by} {score.at:%m-%d} 评", score.ground)))


def _score_line(criterion: Criterion, score: Score | None) -> str:
    points = f"{score.points} / {criterion.points}" if score is not None else f"未评（最高 {criterion.points} 分）"
    given = given_words(score)
    return f"{criterion.title}（{criterion.clause}）：{points}" + (f"（{given}）" if given else "")


def _neighbours(case: OrderedCase, standing: Standing, cases: Sequence[OrderedCase]) -> list[str]:
    """Whose sums are higher, and whose the same: that is what the place by score counts."""
    own = standing.total or 0
    sums = {one.intake_number: one.standing.total for one in cases if one.standing is not None and one is not case}
    higher = [number for number, total in sums.items() if total is not None and total > own]
    same = [number for number, total in sums.items() if total == own]
    said = [f"得分更高的 {len(higher)} 件" + (f"：{'、'.join(higher)}" if higher else "") + "。"]
    return said + ([f"同分的 {len(same)} 件：{'、'.join(same)}。名次并列，先后按现在的顺序。"] if same else [])


def _agreement_words(case: OrderedCase, standing: Standing) -> str:
    reason = case.last.reason if case.last is not None else ""
    places = {"rank": rank_words(standing), "position": standing.position, "reason": reason}
    return sentence(_AGREEMENTS[standing.agreement], places)
