"""One PDF looked at as a whole: our proof of content, the signatures, and what the file says of itself.

A PDF of ours that was signed afterwards is intact and signed: the signature only added to it. A note or a page that was
added is named, whether or not somebody signed after it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence

import pikepdf
from cryptography import x509

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.outputs.checking.revisions import naming, only_signed
from reviewer_app.outputs.pdf.content_proof import Proof, check_content
from reviewer_app.outputs.pdf.damage import OF_VALUES
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_resources.phrases import sentence

#: The beginning of an object in a PDF.
_OBJECT = re.compile(rb"\d+ \d+ obj\b")


def check_pdf(content: bytes, name: str, trusted: Sequence[x509.Certificate] = ()) -> list[CheckLine]:
    """The sentences on a file; `name` is what the first ones speak of. TroubleError `verify.unreadable`."""
    lines, proof = judge_pdf(content, name, trusted), check_content(content)
    if not proof.holds:
        return lines
    made = content[: len(content) - proof.added]
    return [*lines, *_archival(content, len(lines) > 1), *own_words(made, name)]


def judge_pdf(content: bytes, name: str, trusted: Sequence[x509.Certificate] = ()) -> list[CheckLine]:
    """Whether a file is what it was, without what it says of itself. TroubleError `verify.unreadable`."""
    proof = check_content(content)
    if not proof.is_there and not _ends(content):
        # The proof stands near the end: a part of a file has lost it.
        if not _OBJECT.search(content) or b"%PDF-" not in content[:1024]:
            raise TroubleError("verify.unreadable", name=name)
        return [CheckLine(name, Grade.BROKEN, sentence("verify.incomplete"))]
    signatures = _signatures(content, trusted) if _may_be_signed(content, proof) else []
    if not proof.is_there:
        code = "verify.foreign_signed" if signatures else "verify.foreign"
        return [CheckLine(name, Grade.NOTICE if signatures else Grade.BROKEN, sentence(code)), *signatures]
    if not proof.holds:
        return [CheckLine(name, Grade.BROKEN, sentence("verify.pdf_changed")), *signatures]
    made = content[: len(content) - proof.added]
    is_whole = bool(signatures) and all(not line.is_broken for line in signatures)
    return [_own(made, content, proof, name, is_whole), *signatures]


def _ends(content: bytes) -> bool:
    """Whether a file begins and ends as a PDF does."""
    return b"%PDF-" in content[:1024] and b"%%EOF" in content


def _may_be_signed(content: bytes, proof: Proof) -> bool:
    """Whether signatures are to be looked for, whose reader takes long to load: not in what is as it was made.

    A form is where signatures stand; a file with one is looked at whatever its proof says, for anybody can reckon it.
    """
    if not proof.holds or proof.added:
        return True
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return pikepdf.Name.AcroForm in pdf.Root
    except (pikepdf.PdfError, *OF_VALUES):
        return True


def _signatures(content: bytes, trusted: Sequence[x509.Certificate]) -> list[CheckLine]:
    """A damaged file has no signatures to speak of; that it is damaged is said by the proof."""
    from reviewer_app.outputs.checking.signatures import check_signatures

    try:
        return check_signatures(content, trusted)
    except TroubleError:
        return []


def _own(made: bytes, content: bytes, proof: Proof, name: str, is_whole: bool) -> CheckLine:
    """What became of a document of ours since it was made; later changes are the business of whole signatures."""
    if not proof.added:
        return CheckLine(name, Grade.INTACT, sentence("verify.pdf_intact"))
    from reviewer_app.outputs.checking.signatures import signed_ends

    ends = signed_ends(content) if is_whole else []
    if ends and only_signed(made, content[: ends[0]]):
        behind = len(content) - ends[-1]
        if behind:
            return CheckLine(name, Grade.NOTICE, sentence("verify.pdf_signed_behind", {"count": behind}))
        return CheckLine(name, Grade.INTACT, sentence("verify.pdf_signed"))
    said = sentence("verify.pdf_added", {"count": proof.added})
    found = naming(made, content)
    if found is not None:
        said += sentence(f"revision.{found[0]}", found[1])
    return CheckLine(name, Grade.BROKEN, said)


def _archival(content: bytes, is_signed: bool) -> list[CheckLine]:
    """Whether a file that was made for keeping is still fit for it; nothing is said of others."""
    # The checker of archival files takes long to load, and a folder's papers are not held to it.
    from reviewer_app.outputs.checking.signed_archival import archival_faults, claims_archival

    if not claims_archival(content):
        return []
    faults = archival_faults(content)
    code = "verify.archival_lost" if faults else "verify.archival_signed" if is_signed else "verify.archival"
    standing = Grade.NOTICE if faults else Grade.INTACT
    return [CheckLine("存档格式", standing, sentence(code, {"count": len(faults)}))]


def own_words(content: bytes, name: str) -> list[CheckLine]:
    """Document number, record head and date as the file itself gives them; TroubleError `verify.unreadable`."""
    said = _info(content, name)
    number = said.get("DeskNumber") or said.get("DeskIntake", "")
    lines = []
    if number:
        lines.append(_says("文号", "verify.says_number", number=number, title=said.get("Title", "")))
    if said.get("DeskAuditHead"):
        lines.append(_says("案卷记录链首", "verify.says_head", head=said["DeskAuditHead"]))
    # Files made before the day had an entry of its own say it as the day of their making.
    made = said.get("DeskDay", "").replace("-", "") or said.get("CreationDate", "")[2:10]
    if made.isdecimal() and len(made) == 8:
        day = f"{int(made[:4])}年{int(made[4:6])}月{int(made[6:])}日"
        lines.append(_says("落款日期", "verify.says_day", day=day))
    return lines


def _says(part: str, code: str, **values: object) -> CheckLine:
    return CheckLine(part, Grade.INTACT, sentence(code, values))


def _info(content: bytes, name: str) -> Mapping[str, str]:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return {str(key)[1:]: one_line(str(value)) for key, value in pdf.docinfo.items()}
    except (pikepdf.PdfError, ValueError) as error:
        raise TroubleError("verify.unreadable", name=name) from error
