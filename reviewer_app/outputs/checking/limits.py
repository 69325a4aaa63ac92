"""What each signature of a PDF lets happen after it (DocMDP), and whether that was kept; in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from reviewer_app.outputs.checking.looked import LookedSignature
from reviewer_app.services.ports.records import CheckLine, Grade

#: A name no field bears: whoever locks it locks every field to come.
_ANY_FIELD = "\u2063"


def limits_of(signatures: Sequence[EmbeddedPdfSignature]) -> list[MDPPerm | None]:
    """For each signature the strictest limit that it or one before it set; none while all changes are only seen."""
    limits: list[MDPPerm | None] = []
    strictest: MDPPerm | None = None
    for signature in signatures:
        own = signature.docmdp_level
        if own is not None and (strictest is None or own.value < strictest.value):
            strictest = own
        limits.append(strictest)
    return limits


def limit_lines(looked: LookedSignature) -> Iterator[CheckLine]:
    """What may follow, and whether more followed than that; nothing where the signature does not hold any more."""
    if not looked.is_sound:
        return
    is_kept = looked.allows_what_followed
    match looked.limit:
        case None if _locks_fields(looked):
            yield _kept_or_not(looked, "fields_locked", is_kept)
        case None:
            yield looked.line("open", Grade.INTACT)
        case MDPPerm.NO_CHANGES:
            yield _kept_or_not(looked, "closed", is_kept)
        case MDPPerm.FILL_FORMS:
            left = _places_left(looked)
            code = "reserved" if left else "reserved_full"
            yield _kept_or_not(looked, code, is_kept, count=left)
        case _:
            yield looked.line("notes_allowed", Grade.INTACT if is_kept else Grade.NOTICE)


def _kept_or_not(looked: LookedSignature, code: str, is_kept: bool, **values: object) -> CheckLine:
    if is_kept:
        return looked.line(f"{code}_kept", Grade.INTACT, **values)
    return looked.line(f"{code}_violated", Grade.BROKEN, **values)


def _locks_fields(looked: LookedSignature) -> bool:
    """Whether this signature allows no new field, a further signature's least of all."""
    lock = looked.signature.fieldmdp
    return lock is not None and lock.is_locked(_ANY_FIELD)


def _places_left(looked: LookedSignature) -> int:
    """How many fields for signatures are still empty in the file as it is now."""
    fields = enumerate_sig_fields(looked.signature.reader, filled_status=False)
    return sum(1 for _ in fields)
