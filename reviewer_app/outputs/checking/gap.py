"""The place in a file where a signature itself stands, which nothing signs: the signature, zeros, nothing else."""

from __future__ import annotations

from asn1crypto import cms, parser


def is_clean_gap(content: bytes, first: int, last: int) -> bool:
    """Whether between two places of a file stands one signature as a program writes it, filled up with zeros."""
    inside = content[first + 1 : last - 1]
    if inside not in (inside.lower(), inside.upper()):
        return False
    try:
        held = bytes.fromhex(inside.decode("ascii"))
        _class, _method, _tag, head, body, foot = parser.parse(held, strict=False)
        # The frame around the signature is signed by nothing: it has at least to be one all through.
        frame = cms.ContentInfo.load(held)["content"]
        for part in ("version", "digest_algorithms", "encap_content_info", "signer_infos"):
            _said = frame[part].native
    except (ValueError, TypeError, KeyError):
        return False
    end = len(head) + len(body) + len(foot)
    return len(inside) == 2 * len(held) and not any(held[end:])
