"""What goes into one envelope with a batch: covering letter, contents list, address labels and envelopes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.dispatch.parcels import PieceKind
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import Contact
from reviewer_app.domain.opinion import ProjectClass, classes_key_first
from reviewer_app.services.cases.reading import routing_of
from reviewer_app.services.cases.readying import proposed_of
from reviewer_app.services.dispatch.batch_letters import named_in_letter
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.posting.counting import ParcelCounts, ParcelMark, counts_in
from reviewer_resources import text
from reviewer_resources.phrases import sentence

_OPINION, _FORM = "推荐部门意见", "标准化试点项目申请表"


@dataclass(frozen=True, slots=True)
class _Packed:
    """One case in the parcel: whom it is for, its proposed class, how many sheets and paper copies lie in it."""

    case: Application
    contact: Contact
    sheets: int
    copies: int
    proposed: ProjectClass


def contacts_of(unit: UnitOfWork, batch_id: int) -> tuple[str, ...]:
    """The municipal bureau's contacts who get something of a batch, by name in the batch's order."""
    packed = _packed(unit, unit.batches.get(batch_id), "")
    return tuple(dict.fromkeys(one.contact.name for one in packed))


def cases_for(unit: UnitOfWork, batch: Batch, contact: str) -> tuple[int, ...]:
    """A batch's cases in its order, or those of one contact; RefusalError as the parcel's papers."""
    if not contact:
        return tuple(line.application_id for line in batch.lines)
    return tuple(one.case.id for one in _packed(unit, batch, contact))


def label_grids() -> tuple[str, ...]:
    """The sheets of labels the template knows, as columns x rows; the first is the usual one."""
    template = tomllib.loads(text("templates", "labels.toml"))
    return tuple(grid["name"] for block in template["blocks"] for grid in block.get("grids", ()))


def covering_letter(unit: UnitOfWork, batch: Batch, contact: str) -> DocumentValues:
    """The letter on top: how many projects are recommended, and what is enclosed."""
    counted = counts_in(unit, batch, contact)
    packed = _packed(unit, batch, contact, counted)
    copies = sum(one.copies for one in packed)
    enclosed = counted.enclosures
    enclosures = (
        ("推荐项目清单", "1份"),
        *([("推荐汇总表", "1份")] if PieceKind.SUMMARY in enclosed else []),
        (_OPINION, f"{sum(one.sheets for one in packed)}份"),
        (_FORM, f"{copies}份"),
    )
    projects = tuple(tuple(named_in_letter(one.case, one.proposed)) for one in packed)
    classes = classes_key_first(unit.packs.current(batch.season))
    numbers = {known: sum(one.proposed == known for one in packed) for known in classes}
    by_class = "、".join(f"作为{known.label}推荐{number}个" for known, number in numbers.items() if number)
    counts = {"count": str(len(packed)), "by_class": by_class, "remark": _remark(unit, batch)}
    values = _values(unit, batch, DocumentKind.COVERING_LETTER, packed, contact, counted)
    return replace(values, fields={**values.fields, **counts}, tables={"enclosures": enclosures, "projects": projects})


def _remark(unit: UnitOfWork, batch: Batch) -> str:
    """Which batch this one supplements, as the record has it; the office's own reason stays in the house."""
    if not batch.supplements:
        return ""
    former = unit.batches.get(batch.supplements)
    day = chinese_date(_last_posted(unit, former) or former.sent_at.date()) if former.sent_at else ""
    return sentence("made.supplement_remark", {"number": former.number, "day": day})


def _last_posted(unit: UnitOfWork, batch: Batch) -> date | None:
    """The day on which the last of a batch's parcels was posted; None where it had none."""
    posted = [one.posting for one in unit.parcels.of_batch(batch.id)]
    return max((word.day for word in posted if word is not None and word.day is not None), default=None)


def contents_list(unit: UnitOfWork, batch: Batch, contact: str) -> DocumentValues:
    """What lies in the parcel, case by case, to be ticked when it is packed and when it is opened."""
    counts_of = counts_in(unit, batch, contact)
    packed = _packed(unit, batch, contact, counts_of)
    on_top = [kind for kind in (PieceKind.LETTER, PieceKind.SUMMARY) if kind in counts_of.enclosures]
    rows = [("", "（全部项目）", "", kind.label, "1") for kind in on_top]
    for one in packed:
        named = (one.case.intake_number, one.case.project_name, one.case.applicant)
        rows.append((*named, _OPINION, str(one.sheets)))
        if one.copies:
            rows.append((*named, _FORM, str(one.copies)))
    counts = {"case_count": str(len(packed)), "piece_count": str(sum(int(row[-1]) for row in rows))}
    values = _values(unit, batch, DocumentKind.CONTENTS_LIST, packed, contact, counts_of)
    fields = {**values.fields, **counts, "contact": _in_pairs([_reached(one) for one in _people(packed)])}
    mark = counts_of.mark_for(contact)
    if mark is not None:
        fields |= {"parcel": mark.called, "waybill": mark.waybill}
    return replace(values, fields=fields, tables={"contents": tuple(rows)})


def labels(unit: UnitOfWork, batch: Batch, contact: str) -> DocumentValues:
    """One address label for each contact of the municipal bureau who gets something of the batch."""
    packed = _packed(unit, batch, contact)
    address, counts = unit.packs.current(batch.season).address, counts_in(unit, batch, contact)
    rows = tuple(
        (
            address.postcode,
            address.street,
            address.recipient,
            f"{one.name}　{one.telephone}",
            _inside(batch, [each for each in packed if each.contact == one], counts.mark_for(one.name)),
        )
        for one in _people(packed)
    )
    values = _values(unit, batch, DocumentKind.LABELS, packed, contact)
    return replace(values, fields={**values.fields, "grid": label_grids()[0]}, tables={"labels": rows})


