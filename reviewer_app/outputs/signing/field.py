"""Where a signature goes and what it still allows: a new field, or one that was reserved before the certification.

A certified document takes a further signature only in a field that was there before (ISO 32000-2, 12.8.2.2), and only
the first signature can certify. The last reserved place carries a lock, so that whoever signs there closes the
document; a later signature that closes a document not certified locks it by PDF 2.0's rule (12.7.5.5, /Lock with /P).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
    enumerate_sig_fields,
)

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.outputs.checking.signatures import broken_signature
from reviewer_app.outputs.pdf.content_proof import PROOF_KEY, check_content
from reviewer_app.outputs.pdf.damage import damage
from reviewer_app.services.ports.papers import AfterSigning
from reviewer_resources.phrases import sentence


def refuse_changed(pdf: bytes, reader: PdfFileReader) -> None:
    """RefusalError `sign.already_broken` naming what changed; other people's documents are not judged here.

    The proof of content is one hash over the bytes; signatures are looked at only where there are any.
    """
    proof = check_content(pdf)
    if not (proof.is_there or _bears_proof(reader)):
        return
    change = broken_signature(pdf) if any(enumerate_sig_fields(reader, filled_status=True)) else ""
    if not change and not proof.holds:
        change = sentence("verify.pdf_changed")
    if change:
        raise RefusalError("sign.already_broken", change=change)


def _bears_proof(reader: PdfFileReader) -> bool:
    """Whether it is ours by its own words: another program may have packed them so that the bytes do not show them."""
    if "/Info" not in reader.trailer:
        return False
    info: Any = reader.trailer["/Info"]
    return hasattr(info, "keys") and f"/{PROOF_KEY}" in info


_FIELD = "DeskSignature"
_EVERYTHING = FieldMDPSpec(FieldMDPAction.ALL)
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Signable:
    """A document open for one more signature: the names of its fields for signatures, what was signed and is locked.

    `waiting` are the empty fields that may be signed, each with whether signing it closes the document; `limit` is the
    strictest limit that any signature set.
    """

    writer: IncrementalPdfFileWriter
    names: frozenset[str]
    waiting: tuple[tuple[str, bool], ...]
    is_signed: bool
    locks: tuple[FieldMDPSpec, ...]
    limit: MDPPerm | None


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """The field a signature goes into, whether it is made for it, and the permission it certifies with (if it does)."""

    name: str
    is_new: bool
    certifies: MDPPerm | None = None
    locks: bool = False


def open_signable(pdf: bytes) -> Signable:
    """RefusalError `sign.encrypted`, `sign.already_broken`; TroubleError `sign.damaged`."""
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        if writer.prev.encrypted:
            raise RefusalError("sign.encrypted")
        signatures = writer.prev.embedded_signatures
        locks = tuple(one.fieldmdp for one in signatures if one.fieldmdp is not None)
        limits = [one.docmdp_level for one in signatures if one.docmdp_level is not None]
        fields = [
            (name, value is not None, field.get_object()) for name, value, field in enumerate_sig_fields(writer.prev)
        ]
        empty = [(name, field) for name, is_filled, field in fields if not is_filled]
        waiting = tuple((name, _closes(field)) for name, field in empty if not _is_locked(name, locks))
        refuse_changed(pdf, writer.prev)
    except damage() as error:
        raise TroubleError("sign.damaged") from error
    names = frozenset(name for name, _, _ in fields)
    is_signed = any(is_filled for _, is_filled, _ in fields)
    return Signable(writer, names, waiting, is_signed, locks, min(limits, key=lambda one: one.value, default=None))


def plan_field(signable: Signable, after: AfterSigning, reserved: int) -> FieldPlan:
    """Which field is signed and what it allows afterwards; RefusalError `sign.…` where the document forbids it."""
    if (after is AfterSigning.RESERVED) != bool(reserved):
        raise RefusalError("sign.reserved_none" if not reserved else "sign.reserved_unasked")
    if signable.limit is MDPPerm.NO_CHANGES:
        raise RefusalError("sign.closed")
    if reserved and signable.is_signed:
        raise RefusalError("sign.reserved_late")
    if signable.limit is not None:
        return _waiting_field(signable, after)
    name = _free(signable.names)
    if _is_locked(name, signable.locks):
        raise RefusalError("sign.fields_locked")
    if after is AfterSigning.OPEN:
        return FieldPlan(name, True)
    if after is AfterSigning.RESERVED:
        return FieldPlan(name, True, certifies=MDPPerm.FILL_FORMS)
    if signable.is_signed:
        return FieldPlan(name, True, locks=True)
    return FieldPlan(name, True, certifies=MDPPerm.NO_CHANGES)


def new_field(plan: FieldPlan, page: int = 0, box: Rectangle | None = None) -> SigFieldSpec:
    """The field made for a signature; without a box it is not seen."""
    lock = (_EVERYTHING, MDPPerm.NO_CHANGES) if plan.locks else (None, None)
    return SigFieldSpec(plan.name, page, box, field_mdp_spec=lock[0], doc_mdp_update_value=lock[1])  # type: ignore[arg-type]


def reserve_fields(signable: Signable, plan: FieldPlan, places: Sequence[tuple[int, Rectangle]]) -> None:
    """Makes an empty field at each place (page index and rectangle); signing the last one closes the document."""
    taken = signable.names | {plan.name}
    for number, (page, box) in enumerate(places, 1):
        name = _free(taken)
        taken |= {name}
        made = FieldPlan(name, True, locks=number == len(places))
        append_signature_field(signable.writer, new_field(made, page, box))


def _waiting_field(signable: Signable, after: AfterSigning) -> FieldPlan:
    """The first empty field of a certified document."""
    if not signable.waiting:
        raise RefusalError("sign.locked")
    name, closes = signable.waiting[0]
    if after is AfterSigning.CLOSED and not closes:
        left = len(signable.waiting) - 1
        raise RefusalError("sign.places_left", count=left) if left else RefusalError("sign.cannot_close")
    return FieldPlan(name, False)


def _closes(field: Any) -> bool:
    """Whether signing this field forbids every change after it."""
    return "/Lock" in field and field["/Lock"].get("/P") == MDPPerm.NO_CHANGES.value


def _is_locked(name: str, locks: Sequence[FieldMDPSpec]) -> bool:
    """Whether an earlier signature would be broken by a signature in a field of this name."""
    return any(lock.is_locked(name) for lock in locks)


def _free(names: frozenset[str]) -> str:
    count = 1
    while f"{_FIELD}{count}" in names:
        count += 1
    return f"{_FIELD}{count}"
