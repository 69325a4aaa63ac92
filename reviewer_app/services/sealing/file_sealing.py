"""Sealing papers as files in a session: with the office's own image, or signed with its certificate.

Each paper is sealed, and only then its use is put on record together with the bytes: killed in between, nothing is on
record and nothing was given out. One that fails is named, the rest goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.dispatch.seals import SealSession, SealSetup, SealUse, SealWay
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.domain.numbers import RegisterEntry
from reviewer_app.domain.record import EventAct
from reviewer_app.durable import make_folder, write_file
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.sealing import SEAL_NOUNS, require_list_on_record, require_sealable, use_seal
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.papers import (
    AfterSigning,
    CertificateNote,
    Credential,
    DocumentValues,
    PlacedBox,
    SealImage,
)
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.sealing.sessions import Sealed, end_when_done
from reviewer_app.services.sealing.setup import credential_of, image_as_file, image_content
from reviewer_resources.phrases import sentence

#: The folder inside a batch's own in which its sealed papers lie.
SEALED_FOLDER = "已用印"
#: What will not be otherwise with the next paper: asking a token again and again with a wrong PIN locks it.
_ENDING = frozenset({"sign.wrong_password", "sign.token_locked", "seal.session_closed", "seal.others_session"})


@dataclass(frozen=True, slots=True)
class _Work:
    """What one read of the library gives to the sealing: the session, what is set up, image and folder."""

    session: SealSession
    setup: SealSetup
    credential: Credential
    image: bytes
    folder: Path | None


@dataclass(frozen=True, slots=True)
class _Paper:
    entry: RegisterEntry
    pdf: bytes


def seal_files(
    library: Library,
    parts: Parts,
    session_id: int,
    register_ids: Sequence[int],
    pin: str,
    on_progress: Progress,
    is_cancelled: Cancelled,
) -> Sealed:
    """Seals papers one by one in the way of their session and puts each use on record with what came of it.

    With the last paper of its list the session ends.

    Runs on a thread of its own; the PIN goes to the signer and nowhere else. Raises RefusalError as `use_seal` when
    nothing could be sealed, `seal.no_image`, `seal.no_certificate`, `sign.…`; TroubleError `sign.…`.
    """
    work = library.read(_gather, session_id)
    if work.folder is not None:
        work = replace(work, folder=library.folder / work.folder)
    minded = ""
    if work.session.way is SealWay.CERTIFICATE:
        # Whose key it is, and whether it may be used today, is known before the first paper is touched.
        minded = parts.signer.look_at(work.credential, pin).minded
    uses: list[SealUse] = []
    refused: list[OfficeError] = []
    notes: list[OfficeError] = []
    with image_as_file(work.setup, work.image) as image:
        for place, register_id in enumerate(register_ids):
            if is_cancelled():
                break
            try:
                use, content, entry = _seal_one(library, parts, work, register_id, image, pin)
            except OfficeError as problem:
                refused.append(_named(library, register_id, problem))
                if problem.code in _ENDING:
                    break
            else:
                uses.append(use)
                notes += _lay_in_folder(work.folder, entry, content)
            on_progress(place + 1, len(register_ids))
    if not uses and refused:
        raise refused[0]
    library.change(end_when_done, session_id)
    cases = frozenset(use.application_id for use in uses) - {0}
    return Sealed(tuple(uses), (*refused, *notes), Changes(SEAL_NOUNS, cases), minded)


def sealed_pdf(
    parts: Parts,
    way: SealWay,
    setup: SealSetup,
    credential: Credential,
    pdf: bytes,
    image: SealImage | None,
    pin: str,
) -> bytes:
    """A paper with the seal in the place kept for it: drawn there and across its pages, or as a signature's look.

    Raises RefusalError `seal.no_place`, `stamping.…`, `sign.…`; TroubleError `stamping.…`, `seal.…`, `sign.…`.
    """
    place = parts.stamper.place_kept(pdf)
    if place is None:
        raise RefusalError("seal.no_place", called="")
    pdf = parts.stamper.without_circle(pdf)
    if way is SealWay.CERTIFICATE:
        after = AfterSigning(setup.after_signing)
        return parts.signer.sign(pdf, credential, pin, place, setup.authority, image, after, is_own=True)
    if image is None:
        raise RefusalError("seal.no_image")
    return _drawn(parts, pdf, place, image)


def _drawn(parts: Parts, pdf: bytes, place: PlacedBox, image: SealImage) -> bytes:
    sealed = parts.stamper.seal(pdf, (place,), image)
    try:
        return parts.stamper.seal_across(sealed, image)
    except RefusalError as refusal:
        if refusal.code != "stamping.one_page":
            raise
        return sealed


def _gather(unit: UnitOfWork, session_id: int) -> _Work:
    """The image is handed out in the session of the person at the desk alone."""
    require_role(unit.actor, EventAct.SEAL_USED)
    session = next((one for one in unit.seals.open_sessions() if one.id == session_id), None)
    if session is None:
        raise RefusalError("seal.session_closed")
    if session.opened_by != unit.actor.name:
        raise RefusalError("seal.others_session", name=session.opened_by)
    require_list_on_record(unit, session_id)
    setup = unit.seals.setup()
    require_set_up(setup, session.way)
    batch_id = unit.seals.list_of(session.list_id).batch_id
    folder = Path(unit.batches.get(batch_id).folder) if batch_id else None
    return _Work(session, setup, _asked(unit, setup), image_content(unit, setup), folder)


def _asked(unit: UnitOfWork, setup: SealSetup) -> Credential:
    """What signs, with the office's revocation list to be asked before it does and those it trusts."""
    path = unit.settings.get().revocation_list
    credential = credential_of(setup)
    if not path:
        return credential
    return replace(credential, revocations=Path(path), trusted=tuple(one.content for one in unit.trust.all()))


