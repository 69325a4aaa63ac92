"""What is asked before a parcel is planned, opened, posted, signed for or come back; the button names what happens."""

from __future__ import annotations

from datetime import date

from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.values.normalised import parse_date
from reviewer_app.services.posting.contents import BatchParcels, ParcelView
from reviewer_app.services.posting.posting import Posting
from reviewer_resources.phrases import sentence
from reviewer_ui.widgets.decision import Question, Reason
from reviewer_ui.widgets.form_dialog import FormField


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


def dropping_question(view: ParcelView) -> Question:
    """Asks before an empty parcel is taken away."""
    return Question("撤去邮包", f"{view.parcel.called}是空的，撤去后可以重新编排。", "撤去")


def posting_says(now: BatchParcels, view: ParcelView) -> str:
    """What stands above the fields of a posting."""
    told = {"parcel": view.parcel.called, "cases": view.cases, "pieces": len(view.lies)}
    said = sentence("parcel.post_asked", told)
    if _is_last(now, view):
        said += sentence("parcel.post_last", {"number": now.batch.number})
    return said


def posted_says(now: BatchParcels, view: ParcelView) -> str:
    """What is said when a posting is recorded; the last one sends the batch."""
    if _is_last(now, view):
        return sentence("parcel.posted_last", {"number": now.batch.number})
    return sentence("parcel.posted_one", {"parcel": view.parcel.called})


def _is_last(now: BatchParcels, view: ParcelView) -> bool:
    others = [one.parcel for one in now.parcels if one.parcel.id != view.parcel.id]
    return all(one.is_out for one in others) and not now.lacks and now.batch.sent_at is None


def posting_fields(courier: str, today: date) -> tuple[FormField, ...]:
    """Courier, waybill and day."""
    return (
        FormField("courier", "承运单位", courier, "如 邮政、顺丰、派人送达", kind=TextKind.NAME),
        FormField("day", "寄出日期", today.isoformat(), "如 2024-05-20", beside=True),
        FormField("waybill", "快递单号", hint="扫描或键入；派人送达的写送件人", kind=TextKind.NAME),
    )


def posting_of(texts: dict[str, str]) -> Posting | None:
    """What was typed; None where the day is no day."""
    day = parse_date(texts["day"])
    return Posting(texts["courier"], texts["waybill"], day) if day is not None else None


def receipt_says(view: ParcelView) -> str:
    """What stands above the fields of a receipt."""
    posted = view.parcel.posting
    told = {"day": posted.day, "courier": posted.courier, "waybill": posted.waybill} if posted else {}
    return sentence("parcel.receipt_asked", {"parcel": view.parcel.called, **told})


def return_says(view: ParcelView) -> str:
    """What stands above the fields of a return."""
    return sentence("parcel.return_asked", {"parcel": view.parcel.called, "pieces": len(view.lies)})
