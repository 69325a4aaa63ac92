"""What makes our PDFs fit for keeping (PDF/A-2b, ISO 19005-2): metadata in XMP, the colours' meaning, and the check."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.fonts.embed import packed_stream
from reviewer_app.outputs.pdf.checked_once import checked_once

FLAVOUR = "2b"
#: White of the profile's connection space (D50), and sRGB's primaries and adaptation to it (IEC 61966-2-1, ICC.1).
_D50 = (0.9642, 1.0, 0.8249)
_PRIMARIES = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
_ADAPTATION = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01708, -0.00925, 0.01508, 0.75168)
#: Gamma, a, b, c, d of sRGB's curve.
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the file says of itself; `entries` are further names and values of the Info dictionary."""

    title: str
    author: str
    subject: str
    made_at: datetime
    entries: Mapping[str, str]


def make_archival(doc: Any, info: DocumentInfo, producer: str) -> None:
    """Puts metadata and output intent into a reportlab document that is about to be saved, and packs its pages."""
    catalog = doc.Catalog
    # reportlab writes only the entries it lists; the output intents are not among them.
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.Metadata = doc.Reference(_metadata(info, producer), "metadata")
    profile = pdfdoc.PDFStream(content=srgb_profile(), filters=[pdfdoc.PDFZCompress])
    profile.dictionary["N"] = 3
    intent = {
        "Type": pdfdoc.PDFName("OutputIntent"),
        "S": pdfdoc.PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
        "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
        "DestOutputProfile": doc.Reference(profile, "profile"),
    }
    catalog.OutputIntents = pdfdoc.PDFArray([pdfdoc.PDFDictionary(intent)])
    for page in doc.Pages.pages:
        page.Trans = None
        page.Contents = packed_stream(page.stream)


def check_archival(content: bytes, case: str) -> None:
    """RefusalError `document.not_archival` with the first reason if a finished file is not PDF/A-2b."""
    with checked_once(content):
        report = judged(content)
    if report.verdict != "pass":
        reason = "；".join(str(finding) for finding in report.findings[:2])
        raise RefusalError("document.not_archival", case=case, reason=reason)


def judged(content: bytes) -> Any:
    """The checker's report on a file; where it finds a fault, the report of a second look.

    The checker takes any warning given in the whole program while it reads (of a file that nobody closed, by another
    thread) for a fault of the page. A fault of the page is there the second time, too.
    """
    from pikepdf import pdfa

    report = pdfa.validate_written(io.BytesIO(content), FLAVOUR)
    return report if report.verdict == "pass" else pdfa.validate_written(io.BytesIO(content), FLAVOUR)


def _metadata(info: DocumentInfo, producer: str) -> Any:
    stream = pdfdoc.PDFStream(content=xmp(info, producer))
    stream.filters = []
    stream.dictionary["Type"] = pdfdoc.PDFName("Metadata")
    stream.dictionary["Subtype"] = pdfdoc.PDFName("XML")
    return stream


def xmp(info: DocumentInfo, producer: str) -> bytes:
    """The metadata as XMP; it says the same as the Info dictionary (ISO 19005-2, 6.6)."""
    when = info.made_at.isoformat(timespec="seconds")
    told = [
        '<pdfaid:part xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">2</pdfaid:part>',
        '<pdfaid:conformance xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">B</pdfaid:conformance>',
        "<dc:format>application/pdf</dc:format>",
        _listed("title", "Alt", info.title, ' xml:lang="x-default"'),
        _listed("creator", "Seq", info.author),
        _listed("description", "Alt", info.subject, ' xml:lang="x-default"'),
        _plain("dc:identifier", info.entries.get("DeskNumber", "")),
        _plain("pdf:Producer", producer),
        _plain("xmp:CreatorTool", producer),
        _plain("xmp:CreateDate", when),
        _plain("xmp:ModifyDate", when),
    ]
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">\n'
        + "\n".join(filter(None, told))
        + '\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _plain(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _listed(name: str, kind: str, value: str, attribute: str = "") -> str:
    if not value:
        return ""
    return f"<dc:{name}><rdf:{kind}><rdf:li{attribute}>{escape(value)}</rdf:li></rdf:{kind}></dc:{name}>"


@cache
def srgb_profile() -> bytes:
    """sRGB as an ICC profile of version 4: three primaries and one curve, half a kilobyte."""
    curve = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + b"".join(map(_fixed, _CURVE))
    tags = {
        b"desc": _text("sRGB"),
        b"cprt": _text("No copyright"),
        b"wtpt": _xyz(_D50),
        b"chad": b"sf32\0\0\0\0" + b"".join(map(_fixed, _ADAPTATION)),
        b"rXYZ": _xyz(_PRIMARIES[0]),
        b"gXYZ": _xyz(_PRIMARIES[1]),
        b"bXYZ": _xyz(_PRIMARIES[2]),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body, start = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        table += struct.pack(">4sII", tag, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    size = start + len(body)
    day = struct.pack(">6H", 2024, 1, 1, 0, 0, 0)
    head = struct.pack(">I4sI", size, b"\0" * 4, 0x04200000) + b"mntrRGB XYZ " + day + b"acsp"
    head = head.ljust(68, b"\0") + b"".join(map(_fixed, _D50))
    return head.ljust(128, b"\0") + table + body


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _text(words: str) -> bytes:
    coded = words.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(coded), 28) + coded
