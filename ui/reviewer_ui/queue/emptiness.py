"""What the queue says when it has nothing to show, and the one thing to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reviewer_app.domain.listing.asking import asked_in
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_resources.phrases import sentence


class NextStep(StrEnum):
    """What the button of the empty queue does."""

    NONE = "none"
    IMPORT = "import"
    SHOW_ALL = "show_all"
    CLEAR_SEARCH = "clear_search"


@dataclass(frozen=True, slots=True)
class Emptiness:
    """Sign, title, hint and button of the empty queue."""

    icon: str
    title: str
    hint: str
    button: str
    step: NextStep


#: So many words that cannot be meant are told one by one; so many letters of a search are said again.
_MOST_DOUBTS, _MOST_SHOWN = 2, 16


def emptiness_of(query: QueueQuery, counts: Mapping[Tab, int]) -> Emptiness:
    """Says why nothing is there: no case at all, none found, or none in this state."""
    everything = counts.get(Tab.ALL, 0)
    if query.text:
        return _nothing_found(query, everything)
    if not everything:
        hint = "把网上申报清单拖到窗口里，或按“导入清单”选文件；只有纸质的，到“收件”登记一件。"
        return Emptiness("cases", "本年度还没有案件", hint, "导入清单", NextStep.IMPORT)
    title = "待您办理的案件都已办完" if query.tab is Tab.MINE else f"没有“{query.tab.label}”的案件"
    return Emptiness("check", title, "其他案件可在“全部”里查看。", f"查看全部 {everything:,} 件", NextStep.SHOW_ALL)


def _nothing_found(query: QueueQuery, everything: int) -> Emptiness:
    if doubts := asked_in(query.text).doubts:
        said = [sentence(doubt.code, doubt.values) for doubt in doubts[:_MOST_DOUBTS]]
        more = len(doubts) - len(said)
        hint = "\n".join([*said, *([sentence("search.more", {"count": more})] if more else [])])
        return Emptiness("search", "查找的写法认不出", hint, "清除查找", NextStep.CLEAR_SEARCH)
    shown = query.text if len(query.text) <= _MOST_SHOWN else f"{query.text[:_MOST_SHOWN]}…"
    title = f"没有找到“{shown}”"
    if everything and query.tab is not Tab.ALL:
        hint = f"“{query.tab.label}”里没有，其他状态里有 {everything:,} 件。"
        return Emptiness("search", title, hint, f"在全部里查看 {everything:,} 件", NextStep.SHOW_ALL)
    hint = (
        "可按项目、单位、信用代码、收件编号、办件编号、联系人、电话查找，一个字或拼音首字母也可以；"
        "也可写 领域:养老 状态:初审 期限:本周。"
    )
    return Emptiness("search", title, hint, "清除查找", NextStep.CLEAR_SEARCH)
