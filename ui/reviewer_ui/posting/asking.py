"""What is asked before a parcel is planned, opened, posted, signed for or come back; the button names what happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reviewer_app.domain.dispatch.parcels import ParcelState
from reviewer_app.services.posting.at_once import ParcelPlan
from reviewer_app.services.posting.contents import BatchParcels, ParcelView
from reviewer_app.services.posting.posting import is_last_here
from reviewer_resources.phrases import sentence
from reviewer_ui.widgets.decision import Question, Reason


def planning_question(now: BatchParcels) -> Question:
    """Shows the parcels before they are planned."""
    counts = dict(now.planned)
    lines = [
        sentence("parcel.plan_line", {"contact": contact, "count": counts[contact]})
        if contact
        else sentence("parcel.plan_all", {"count": counts[contact]})
        for contact in now.lacks
    ]
    count = len(now.lacks)
    return Question(
        title=f"编排第 {now.batch.number} 批的邮包",
        says=f"{rule_of(now)}。{sentence('parcel.plan_asked', {'count': count})}",
        lines=(*lines, *now.off.values()),
        confirm=f"编排 {count} 个邮包",
    )


def rule_of(now: BatchParcels) -> str:
    """What one parcel is for this season, and whether anybody has settled it."""
    rule = sentence("parcel.plan_rule_contact" if now.is_per_contact else "parcel.plan_rule_all")
    return rule if now.is_settled else f"{rule}{sentence('parcel.plan_open')}"


def opening_question(view: ParcelView) -> Question:
    """Asks why a closed parcel is opened."""
    return Question(
        title="拆封邮包",
        says=sentence("parcel.open_asked", {"parcel": view.parcel.called}),
        confirm="拆封",
        lines=view.misfits,
        reason=Reason.REQUIRED,
        reason_text="清单已不符" if view.misfits else "",
    )


def taking_out_question(view: ParcelView, count: int) -> Question:
    """Asks why copies are taken out."""
    told = {"parcel": view.parcel.called, "count": count}
    return Question("取出", sentence("parcel.take_out_asked", told), f"取出 {count} 份", reason=Reason.REQUIRED)


def undoing_question(view: ParcelView) -> Question:
    """Asks why a posting is taken back."""
    says = sentence("parcel.undo_asked", {"parcel": view.parcel.called})
    return Question("撤回寄出", says, "撤回寄出", reason=Reason.REQUIRED)


def dropping_question(now: BatchParcels, view: ParcelView) -> Question:
    """Asks before an empty parcel is taken away; of the last one that is here it says that the batch is sent then."""
    code = "parcel.dropping_last" if is_last_here(now, view) else "parcel.dropping"
    return Question("撤去邮包", sentence(code, {"parcel": view.parcel.called, "number": now.batch.number}), "撤去")


def packing_question(now: BatchParcels, plans: Sequence[ParcelPlan]) -> Question:
    """Shows each parcel with what goes in, whether it is closed, and what it lacks, before all is done."""
    told = {
        "new": sum(plan.is_new for plan in plans),
        "pieces": sum(len(plan.goes_in) for plan in plans),
        "closed": sum(plan.is_closed for plan in plans),
    }
    return Question(
        title=f"第 {now.batch.number} 批装入邮包",
        says=f"{rule_of(now)}。{sentence('parcel.pack_asked', told)}",
        lines=(*(_plan_line(plan) for plan in plans), *now.off.values()),
        confirm="编排、装入并封包" if told["new"] else "装入并封包" if told["pieces"] else "封包",
    )


def _plan_line(plan: ParcelPlan) -> str:
    counts = Counter(piece.kind for piece in plan.goes_in)
    named = "、".join(f"{kind.label} {count} 份" for kind, count in counts.items())
    puts = sentence("parcel.pack_puts", {"count": len(plan.goes_in), "what": named}) if plan.goes_in else ""
    lies = sentence("parcel.pack_lies", {"count": plan.lies}) if plan.lies else ""
    why = "；".join(one.rstrip("。") for one in plan.stays_away)
    if not plan.is_closed:
        then = sentence("parcel.pack_stays_open", {"why": why})
    else:
        then = sentence("parcel.pack_without", {"why": why}) if why else sentence("parcel.pack_closes")
    what = "，".join(filter(None, (sentence("parcel.pack_new") if plan.is_new else "", lies, puts)))
    return sentence("parcel.pack_line", {"parcel": plan.called, "cases": plan.cases, "what": what, "then": then})


def can_be_posted(view: ParcelView) -> bool:
    """Whether a parcel is closed and its list still fits."""
    return view.parcel.state is ParcelState.CLOSED and not view.misfits


def posting_says(now: BatchParcels, views: Sequence[ParcelView]) -> str:
    """What stands above the fields of a posting."""
    said = sentence("parcel.post_all_asked")
    if _is_last(now, [view.parcel.id for view in views]):
        said += sentence("parcel.post_all_last", {"number": now.batch.number})
    return said


def posted_says(now: BatchParcels, parcel_ids: Sequence[int]) -> str:
    """What is said when postings are recorded; the last one sends the batch."""
    if _is_last(now, parcel_ids):
        return sentence("parcel.posted_last", {"number": now.batch.number})
    called = [view.parcel.called for view in now.parcels if view.parcel.id in parcel_ids]
    if len(called) == 1:
        return sentence("parcel.posted_one", {"parcel": called[0]})
    return sentence("parcel.posted_some", {"count": len(called)})


def _is_last(now: BatchParcels, parcel_ids: Sequence[int]) -> bool:
    others = [one.parcel for one in now.parcels if one.parcel.id not in parcel_ids]
    return all(one.is_out for one in others) and not now.lacks and now.batch.sent_at is None


def receipt_says(view: ParcelView) -> str:
    """What stands above the fields of a receipt."""
    posted = view.parcel.posting
    told = {"day": posted.day, "courier": posted.courier, "waybill": posted.waybill} if posted else {}
    return sentence("parcel.receipt_asked", {"parcel": view.parcel.called, **told})


def return_says(view: ParcelView) -> str:
    """What stands above the fields of a return."""
    return sentence("parcel.return_asked", {"parcel": view.parcel.called, "pieces": len(view.lies)})
