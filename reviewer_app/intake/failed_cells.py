"""Texts that are no values: what a table program shows where a formula failed, and formulas kept as texts."""

from __future__ import annotations

import re
import unicodedata

#: What table programs show instead of a value that could not be worked out, and instead of one wider than its column.
_ERROR = re.compile(
    r"#(?:N/?A|REF|VALUE|NAME|NUM|NULL|SPILL|CALC|N/?D|NV|Н/Д|FMT|[ÜU]BERLAUF|GETTING_DATA|GETTING DATA|#+)"
    r"|(?:ERR|ERROR|FEHLER|ERREUR|ERRORE|ОШИБКА|错误|錯誤|エラー|오류)\s*:\s*5\d\d"
)
#: In whatever language: a word in capitals behind the sign, a mark of horror behind it.
_SHOUTED = re.compile(r"#[¡¿]?([^\W\d_]{1,16}(?:[_ ][^\W\d_]{1,16})?)(?:/0)?[!?]")
#: In Chinese there are no capitals: only the words that table programs know; the mark is sometimes left away.
_SAID = re.compile(
    r"#(?:名称|名稱|值|数值|數值|数字|引用|參照|除数|除數|除以零|被零除|空|空值|溢出|溢位|计算|計算|字段|欄位|未知|连接|連線"
    r"|(?:已)?阻止|(?:繁)?忙|不可用|不适用|无效|无效名称|无效值|外部|循环引用|参数|错误|正在获取数据)(?:/0)?[\x21?]?"
)
_HAN = re.compile("[\u3400-\u9fff]")
#: How the words of failed formulas begin, blanks and signs in front left aside.
_BEGINNINGS = frozenset("#＃EeFfОо错錯エ오")
_BLANK = " \t\r\n\xa0\u3000\u200b\ufeff"

#: How exports keep a table program from working on a text: ="…", with or without a back-tick beside it.
_GUARDED = re.compile(r'`?="((?:[^"]|"")*)"`?', re.DOTALL)
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?![\w\u3400-\u9fff])"
#: A text that a table program would work out: with = in front always; with other signs where a formula goes on so.
_FORMULA = re.compile(
    rf"""@(?:[A-Za-z_]|\[)
    | [-+][-+@=(\s]*(?:[A-Za-z_][\w.]*\s*\(|{_CELL}|\w+\||["'\[]|\w+!|\d+(?:\.\d+)?\s*[+*/^&=<>]\s*[\w(])""",
    re.VERBOSE,
)
#: Where a formula may have Chinese: texts, names of sheets and columns. A project's name that begins with = is none.
_QUOTED = re.compile(r""""[^"]*"|'[^']*'!?|\[[^\]]*\]|[\w\u3400-\u9fff]+!""")
#: What makes a text worth a look: the first characters of all that is known here.
ODD_BEGINNINGS = _BEGINNINGS | frozenset("=＝`@＠+＋-－'\"") | frozenset(_BLANK)


def is_error(text: str) -> bool:
    """Whether a text is what a table program shows where a formula failed or a column is too narrow."""
    bare = text.strip(_BLANK)
    if not bare or bare[0] not in _BEGINNINGS:
        return False
    folded = unicodedata.normalize("NFKC", bare)
    word = folded.upper()
    if _ERROR.fullmatch(word) or _SAID.fullmatch(word):
        return True
    return word == folded and _SHOUTED.fullmatch(word) is not None and not _HAN.search(word)


def unguarded(text: str) -> str | None:
    """The text within a guard (="…"); None where there is no guard around it."""
    found = _GUARDED.fullmatch(text)
    return found[1].replace('""', '"') if found is not None else None


def is_formula(text: str) -> bool:
    """Whether a text is a formula, which says nothing of what it gives; a telephone or a list with dashes is none."""
    bare = text.strip(_BLANK)
    if not bare or bare[0] not in "=＝`@＠+＋-－":
        return False
    plain = unicodedata.normalize("NFKC", bare)
    if unguarded(plain) is not None or _HAN.search(_QUOTED.sub("", plain)):
        return False
    plain = plain.removeprefix("`") if plain.startswith("`=") else plain
    return (plain[0] == "=" and plain.strip("=") != "") or _FORMULA.match(plain) is not None
