"""The text of a TOML file as offices save it: UTF-8 with or without its mark, UTF-16 with one, or GB18030."""

from __future__ import annotations

import codecs

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(content: bytes) -> str:
    """The text with plain line ends; UnicodeDecodeError for what is text in none of them."""
    if content.startswith(_UTF16):
        text = content.decode("utf-16")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
    return text.replace("\r\n", "\n")
