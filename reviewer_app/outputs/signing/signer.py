"""Signing PDFs with PAdES B-B: the office's own certificate, from a file or a token, one after another in a batch.

A signature is an approval that leaves the document open, or says (by DocMDP) that only reserved places may still be
signed, or that nothing may be changed any more; see `signing_field`. No address is ever asked unless the officer gives
one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.outputs.certificates.credential import HeldKey, holder_of, note_of
from reviewer_app.outputs.certificates.file import certificates_in, loaded
from reviewer_app.outputs.certificates.held_key import KeyRing
from reviewer_app.outputs.certificates.revocation import ListFacts, LookUp, facts_of, list_note, look_up_here, worth_of
from reviewer_app.outputs.certificates.time_stamps import StamperAt, host_of, over_http, stamper_for
from reviewer_app.outputs.checking.signatures import check_signatures
from reviewer_app.outputs.pdf.seen_page import SeenPage
from reviewer_app.outputs.signing.field import FieldPlan, Signable, new_field, open_signable, plan_field, reserve_fields
from reviewer_app.outputs.signing.placing import pages_of, style_in
from reviewer_app.outputs.signing.writing import write_signature
from reviewer_app.services.ports.papers import (
    AfterSigning,
    CertificateNote,
    Credential,
    PlacedBox,
    RevocationNote,
    SealImage,
)
from reviewer_app.services.ports.records import CheckLine
from reviewer_app.services.ports.trust import TrustedCertificate

if TYPE_CHECKING:
    from pyhanko.stamp import StaticStampStyle

    from reviewer_app.outputs.fonts.book import FontBook


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Wish:
    """How a signature is to show and what is to be allowed after it."""

    place: PlacedBox | None
    seal: SealImage | None
    after: AfterSigning
    reserved: tuple[PlacedBox, ...]


class PadesSigner:
    """Implements Signer; may be used from any thread. The last credential is held open until another is used.

    `stamper_at` reaches a time-stamp service, `look_up` reads a revocation list.
    """

    def __init__(
        self,
        font_folders: Sequence[Path] | None = None,
        clock: Callable[[], datetime] = _utc_now,
        stamper_at: StamperAt = over_http,
        look_up: LookUp = look_up_here,
    ) -> None:
        self._folders, self._clock, self._stamper_at = font_folders, clock, stamper_at
        self._lock = threading.RLock()
        self._keys = KeyRing(clock, look_up)

    @cached_property
    def _book(self) -> FontBook:
        from reviewer_app.outputs.fonts.book import FontBook

        return FontBook(self._folders)

    def look_at(self, credential: Credential, password: str) -> CertificateNote:
        """Whose certificate it is and what it is worth; raises as `sign` does for a credential that cannot sign."""
        with self._lock:
            held = self._keys.usable(credential, password)
            note, look = note_of(held.certificate), self._keys.listed(credential, held)
        if look is None:
            return note
        said, minded = worth_of(look, self._clock())
        return replace(note, sentence=note.sentence + said + minded, minded=minded)

    def sign(
        self,
        pdf: bytes,
        credential: Credential,
        password: str,
        place: PlacedBox | None = None,
        authority: str = "",
        seal: SealImage | None = None,
        after: AfterSigning = AfterSigning.OPEN,
        reserved: Sequence[PlacedBox] = (),
        *,
        is_own: bool = False,
    ) -> bytes:
        """The PDF with one more signature, everything before it left byte by byte as it was; all are signed alike.

        Raises RefusalError and TroubleError `sign.…`; for the place and the seal `stamping.…`, `seal.…`.
        """
        with self._lock:
            held = self._keys.usable(credential, password)
            stamper = stamper_for(authority, self._stamper_at)
            try:
                return self._signed(pdf, held, stamper, _Wish(place, seal, after, tuple(reserved)))
            except (TimestampRequestError, OSError, TimeoutError):
                if stamper is None:
                    raise
                # Nothing of the cause is kept: it could repeat an address with a password in it.
                raise TroubleError("sign.authority_silent", address=host_of(authority)) from None

    def sign_with(
        self,
        held: HeldKey,
        pdf: bytes,
        place: PlacedBox | None,
        seal: SealImage | None,
        after: AfterSigning,
        reserved: Sequence[PlacedBox],
    ) -> bytes:
        """The same with a key at hand and no time stamp."""
        return self._signed(pdf, held, None, _Wish(place, seal, after, tuple(reserved)))

    def check(self, pdf: bytes, trusted: Sequence[bytes] = ()) -> list[CheckLine]:
        """In sentences: what is signed by whom, what changed since, trusted or not; empty without signatures."""
        return check_signatures(pdf, loaded(trusted))

    def certificates_in(self, file: Path) -> tuple[TrustedCertificate, ...]:
        """The certificates of a file handed over as such; RefusalError and TroubleError `trust.…`."""
        return certificates_in(file)

    def revocation_list(self, file: Path) -> RevocationNote:
        """What a file of revoked certificates says of itself; TroubleError `sign.list_…`."""
        return self.told_of(facts_of(file))

    def told_of(self, facts: ListFacts) -> RevocationNote:
        """A list that was read, in words, by the clock of this signer."""
        return list_note(facts, self._clock())

    def get_ready(self) -> None:
        """All is loaded by now."""

    def forget(self) -> None:
        """Lets the held key go (a token can be pulled out now)."""
        with self._lock:
            self._keys.forget()

    def _signed(self, pdf: bytes, held: HeldKey, stamper: TimeStamper | None, wish: _Wish) -> bytes:
        signable = open_signable(pdf)
        plan = plan_field(signable, wish.after, len(wish.reserved))
        appearance = self._look(pdf, held, signable, plan, wish)
        try:
            return write_signature(signable, plan, held, stamper, appearance)
        except RefusalError:
            # The token is gone; the key held is of no use any more.
            self.forget()
            raise

    def _look(
        self, pdf: bytes, held: HeldKey, signable: Signable, plan: FieldPlan, wish: _Wish
    ) -> tuple[StaticStampStyle | None, SigFieldSpec | None]:
        """The appearance, and the field unless it waits already; without a place the signature is not seen."""
        if plan.is_new and wish.place is None and not wish.reserved:
            return None, new_field(plan)
        with pages_of(pdf) as pages:
            reserve_fields(signable, plan, pages.reserved(wish.reserved))
            if not plan.is_new:
                waiting = pages.waiting(plan.name, wish.seal)
                return (self._style(held, *waiting, wish.seal) if waiting else None), None
            if wish.place is None:
                return None, new_field(plan)
            index, seen, box = pages.new(wish.place, wish.seal)
        return self._style(held, seen, box, wish.seal), new_field(plan, index, seen.rectangle(box))

    def _style(self, held: HeldKey, seen: SeenPage, box: PlacedBox, seal: SealImage | None) -> StaticStampStyle:
        return style_in(self._book, seen, box, seal, holder_of(held.certificate), self._clock())
