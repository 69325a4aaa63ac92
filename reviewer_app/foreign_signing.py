"""Who signs: the key stays in the desk's own process, and what others made is opened in a child before."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer_app.foreign.child import USUAL, in_child
from reviewer_app.foreign.forked import get_ready
from reviewer_app.foreign.limits import Limits
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
    from reviewer_app.outputs.signing.signer import PadesSigner

_SIGNER = "reviewer_app.outputs.signing.signer:PadesSigner"
_SEAL_TRIAL = "reviewer_app.outputs.seals.image:try_seal"
_KEY_TRIAL = "reviewer_app.outputs.certificates.credential:try_file"
_LISTED = "reviewer_app.outputs.certificates.revocation:listed"
_LIST_FACTS = "reviewer_app.outputs.certificates.revocation:facts_of"
_SIGNING_TRIAL = "reviewer_app.outputs.signing.trial:try_signing"
#: What a PDF is called whose file is not known any more.
_PDF = "PDF"
#: A page may be drawn on with fonts that have to be found first.
_PATIENT = Limits(seconds=20.0)


class ForeignSigner:
    """Implements ports.Signer: the key stays here. Its file is opened, a seal drawn, the document signed with another
    key in a child before; signatures and certificates of others are looked at there alone."""

    def __init__(self) -> None:
        self._tried: set[tuple[object, ...]] = set()
        self._secret = secrets.token_bytes(32)

    @cached_property
    def _own(self) -> PadesSigner:
        from reviewer_app.outputs.certificates.revocation import ListLook
        from reviewer_app.outputs.signing.signer import PadesSigner

        return PadesSigner(look_up=partial(in_child, _LISTED, ListLook))

    def look_at(self, credential: Credential, password: str) -> CertificateNote:
        """Whose certificate it is."""
        self._try_key(credential, password)
        return self._own.look_at(credential, password)

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
        """The PDF signed; a seal's file is tried once as it stands, then used for the whole batch."""
        if seal is not None and seal.file is not None:
            self._try_seal(seal, seal.file)
        self._try_key(credential, password)
        if not is_own:
            limits = _PATIENT.for_size(len(pdf))
            in_child(_SIGNING_TRIAL, type(None), _PDF, pdf, place, seal, after, tuple(reserved), limits=limits)
        return self._own.sign(pdf, credential, password, place, authority, seal, after, reserved)

    def check(self, pdf: bytes, trusted: Sequence[bytes] = ()) -> list[CheckLine]:
        """In sentences: what is signed by whom, what changed since, trusted or not."""
        limits = USUAL.for_size(len(pdf))
        return in_child(f"{_SIGNER}.check", list[CheckLine], _PDF, pdf, tuple(trusted), limits=limits)

    def certificates_in(self, file: Path) -> tuple[TrustedCertificate, ...]:
        """The certificates of a file handed over as such."""
        return in_child(f"{_SIGNER}.certificates_in", tuple[TrustedCertificate, ...], file.name, file)

    def revocation_list(self, file: Path) -> RevocationNote:
        """What a file of revoked certificates says of itself."""
        from reviewer_app.outputs.certificates.revocation import ListFacts

        return self._own.told_of(in_child(_LIST_FACTS, ListFacts, file.name, file))

    def get_ready(self) -> None:
        """Loads what signs, and what opens a key's file first, beside whatever is done here meanwhile."""
        get_ready()
        threading.Thread(target=lambda: self._own, name="loading what signs", daemon=True).start()

    def forget(self) -> None:
        """Lets the held key go."""
        self._own.forget()

    def _try_seal(self, seal: SealImage, file: Path) -> None:
        self._try(_SEAL_TRIAL, file, seal, known=(seal,))

    def _try_key(self, credential: Credential, password: str) -> None:
        if credential.file is not None:
            # What was typed is not kept to be compared.
            typed = hmac.digest(self._secret, password.encode("utf-8", "surrogatepass"), "sha256")
            self._try(_KEY_TRIAL, credential.file, credential.file, password, known=(typed,))

    def _try(self, work: str, file: Path, *arguments: object, known: tuple[object, ...]) -> None:
        """Tries a file once as it stands."""
        try:
            state = file.stat()
        except OSError:
            # Whoever opens it will say so.
            return
        mark = (work, file, state.st_ino, state.st_mtime_ns, state.st_size, *known)
        if mark not in self._tried:
            in_child(work, type(None), file.name, *arguments)
            self._tried.add(mark)
