"""Signing PDFs with PAdES B-B: the office's own certificate, from a file or a token, one after another in a batch.

Every signature is an approval, none a certification: a certified document takes a second signature only in a field
that was there before (ISO 32000-2, 12.8.2.2), and the head must be able to sign after the handler wherever the seal
belongs. What is added besides signatures is found by the check all the same. No address is ever asked unless the
officer gives one.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import secrets
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pikepdf
from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.outputs.credential import HeldKey, holder_of, note_of, open_file, refuse_unusable, refuse_unwritable
from reviewer_app.outputs.foreign_pdf import ForeignPdf
from reviewer_app.outputs.signature_check import check_signatures
from reviewer_app.outputs.signature_look import appearance, seal_box, signing_words, style_of
from reviewer_app.outputs.signing_guard import refuse_changed
from reviewer_app.services.printing_ports import CertificateNote, Credential, PlacedBox, SealImage
from reviewer_app.services.records import CheckLine

if TYPE_CHECKING:
    from pyhanko.stamp import StaticStampStyle

    from reviewer_app.outputs.fonts import FontBook

#: Room for the signature, its certificates and a time stamp; asking the signer for the size would sign twice.
_RESERVED = 16384
_FIELD = "DeskSignature"


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _over_http(address: str) -> TimeStamper:
    """The time-stamp service at an address inside the office."""
    from pyhanko.sign.timestamps import HTTPTimeStamper

    return HTTPTimeStamper(address, timeout=10)


class PadesSigner:
    """Implements Signer; may be used from any thread. The last credential is held open until another is used.

    `trusted` are certificates whose signatures count as trusted; `stamper_at` reaches a time-stamp service.
    """

    def __init__(
        self,
        font_folders: Sequence[Path] | None = None,
        trusted: Sequence[x509.Certificate] = (),
        clock: Callable[[], datetime] = _utc_now,
        stamper_at: Callable[[str], TimeStamper] = _over_http,
    ) -> None:
        self._folders, self._trusted, self._clock, self._stamper_at = font_folders, trusted, clock, stamper_at
        self._lock = threading.RLock()
        self._secret = secrets.token_bytes(32)
        self._held: tuple[tuple[object, ...], HeldKey] | None = None

    @cached_property
    def _book(self) -> FontBook:
        from reviewer_app.outputs.fonts import FontBook

        return FontBook(self._folders)

    def look_at(self, credential: Credential, password: str) -> CertificateNote:
        """Whose certificate it is and what it is worth; raises as `sign` does for a credential that cannot sign."""
        with self._lock:
            return note_of(self._usable(credential, password).certificate)

    def sign(
        self,
        pdf: bytes,
        credential: Credential,
        password: str,
        place: PlacedBox | None = None,
        authority: str = "",
        seal: SealImage | None = None,
    ) -> bytes:
        """The PDF with one more signature, everything before it left byte by byte as it was.

        Raises RefusalError and TroubleError `sign.…`; for the place and the seal `stamping.…`, `seal.…`.
        """
        with self._lock:
            held = self._usable(credential, password)
            stamper = self._stamper(authority)
            try:
                return self._signed(pdf, held, stamper, place, seal)
            except (TimestampRequestError, OSError, TimeoutError):
                if stamper is None:
                    raise
                # Nothing of the cause is kept: it could repeat an address with a password in it.
                raise TroubleError("sign.authority_silent", address=_host_of(authority)) from None

    def check(self, pdf: bytes) -> list[CheckLine]:
        """In sentences: what is signed by whom, what changed since, trusted or not; empty without signatures."""
        return check_signatures(pdf, self._trusted)

    def forget(self) -> None:
        """Lets the held key go (a token can be pulled out now)."""
        with self._lock:
            if self._held is not None:
                self._held[1].close()
                self._held = None

    def _usable(self, credential: Credential, password: str) -> HeldKey:
        """The key of a credential, read once for as many signatures as follow."""
        refuse_unwritable(password)
        mark = hmac.digest(self._secret, password.encode(), hashlib.sha256)
        version = _version(credential.file)
        key = (credential, mark, version)
        if self._held is None or self._held[0] != key:
            self.forget()
            self._held = (key, _opened(credential, password))
        held = self._held[1]
        refuse_unusable(held.certificate, self._clock())
        return held

    def _stamper(self, authority: str) -> TimeStamper | None:
        if not authority:
            return None
        if not _host_of(authority).startswith(("http://", "https://")):
            raise RefusalError("sign.authority_address", address=_without_login(authority))
        return self._stamper_at(authority)

    def _signed(
        self, pdf: bytes, held: HeldKey, stamper: TimeStamper | None, place: PlacedBox | None, seal: SealImage | None
    ) -> bytes:
        writer, name, is_new = _writer(pdf)
        style, spec = self._look(pdf, held, place, seal, name) if is_new else (None, None)
        metadata = PdfSignatureMetadata(
            field_name=name,
            name=holder_of(held.certificate),
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
        )
        signer = PdfSigner(metadata, held.signer, timestamper=stamper, stamp_style=style, new_field_spec=spec)
        target = io.BytesIO()
        try:
            signer.sign_pdf(writer, output=target, bytes_reserved=_RESERVED)
        except (SigningError, PdfError) as error:
            raise TroubleError("sign.damaged") from error
        except Exception as error:
            if _is_token_error(error):
                self.forget()
                raise RefusalError("sign.token_gone") from None
            raise
        return target.getvalue()

    def _look(
        self, pdf: bytes, held: HeldKey, place: PlacedBox | None, seal: SealImage | None, name: str
    ) -> tuple[StaticStampStyle | None, SigFieldSpec]:
        """The appearance and the field; without a place the signature is not seen on the page."""
        if place is None:
            return None, SigFieldSpec(name)
        box = seal_box(place, seal)
        try:
            with pikepdf.open(io.BytesIO(pdf)) as opened:
                index, seen = ForeignPdf(opened).box_on(box)
        except pikepdf.PdfError as error:
            raise TroubleError("sign.damaged") from error
        words = signing_words(holder_of(held.certificate), self._clock().astimezone())
        style = style_of(appearance(self._book, seen, box, seal, words))
        x1, y1, x2, y2 = seen.rectangle(box)
        return style, SigFieldSpec(name, on_page=index, box=(x1, y1, x2, y2))  # type: ignore[arg-type]


def _host_of(address: str) -> str:
    """Scheme and host of an address as they may be shown; empty unless it has both."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    return f"{parts.scheme}://{host}" if parts.scheme and host else ""


