"""Column headers of real lists, made comparable: 单位名称（盖章）, *联系电话 and 3．项目 名称 are the pack's words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Signs that carry no meaning in a header: white space, stars, punctuation, quotation marks.
_SIGNS = re.compile(r"[\s*＊★☆·•:：、，,。.;；\"'“”‘’「」《》_\-—–~～/\\|#＃!?？\u200b\ufeff]+")
#: A number in front: "3." "（三）" "四、"; a digit or character that belongs to the word itself is kept.
_NUMBERING = re.compile(r"^(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[\)\.、:：]|[①-⑳])\s*")
_BRACKETS = re.compile(r"[\(\[【〔{<][^()\[\]【】〔〕{}<>]*[\)\]】〕}>]")


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """A header without white space, numbering and signs, in half width and lower case; words in brackets stay."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold().lstrip("*★☆ ")
    plain = _NUMBERING.sub("", plain)
    return _SIGNS.sub("", re.sub(r"[()\[\]【】〔〕{}<>]", "", plain))


@lru_cache(maxsize=4096)
def bare_header_key(text: str) -> str:
    """The same without what stands in brackets (（盖章）, （必填）, (YYYY-MM-DD)); empty if nothing else is there."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold().lstrip("*★☆ ")
    plain = _NUMBERING.sub("", plain)
    return header_key(_BRACKETS.sub("", plain))
