"""Signatures of kinds that cannot be checked here, laid into a PDF byte by byte: SM2, electronic seals, nonsense."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable

import pikepdf
from asn1crypto import algos, cms, core, x509
from pikepdf import Array, Dictionary, Name, String

SM2_WITH_SM3, SM3, SHA256 = "1.2.156.10197.1.501", "1.2.156.10197.1.401", "2.16.840.1.101.3.4.2.1"
ORDINARY, NATIONAL = "1.2.840.113549.1.7.2", "1.2.156.10197.6.1.4.2.2"
_ROOM = 4096
Contents = Callable[[bytes], bytes]


def odd_signed(base: bytes, kind: str, contents: Contents) -> bytes:
    """The PDF signed with whatever `contents` makes of the signed bytes, under a name of its own."""
    with pikepdf.open(io.BytesIO(base)) as pdf:
        value = pdf.make_indirect(
            Dictionary(
                Type=Name.Sig,
                Filter=Name("/Adobe.PPKLite"),
                SubFilter=Name(f"/{kind}"),
                ByteRange=Array([0, 1111111111, 1111111111, 1111111111]),
                Contents=String(bytes([0xAB]) * _ROOM),
            )
        )
        place = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("章"), Rect=[0, 0, 0, 0], F=132)
        place.V = value
        field = pdf.make_indirect(place)
        pdf.pages[0].obj.Annots = pdf.make_indirect(Array([field]))
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field]), SigFlags=3))
        target = io.BytesIO()
        pdf.save(target)
    return _filled(target.getvalue(), contents)


def _filled(content: bytes, contents: Contents) -> bytes:
    gap = re.search(rb"<(?:ab){%d}>" % _ROOM, content)
    numbers = re.search(rb"\[ 0 1111111111 1111111111 1111111111 \]", content)
    assert gap is not None
    assert numbers is not None
    ranged = b"[ 0 %d %d %d ]" % (gap.start(), gap.end(), len(content) - gap.end())
    whole = content[: numbers.start()] + ranged.ljust(len(numbers.group())) + content[numbers.end() :]
    made = contents(whole[: gap.start()] + whole[gap.end() :])
    return whole[: gap.start()] + b"<" + made.hex().encode().ljust(2 * _ROOM, b"0") + b">" + whole[gap.end() :]


def sm2_structure(signed: bytes, outer: str = ORDINARY, of: str = SM3) -> bytes:
    """A signature as SM2 makes them, with the sum of the content; the last step of its mathematics is left out."""
    name = {SM3: "sm3", SHA256: "sha256"}[of]
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.new(name, signed).digest()]}),
        ]
    )
    issuer = x509.Name.build({"common_name": "示例国密认证中心"})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": {"issuer": issuer, "serial_number": 1}}),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": of}),
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": SM2_WITH_SM3}),
            "signature": b"\x30\x06\x02\x01\x01\x02\x01\x01",
        }
    )
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": of})],
            "encap_content_info": {"content_type": "data"},
            "signer_infos": [signer],
        }
    )
    kind: bytes = core.ObjectIdentifier(outer).dump()
    inner: bytes = data.dump()
    body = kind + b"\xa0" + _length(len(inner)) + inner
    return b"\x30" + _length(len(body)) + body


def _length(size: int) -> bytes:
    return bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