def _without_login(address: str) -> str:
    """What may be shown of an address that is none: nothing of a user's name and password."""
    return _host_of(address) or address.rpartition("@")[2].partition("?")[0]


def _opened(credential: Credential, password: str) -> HeldKey:
    if credential.file is not None:
        return open_file(credential.file, password)
    if credential.module is None:
        raise RefusalError("sign.none")
    from reviewer_app.outputs.token import open_token

    return open_token(credential.module, credential.token, credential.label, password)


def _version(file: Path | None) -> tuple[int, int]:
    """A certificate file that was replaced is read again."""
    try:
        stat = file.stat() if file else None
    except OSError:
        stat = None
    return (stat.st_mtime_ns, stat.st_size) if stat else (0, 0)


def _is_token_error(error: Exception) -> bool:
    return type(error).__module__.partition(".")[0] == "pkcs11"


def _writer(pdf: bytes) -> tuple[IncrementalPdfFileWriter, str, bool]:
    """The document ready for one more signature, the field it goes into, and whether that field is new."""
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        if writer.prev.encrypted:
            raise RefusalError("sign.encrypted")
        limits = {one.docmdp_level for one in writer.prev.embedded_signatures} - {None}
        fields = {name: value for name, value, _ in enumerate_sig_fields(writer.prev)}
        refuse_changed(pdf, writer.prev)
    except (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise TroubleError("sign.damaged") from error
    if limits:
        empty = [name for name, value in fields.items() if value is None]
        if not empty or MDPPerm.NO_CHANGES in limits:
            raise RefusalError("sign.locked")
        return writer, empty[0], False
    count = 1
    while f"{_FIELD}{count}" in fields:
        count += 1
    return writer, f"{_FIELD}{count}", True