def envelope_dl(unit: UnitOfWork, batch: Batch, contact: str) -> DocumentValues:
    """A DL envelope to one contact, or to all of them together."""
    return _values(unit, batch, DocumentKind.ENVELOPE_DL, _packed(unit, batch, contact), contact)


def envelope_c5(unit: UnitOfWork, batch: Batch, contact: str) -> DocumentValues:
    """A C5 envelope to one contact, or to all of them together."""
    return _values(unit, batch, DocumentKind.ENVELOPE_C5, _packed(unit, batch, contact), contact)


def _values(
    unit: UnitOfWork,
    batch: Batch,
    kind: DocumentKind,
    packed: tuple[_Packed, ...],
    contact: str,
    counted: ParcelCounts | None = None,
) -> DocumentValues:
    """What every paper of a parcel says: where it goes, to whom, from whom."""
    office, pack = unit.settings.get(), unit.packs.current(batch.season)
    return DocumentValues(
        kind=kind,
        unit=office.bureau,
        day=unit.today,
        case=f"第{batch.number}批",
        fields={
            "batch": str(batch.number),
            "season": batch.season,
            "notice": pack.cited,
            "recipient": pack.address.recipient,
            "street": pack.address.street,
            "postcode": pack.address.postcode,
            "address": f"{pack.address.street}（{pack.address.postcode}）",
            "contact": _addressee(_people(packed)),
            "contact_person": batch.made_by,
            "sender": batch.made_by if kind is DocumentKind.CONTENTS_LIST else office.bureau,
            "sender_address": office.address,
            "sender_postcode": office.postcode,
            "sender_telephone": office.telephone,
            "telephone": office.telephone,
            "inside": _inside(batch, packed, (counted or counts_in(unit, batch, contact)).mark_for(contact)),
        },
        audit_head=unit.events.head(),
    )


def _people(packed: Sequence[_Packed]) -> tuple[Contact, ...]:
    """The contacts of a parcel, each once, in its order."""
    return tuple(dict.fromkeys(one.contact for one in packed))


def _reached(contact: Contact) -> str:
    return f"{contact.name} {contact.telephone}"


def _addressee(people: Sequence[Contact]) -> str:
    """Who is to open the parcel: the one contact it is for; several are named on its contents list, not outside.

    Whom the bureau wants named on a parcel for several contacts is not settled by any source.
    """
    return _reached(people[0]) if len(people) == 1 else f"分送{len(people)}位联系人（名单见邮包清单）"


def _in_pairs(texts: Sequence[str]) -> str:
    """Two on a line, so that no name is parted from its number."""
    return "\n".join("　　".join(texts[place : place + 2]) for place in range(0, len(texts), 2))


def _inside(batch: Batch, packed: Sequence[_Packed], mark: ParcelMark | None) -> str:
    """What stands outside: the batch, how many cases, which parcel of how many, and the waybill once it is known."""
    if mark is None:
        return f"标准化试点推荐材料　第{batch.number}批　{len(packed)}件"
    # On a label there is room for one line of this, and for the waybill below it.
    which = f"第{batch.number}批第{mark.place}包（共{mark.of}包）"
    return "　".join(word for word in ("推荐材料", which, f"{len(packed)}件", mark.waybill) if word)


def _packed(unit: UnitOfWork, batch: Batch, contact: str, counted: ParcelCounts | None = None) -> tuple[_Packed, ...]:
    """The batch's cases, or those of one contact; `counted` is what lies in its parcels, if that was counted before.

    Raises RefusalError `batch.dissolved`, `batch.unrouted`, `printing.no_contact`.
    """
    if batch.dissolved_at is not None:
        raise RefusalError("batch.dissolved", number=batch.number)
    chosen, counts = [], (counted or counts_in(unit, batch, contact)).cases
    for line in batch.lines:
        if line.application_id not in counts:
            # It lies in no parcel: it was taken out of the batch, or does not go with it as it stands.
            continue
        case = unit.applications.get(line.application_id)
        pack = unit.packs.by_hash(case.pack.sha256)
        routing = routing_of(pack, case)
        if routing.contact is None:
            raise RefusalError("batch.unrouted", why=routing.why)
        if contact in ("", routing.contact.name):
            proposed = proposed_of(case, unit.opinions.of(case.id))
            chosen.append(_Packed(case, routing.contact, counts[case.id].sheets, counts[case.id].forms, proposed))
    if not chosen:
        raise RefusalError("printing.no_contact", number=batch.number, contact=contact)
    return tuple(chosen)


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """One paper of a batch: how it is filled for a contact (None: it is the summary's table), and what it bears.

    One that is numbered bears a number of the office; one that is `for_all` is the same whoever it goes to.
    """

    fill: Callable[[UnitOfWork, Batch, str], DocumentValues] | None
    is_numbered: bool = False
    for_all: bool = False


#: The papers of one batch, in the order in which a parcel is packed.
BATCH_PAPERS: Mapping[DocumentKind, BatchPaper] = {
    DocumentKind.COVERING_LETTER: BatchPaper(covering_letter, is_numbered=True),
    DocumentKind.CONTENTS_LIST: BatchPaper(contents_list),
    DocumentKind.SUMMARY: BatchPaper(None, for_all=True),
    DocumentKind.LABELS: BatchPaper(labels),
    DocumentKind.ENVELOPE_DL: BatchPaper(envelope_dl),
    DocumentKind.ENVELOPE_C5: BatchPaper(envelope_c5),
}
