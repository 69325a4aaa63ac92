"""Which font files this machine has, found by known file names in the known folders; no system service is asked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")


class Typeface(StrEnum):
    """What a font is needed for on an office page (GB/T 9704, 5.2.2)."""

    TITLE = "title"
    BODY = "body"
    HEITI = "heiti"
    KAITI = "kaiti"
    DIGITS = "digits"

    @property
    def label(self) -> str:
        """The typeface the standard or custom asks for."""
        return {
            "title": "标题（小标宋）",
            "body": "正文（仿宋）",
            "heiti": "一级标题（黑体）",
            "kaiti": "二级标题（楷体）",
            "digits": "数字（宋体）",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One file that can serve a role: its name in lower case, the family inside a collection, and how well it fits.

    `weight` is taken of a variable font.
    """

    file: str
    family: str = ""
    is_proper: bool = False
    weight: int = 400


def _proper(*files: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(file, is_proper=True) for file in files)


_SERIF = (
    Candidate("notoserifcjk-regular.ttc", "Noto Serif CJK SC"),
    Candidate("notoserifcjksc-regular.otf"),
    Candidate("sourcehanserifsc-regular.otf"),
    Candidate("simsun.ttc", "SimSun"),
    Candidate("stsong.ttf"),
)
_SANS = (
    Candidate("notosanscjk-medium.ttc", "Noto Sans CJK SC Medium"),
    Candidate("notosanscjk-bold.ttc", "Noto Sans CJK SC"),
    Candidate("notosanscjk-regular.ttc", "Noto Sans CJK SC"),
    Candidate("sourcehansanssc-medium.otf"),
    Candidate("msyh.ttc", "Microsoft YaHei"),
    Candidate("wqy-microhei.ttc", "WenQuanYi Micro Hei"),
    Candidate("wqy-zenhei.ttc", "WenQuanYi Zen Hei"),
)
_KAI = (
    Candidate("lxgwwenkai-regular.ttf"),
    Candidate("lxgwwenkaigb-regular.ttf"),
    Candidate("lxgwwenkailite-regular.ttf"),
)
#: The packaged fonts, always there; the last has the rare characters of names (𠮷 㛃 䶮) that the others lack.
FLOOR_SERIF = Candidate("notoserifsc-regular.otf")
FLOOR_SANS = Candidate("notosanssc-regular.otf")
FLOOR_RARE = Candidate("notosanscjk-vf.otf.ttc", "Noto Sans CJK SC")

#: Best first. The proper typefaces of the standard come before what only resembles them.
CANDIDATES: Mapping[Typeface, tuple[Candidate, ...]] = {
    Typeface.TITLE: (
        *_proper("fzxbsjw.ttf", "fzxbsk.ttf", "fzxbsjw--gb1-0.ttf", "方正小标宋简体.ttf", "方正小标宋_gbk.ttf"),
        Candidate("stzhongs.ttf"),
        Candidate("notoserifcjk-bold.ttc", "Noto Serif CJK SC"),
        Candidate("sourcehanserifsc-bold.otf"),
        *_SERIF,
        FLOOR_SERIF,
    ),
    Typeface.BODY: (
        *_proper("simfang.ttf", "仿宋_gb2312.ttf", "fangsong_gb2312.ttf", "stfangso.ttf", "fzfsk.ttf", "fzfsjw.ttf"),
        *_SERIF,
        FLOOR_SERIF,
    ),
    Typeface.HEITI: (*_proper("simhei.ttf", "fzhtk.ttf", "fzhtjw.ttf", "stxihei.ttf"), *_SANS, FLOOR_SANS),
    Typeface.KAITI: (
        *_proper("simkai.ttf", "楷体_gb2312.ttf", "stkaiti.ttf", "fzktk.ttf", "fzktjw.ttf"),
        *_KAI,
        *_SERIF,
        FLOOR_SERIF,
    ),
    Typeface.DIGITS: (
        Candidate("simsun.ttc", "SimSun", is_proper=True),
        Candidate("times.ttf"),
        Candidate("liberationserif-regular.ttf"),
        Candidate("nimbusroman-regular.otf"),
        *_SERIF,
        FLOOR_SERIF,
    ),
}

#: Asked, in order, for a character the role's own fonts do not have (names of people and places, symbols).
RESCUERS: tuple[Candidate, ...] = (
    *_SERIF,
    Candidate("simsunb.ttf"),
    *_KAI,
    Candidate("mingliub.ttc", "MingLiU-ExtB"),
    Candidate("hanaminb.ttf"),
    Candidate("hanamina.ttf"),
    FLOOR_SERIF,
    *_SANS,
    FLOOR_SANS,
    FLOOR_RARE,
    Candidate("seguisym.ttf"),
    Candidate("dejavusans.ttf"),
)


def floor_folder() -> Path:
    """The folder of the packaged fonts that serve the roles."""
    from pylopdf_fonts_zh_cn import serif_path

    return Path(serif_path()).parent


def rare_folder() -> Path:
    """The folder of the packaged font for rare characters."""
    import manimgx_fonts_cjk

    return Path(str(manimgx_fonts_cjk.__file__)).parent


def font_folders() -> tuple[Path, ...]:
    """The folders this system keeps fonts in, the officer's own before the machine's."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:\\Windows"))
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        return (Path(local) / "Microsoft" / "Windows" / "Fonts", windows / "Fonts")
    if sys.platform == "darwin":
        return (home / "Library" / "Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    return (
        home / ".local" / "share" / "fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    )


def _wanted() -> frozenset[str]:
    listed = [*RESCUERS, *(candidate for row in CANDIDATES.values() for candidate in row)]
    return frozenset(candidate.file for candidate in listed)


def find_files(folders: Iterable[Path]) -> dict[str, Path]:
    """The files among the candidates that lie in these folders, by lower-case name; the first folder wins."""
    wanted = _wanted()
    found: dict[str, Path] = {}
    for folder in folders:
        for place, inner, files in os.walk(folder):
            inner.sort()
            for name in sorted(files):
                if name.lower() in wanted:
                    found.setdefault(name.lower(), Path(place) / name)
    return found


def installed_files(folders: Sequence[Path] | None = None) -> dict[str, Path]:
    """The candidates this machine has, the packaged floor always among them."""
    return find_files([*(font_folders() if folders is None else folders), floor_folder(), rare_folder()])
