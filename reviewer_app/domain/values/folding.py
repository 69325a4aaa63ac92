"""Characters that look like others, or like nothing: the ordinary one for storing, comparing and searching.

Sources: Unicode's table of equivalent unified ideographs (radicals), the mappings of GB 18030-2005 and -2022 for what
the edition of 2000 kept in the private use area, and the default ignorable code points.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: From U+2E80 on, what each radical of the supplement is as a character; a dot where it is none.
_SUPPLEMENT = (
    "冫厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尣巳幺彑彐忄心扌攵.旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒罓四"
    "网羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
#: Kangxi radicals whose ordinary form in this country is another than the one Unicode names.
_KANGXI = {0x2F3E: "户", 0x2FAD: "青", 0x2FC8: "黄"}
#: U+E815 … U+E864, as GB 18030 lays them out from FE50 to FEA0.
_FROM_E815 = (
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹"
    "䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)
_OTHER_PRIVATE = (
    dict(zip(range(0xE78D, 0xE797), "︐︒︑︓︔︕︖︗︘︙", strict=True))
    | dict(zip(range(0xE7E7, 0xE7F4), "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻", strict=True))
    | {0xE7C7: "ḿ", 0xE7C8: "ǹ"}
)
#: Signs and letters that show nothing wherever they stand.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
_LOOKALIKE = "\u2e80-\u2fdf\ue000-\ufaff\U0002f800-\U0002fa1f"
_UNSEEN_LETTER = re.compile(f"[{_UNSEEN}\ufffe\uffff]")
_FOLDED = re.compile(f"[{_LOOKALIKE}]")
#: Characters that are folded or left out, as a pattern.
ODD_LETTERS = f"[{_UNSEEN}\ufffe\uffff{_LOOKALIKE}]"
_ODD = re.compile(ODD_LETTERS)

#: Traditional characters of the words that heads and choices are made of.
_TRADITIONAL = (
    "報报編编號号網网項项類类領领單单統统會会碼码質质標标準准機机構构專专職职員员數数聯联繫系電电話话計计劃划開开結结實实註注冊册"
    "點点業业務务產产區区縣县總总備备術术農农鄉乡際际態态綠绿範范導导門门團团體体關关責责負负參参與与設设級级請请時时間间"
    "狀状況况審审覈核復复選选擇择屬属稱称內内麼么見见據据處处發发應应場场進进動动態态創创傳传黨党廣广貿贸東东華华滬沪樓楼"
    "園园醫医療疗養养護护環环節节維维運运輸输車车軟软硬硬資资訊讯訓训證证書书誠诚連连絡络郵邮箱箱組组織织優优勢势"
    "預预風风險险質质監监測测檢检驗验認认識识規规則则條条約约買买賣卖價价費费錢钱銀银鐵铁鋼钢銅铜鋁铝鍵键鏈链錄录鎮镇"
)
_SIMPLIFIED = str.maketrans(_TRADITIONAL[::2], _TRADITIONAL[1::2])


#: Whether a text has characters that are folded or left out.
looks_odd = _ODD.search


def _ordinary(letter: str) -> str:
    code = ord(letter)
    if code in _KANGXI:
        return _KANGXI[code]
    if 0x2E80 <= code < 0x2E80 + len(_SUPPLEMENT):
        found = _SUPPLEMENT[code - 0x2E80]
        return letter if found == "." else found
    if 0xE815 <= code < 0xE815 + len(_FROM_E815):
        return _ordinary(_FROM_E815[code - 0xE815])
    if code in _OTHER_PRIVATE:
        return _OTHER_PRIVATE[code]
    return unicodedata.normalize("NFKC", letter) if code < 0xE000 or code > 0xF8FF else letter


def ordinary(text: str) -> str:
    """The text with radicals, compatibility ideographs and known private characters as ordinary ones."""
    return _FOLDED.sub(lambda found: _ordinary(found[0]), text)


def visible(text: str) -> str:
    """The text in ordinary characters, without those that show nothing."""
    return text if text.isascii() or not _ODD.search(text) else ordinary(_UNSEEN_LETTER.sub("", text))


def simplified(text: str) -> str:
    """The words of heads and choices in simplified characters."""
    return text.translate(_SIMPLIFIED)


#: All brackets are one pair, all dashes one dash; quotation marks and dots between names make no difference.
_BRACKETS = str.maketrans("【〔［｛〖〘{[】〕］｝〗〙}]", "((((((((" + "))))))))")
_DASHES = re.compile("[-\u2010-\u2015\u2043\u2212\u2500\u2501\ufe58\ufe63\uff0d~\u223c\u301c\uff5e]+")
_IGNORED = re.compile("[\\s\"'`\u00b4“”‘’„‟「」『』﹁﹂﹃﹄《》〈〉<>·•・‧∙⋅＂＇]+")


@lru_cache(maxsize=1 << 15)
def compared(text: str) -> str:
    """A name as it is compared."""
    return searched(text)


#: Any sign that is folded; a hyphen by itself stays one.
_SIGN = re.compile(f"[{re.escape(''.join(map(chr, _BRACKETS)))}{_DASHES.pattern[2:-2]}{_IGNORED.pattern[1:-2]}]|--")


def folded_letters(text: str) -> str | None:
    """What `searched` makes of a text that has nothing but ordinary letters, as most have; None for another."""
    if not text.isascii() and _ODD.search(text):
        return None
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain if _SIGN.search(plain) is None else None


def searched(text: str) -> str:
    """A text as it is searched: ordinary characters, half width, lower case, one kind of bracket and of dash.

    Blanks and quotation marks do not count.
    """
    plain = folded_letters(text)
    if plain is not None:
        return plain
    plain = unicodedata.normalize("NFKC", visible(text)).casefold().translate(_BRACKETS)
    return _IGNORED.sub("", _DASHES.sub("-", plain))