def require_set_up(setup: SealSetup, way: SealWay) -> None:
    """Refuses a way for which nothing is set up; RefusalError `seal.no_image`, `seal.no_certificate`."""
    if way is SealWay.IMAGE and not setup.has_image:
        raise RefusalError("seal.no_image")
    if way is SealWay.CERTIFICATE and not setup.has_certificate:
        raise RefusalError("seal.no_certificate")


def _paper(unit: UnitOfWork, session: SealSession, register_id: int) -> _Paper:
    """A paper that may be sealed now, with its bytes as they were approved."""
    entry = unit.register.get(register_id)
    listed = unit.seals.list_of(session.list_id).paper(register_id)
    if listed is None:
        raise RefusalError("seal.not_listed", called=entry.called)
    require_sealable(unit, entry, listed)
    return _Paper(entry, unit.attachments.content(entry.sha256))


def _seal_one(
    library: Library, parts: Parts, work: _Work, register_id: int, image: SealImage | None, pin: str
) -> tuple[SealUse, bytes, RegisterEntry]:
    """One paper after the other: none is signed before the one ahead of it is on record."""
    paper = library.read(_paper, work.session, register_id)
    content = sealed_pdf(parts, work.session.way, work.setup, work.credential, paper.pdf, image, pin)
    use = library.change(use_seal, work.session.id, register_id, content)
    return use, content, paper.entry


def _named(library: Library, register_id: int, problem: OfficeError) -> OfficeError:
    """What failed with the paper's name; a sentence that names it already stays as it is."""
    if problem.values.get("called"):
        return problem
    called = library.read(lambda unit: unit.register.get(register_id).called)
    why = sentence(problem.code, problem.values)
    return type(problem)("seal.not_sealed", called=called, why=why)


def sealed_name(entry: RegisterEntry) -> str:
    """How the sealed file of a paper is called in its batch's folder."""
    return entry.file_name or f"{entry.id}.pdf"


def _lay_in_folder(folder: Path | None, entry: RegisterEntry, content: bytes) -> list[OfficeError]:
    """Lays a sealed paper beside the sheets of its batch; what cannot be written there is kept in the library."""
    if folder is None or not folder.is_dir():
        return []
    inside = folder / SEALED_FOLDER
    try:
        if inside.is_symlink():
            raise OSError
        if not inside.is_dir():
            make_folder(inside)
        write_file(inside / sealed_name(entry), content)
    except OSError:
        return [TroubleError("seal.not_laid", called=entry.called, folder=str(inside))]
    return []


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial made: the paper marked 试样, what was done on it, and in words what the certificate is worth."""

    pdf: bytes
    done: tuple[SealWay, ...]
    note: CertificateNote | None


def try_setup(library: Library, parts: Parts, setup: SealSetup, image: bytes, pin: str) -> Trial:
    """Makes a trial paper, seals it with the image and signs it, as a session would; nothing of it is kept.

    `image` are the bytes that are tried, the kept ones where none are given. Raises RefusalError `act.role_needed`,
    `seal.…`, `sign.…`, `stamping.…`; TroubleError `seal.…`, `sign.…`.
    """
    content, values, credential = library.read(_trial_values, setup, image)
    done: list[SealWay] = []
    note = None
    with image_as_file(setup, content) as drawn:
        if drawn is not None:
            parts.stamper.try_seal(drawn)
        if setup.has_certificate:
            note = parts.signer.look_at(credential, pin)
            values = replace(values, fields={**values.fields, "certificate": f"{note.holder}（{note.issuer}签发）"})
        pdf = parts.maker.document(values, SealStyle.CIRCLE.value)
        if drawn is not None and not setup.has_certificate:
            pdf = sealed_pdf(parts, SealWay.IMAGE, setup, credential, pdf, drawn, "")
            done.append(SealWay.IMAGE)
        if setup.has_certificate:
            pdf = sealed_pdf(parts, SealWay.CERTIFICATE, setup, credential, pdf, drawn, pin)
            done.append(SealWay.CERTIFICATE)
    if not done:
        raise RefusalError("seal.nothing_to_try")
    return Trial(pdf, tuple(done), note)


def _trial_values(unit: UnitOfWork, setup: SealSetup, image: bytes) -> tuple[bytes, DocumentValues, Credential]:
    require_role(unit.actor, EventAct.SEAL_SET_UP)
    content = image or image_content(unit, setup)
    none = sentence("sealing.not_set")
    fields = {
        "image": f"{setup.image_name}，{setup.diameter:g} 毫米" if content else none,
        "certificate": none,
        "authority": setup.authority or none,
        "tried_by": unit.actor.name,
    }
    office = unit.settings.get().bureau
    values = DocumentValues(DocumentKind.SEAL_TRIAL, office, unit.today, fields=fields, made_at=unit.now)
    return content, values, _asked(unit, setup)
