"""Rule packs of other offices, plain or as one signed file, taken apart in the child; nothing is proven here."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.domain.outside.signed_pack import (
    MEMBERS,
    PACK_FORMAT,
    PACK_KIND,
    RULES,
    SIGNATURE,
    PackSignature,
    PackSigning,
    signature_text,
)
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.packs.checking import MOST_BYTES, check_file, check_text
from reviewer_app.services.handover.cards import desk_name
from reviewer_app.services.handover.envelope import KEY_LENGTH
from reviewer_app.services.handover.envelope import SIGNATURE as SIGNATURE_LENGTH
from reviewer_app.services.handover.signed_packs import LARGEST_PACK_FILE, pack_file
from reviewer_app.services.ports.seasons import ArrivedPack
from reviewer_app.small_files import ordinary_file

_ZIP = b"PK\x03\x04"
#: Beside the pack's text nothing is longer.
_MOST_BESIDE = 48 << 10
_LONGEST_NAME = 60


def arrived_in(path: Path) -> ArrivedPack:
    """The pack in a file, and what its signature says; known by its content, not by its name.

    Raises TroubleError `pack.…`, RefusalError `signed_pack.unreadable`, `signed_pack.newer`.
    """
    try:
        with ordinary_file(path) as file:
            content = file.read(LARGEST_PACK_FILE + 1)
    except OSError as error:
        raise TroubleError("pack.unreadable", file=path.name) from error
    if not content.startswith(_ZIP):
        return ArrivedPack(check_file(path), None)
    if len(content) > LARGEST_PACK_FILE:
        raise TroubleError("pack.too_large", file=path.name, most=MOST_BYTES >> 20)
    members = _members(content, path.name)
    signature = _signature(members, path.name)
    beside = [(name, members[name]) for name in MEMBERS]
    if pack_file(beside, signature) != content:
        # One pack has one spelling: what lies between, behind or twice in the file is nobody's.
        raise _unreadable(path.name)
    try:
        text = members[RULES].decode()
    except UnicodeDecodeError as error:
        raise TroubleError("pack.not_text", file=path.name) from error
    return ArrivedPack(check_text(text, path.name), signature)


def _members(content: bytes, file: str) -> dict[str, bytes]:
    """What lies in the file, once it is known to be no longer than it may be: nothing in it is compressed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            names = tuple(one.filename for one in infos)
            if names not in (MEMBERS, (*MEMBERS, SIGNATURE)):
                raise _unreadable(file)
            for one in infos:
                most = MOST_BYTES if one.filename == RULES else _MOST_BESIDE
                if one.compress_type != zipfile.ZIP_STORED or one.flag_bits & 1 or one.file_size > most:
                    raise _unreadable(file)
            return {one.filename: archive.read(one) for one in infos}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, LookupError) as error:
        raise _unreadable(file) from error


def _signature(members: Mapping[str, bytes], file: str) -> PackSignature | None:
    """The signature of a file; None where none lies in it."""
    text = members.get(SIGNATURE)
    if text is None:
        return None
    try:
        said: Any = json.loads(text.decode())
        if said["kind"] != PACK_KIND or type(said["format"]) is not int:
            raise _unreadable(file)
        if said["format"] != PACK_FORMAT:
            raise RefusalError("signed_pack.newer", file=file)
        card = DeskCard(desk_name(said["desk"]), bytes.fromhex(said["signing"]), bytes.fromhex(said["sealing"]))
        signing = PackSigning(
            card=card,
            signer=_person(said["signer"]),
            at=datetime.fromisoformat(said["signed_at"]),
            approved_by=_person(said["approved_by"]),
            approved_at=datetime.fromisoformat(said["approved_at"]),
            members=tuple((name, str(said["members"][name])) for name in MEMBERS),
        )
        one = PackSignature(signing, bytes.fromhex(said["signature"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable(file) from error
    except RefusalError as refusal:
        raise refusal if refusal.code.startswith("signed_pack.") else _unreadable(file) from refusal
    is_whole = {len(card.signing), len(card.sealing)} == {KEY_LENGTH} and len(one.signature) == SIGNATURE_LENGTH
    if not is_whole or signature_text(one) != text:
        raise _unreadable(file)
    if any(hashlib.sha256(members[name]).hexdigest() != sha256 for name, sha256 in signing.members):
        raise RefusalError("signed_pack.tampered", file=file, desk=card.name)
    return one


def _person(said: object) -> str:
    """A person's name as the other desk wrote it: one line, not long."""
    if not isinstance(said, str) or not said.strip() or len(said) > _LONGEST_NAME or one_line(said) != said:
        raise ValueError(said)
    return said


def _unreadable(file: str) -> RefusalError:
    return RefusalError("signed_pack.unreadable", file=file)
