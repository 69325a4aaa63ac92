"""The filled signature fields of a PDF: signatures, document time stamps, and the kinds that cannot be read here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from reviewer_app.outputs.pdf.damage import damage

#: The kinds of signatures that can be read, by their names in a PDF.
_READ = frozenset(kind.value for kind in SigSeedSubFilter)
_TIME_STAMP = "/DocTimeStamp"


@dataclass(frozen=True, slots=True)
class OddSignature:
    """A filled field that holds no signature of a kind that can be read here; its parts as they stand in the file."""

    byte_range: tuple[int, ...]
    contents: bytes
    revision: int

    @property
    def end(self) -> int:
        """Where the bytes end that it speaks of; 0 when it does not say so."""
        return self.byte_range[2] + self.byte_range[3] if len(self.byte_range) == 4 else 0


@dataclass(frozen=True, slots=True)
class FoundSignatures:
    """What the filled fields of a file hold, each in the order it was signed."""

    regular: list[EmbeddedPdfSignature] = field(default_factory=list)
    stamps: list[EmbeddedPdfSignature] = field(default_factory=list)
    odd: list[OddSignature] = field(default_factory=list)

    def ends(self) -> Iterator[int]:
        """How long the file was when each had just been signed, time stamps left out."""
        for signature in self.regular:
            yield int(signature.byte_range[2]) + int(signature.byte_range[3])
        yield from (one.end for one in self.odd if one.end)


def signatures_in(reader: PdfFileReader) -> FoundSignatures:
    """The signatures of a file; raises one of damage() when its form cannot be read."""
    found = FoundSignatures()
    for name, value, place in enumerate_sig_fields(reader, filled_status=True):
        signature = _read(reader, name, value.get_object(), place)
        if signature is None:
            found.odd.append(_odd(reader, value.get_object(), value))
        elif signature.sig_object_type == _TIME_STAMP:
            found.stamps.append(signature)
        else:
            found.regular.append(signature)
    found.regular.sort(key=lambda one: one.signed_revision)
    found.stamps.sort(key=lambda one: one.signed_revision)
    return found


def _read(reader: PdfFileReader, name: str, value: Any, place: Any) -> EmbeddedPdfSignature | None:
    """A signature of a kind that is known, if its own parts can be told apart."""
    try:
        if value.get("/SubFilter") not in _READ:
            return None
        signature = EmbeddedPdfSignature(reader, place, name)
        return signature if signature.sig_object_type in ("/Sig", _TIME_STAMP) else None
    except damage():
        return None


def _odd(reader: PdfFileReader, value: Any, reference: Any) -> OddSignature:
    try:
        numbers = tuple(int(number) for number in value["/ByteRange"])
        contents = bytes(value["/Contents"].original_bytes)
        revision = int(reader.xrefs.get_last_change(reference.reference))
    except damage():
        return OddSignature((), b"", 0)
    return OddSignature(numbers, contents, revision)
