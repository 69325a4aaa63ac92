"""How the step 用印 stands, what a use says in one line, and what was just recorded."""

from __future__ import annotations

from reviewer_app.domain.dispatch.seals import SealUse
from reviewer_app.services.sealing.sessions import Sealed
from reviewer_app.services.sealing.sheet import PaperStanding, SealLine, SealSheet
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told
from reviewer_ui.messages import sentence_of
from reviewer_ui.sealing.table import mark_words


def standing_line(sheet: SealSheet, is_batch: bool) -> str:
    """Who asked, agreed or opened, when, and how many papers wait."""
    session, waiting, approved = sheet.session, sheet.waiting, sheet.approved
    if session is not None:
        left = len(sheet.to_seal(session.list_id))
        told = {"by": session.opened_by, "at": f"{session.opened_at:%m-%d %H:%M}", "way": session.way.label}
        return sentence("sealing.open", told | {"count": left})
    if approved is not None and (left := len(sheet.to_seal(approved.id))) and approved.approval is not None:
        said = approved.approval
        places = {"by": said.by, "at": f"{said.at:%m-%d %H:%M}", "count": left, "reason": said.reason}
        return sentence("sealing.approved_self" if said.is_self_approval else "sealing.approved", places)
    if waiting is not None:
        places = {"by": waiting.asked_by, "at": f"{waiting.asked_at:%m-%d %H:%M}", "count": len(waiting.papers)}
        return sentence("sealing.asked", places)
    if sheet.sent_back is not None and sheet.sent_back.last is not None:
        last = sheet.sent_back.last
        return sentence("sealing.sent_back", {"by": last.by, "at": f"{last.at:%m-%d %H:%M}", "reason": last.reason})
    scans = len(sheet.standing_in(PaperStanding.SCAN_AWAITED, PaperStanding.SCAN_DOUBTED))
    if sheet.lines and not sheet.askable:
        return sentence("sealing.waiting_scans", {"count": scans}) if scans else sentence("sealing.all_sealed")
    return sentence("sealing.to_ask") if sheet.lines and is_batch else ""


def use_words(use: SealUse) -> str:
    """A use in one line: number, day, who, how, asked and approved by whom."""
    said = f"{use.number}　{use.day}　{use.used_by}　{use.way.label}　{use.impressions} 印"
    return f"{said}　申请 {use.asked_by}　同意 {use.approved_by}"


def sealed_words(done: Sealed) -> str:
    """What was recorded, what was refused with the first reason, and what is to be minded of the certificate."""
    return _recorded_words(done) + done.minded


def _recorded_words(done: Sealed) -> str:
    if done.refused:
        why = sentence_of(done.refused[0])
        places = {"count": len(done.uses), "refused": len(done.refused), "why": why}
        return sentence("sealing.some_refused", places)
    first, last = done.uses[0], done.uses[-1]
    if first is last:
        return sentence("sealing.stamped", {"first": first.number})
    return sentence(
        "sealing.stamped_many",
        {"count": len(done.uses), "first": first.number.removesuffix("号"), "last": last.serial},
    )


def told_of(line: SealLine) -> Told:
    """What a line says of itself: why it cannot be sealed, or its use with what was seen on the scan."""
    said = [sentence_of(line.refusal)] if line.refusal is not None else []
    if line.use is not None:
        said += [use_words(line.use), mark_words(line)]
    return Told(line.entry.called, line.standing.label, tuple(said))
