"""Names that every system takes: of the dossier, of what lies beside it, of what is embedded; cut by one rule.

A name keeps its ending. What no system shows in a line, or means something else to one of them (`..`, CON, a mark that
turns the reading round), is replaced, so that a file is called what is seen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

_FORBIDDEN = frozenset('<>:"/\\|?*')
#: Names that Windows gives to devices, whatever ending they have.
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{kind}{number}" for kind in ("COM", "LPT") for number in "0123456789¹²³")}
)
#: What starts by a double click somewhere; laid beside a dossier it gets a further ending that starts nothing.
_STARTING = frozenset(
    {
        *(".app", ".bat", ".chm", ".cmd", ".com", ".cpl", ".dll", ".exe", ".hta", ".htm", ".html", ".inf", ".iso"),
        *(".jar", ".js", ".jse", ".lnk", ".mhtml", ".msc", ".msi", ".msp", ".pif", ".ps1", ".reg", ".scf", ".scr"),
        *(".sh", ".svg", ".url", ".vb", ".vbe", ".vbs", ".wsf", ".xhtml", ".docm", ".dotm", ".xlsm", ".xltm", ".pptm"),
    }
)
#: As long as a name may be: in the units that Windows counts, and in the bytes that Linux counts.
MOST_UNITS, MOST_BYTES = 80, 200
_LONGEST_ENDING = 12
_STILL = ".bin"
_NAMELESS = "未命名"


def safe_name(text: str, most: int = MOST_UNITS) -> str:
    """The text as a file's or folder's name of at most so many units, its ending kept."""
    plain = "".join(map(_plain, unicodedata.normalize("NFC", text)))
    plain = " ".join(plain.split()).strip(" .")
    stem, ending = _parted(plain)
    stem = _cut(stem, most - _units(ending), MOST_BYTES - len(ending.encode())).strip(" .") or _NAMELESS
    if stem.split(".")[0].strip().upper() in _DEVICES:
        stem = f"_{stem}"
    return f"{stem}{ending}"


def harmless_name(text: str, most: int = MOST_UNITS) -> str:
    """The same for a file that could start something: it does not start by a double click."""
    name = safe_name(text, most)
    is_starting = PurePath(name).suffix.lower() in _STARTING
    return f"{safe_name(text, most - len(_STILL))}{_STILL}" if is_starting else name


class Names:
    """Gives each file of one folder a name of its own, the case of letters apart."""

    def __init__(self, taken: Iterable[str] = (), most: int = MOST_UNITS) -> None:
        self._taken = {one.casefold() for one in taken}
        self._most = most

    def give(self, text: str) -> str:
        """The name; a second one of the same gets a number before its ending."""
        name, count = harmless_name(text, self._most), 1
        while name.casefold() in self._taken:
            count += 1
            mark = f"（{count}）"
            stem, ending = _parted(harmless_name(text, self._most - len(mark)))
            name = f"{stem}{mark}{ending}"
        self._taken.add(name.casefold())
        return name


def _plain(sign: str) -> str:
    """One sign as it may stand in a name; unseen ones go, line ends become blanks."""
    if sign in _FORBIDDEN:
        return "_"
    if sign.isspace():
        return " "
    return "" if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") else sign


def _parted(name: str) -> tuple[str, str]:
    ending = PurePath(name).suffix
    if not 1 < len(ending) <= _LONGEST_ENDING or not ending[1:].isalnum() or name == ending:
        return name, ""
    return name[: -len(ending)], ending


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, units: int, size: int) -> str:
    while text and (_units(text) > units or len(text.encode()) > size):
        text = text[:-1]
    return text
