"""What the portal says it has done with an application: by the last state its words name, never by a guess."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

_STATES = re.compile(
    r"(?P<unknown>(?:取消|撤销|解除)(?:退回|撤回|驳回)|(?:退回|撤回|驳回|撤销)(?:失败|未成功|未果|不成功))"
    r"|(?P<back>不予受理|不受理|未受理|[未不]予?能?通过(?:审[核查批]|初审|受理)?|审[核查批]不合格"
    r"|退回|退件|驳回|撤回|撤销|撤件|作废|终止|取消|删除|失效|[需待请]补正|补正通知|一次性告知)"
    r"|(?P<draft>草稿|暂存|[未待]提交|[未待]上报|[未待]申报|填报中|填写中|编辑中)"
    r"|(?P<stands>受理|审[核查批]通过|初审通过|通过|提交|上报|重新申报|已申报|已补正|补正完成"
    r"|待审[核查批]?|审[核查批]中|已审[核查批]?|正在审[核查批]|待初审|初审中)"
)
#: What says something only where nothing else does: 审核 stands in the names of offices and steps too.
_FAINT = re.compile(r"补正|审[核查批]|办结|完成|办理中")
_FAINT_BACK = re.compile(r"补正")
_BESIDE = re.compile(r"[（(【\[][^（()）】\]]*[)）】\]]")


class PortalState(Enum):
    """What a status says of an application."""

    UNSAID = auto()
    STANDS = auto()
    BACK = auto()
    DRAFT = auto()
    UNKNOWN = auto()

    @property
    def is_valid(self) -> bool:
        """Whether the application is with the portal as it stands; one of which nothing is said is."""
        return self in (PortalState.UNSAID, PortalState.STANDS)


@lru_cache(maxsize=1024)
def state_said(status: str) -> PortalState:
    """The state a status names last, what stands in brackets only where nothing else is said."""
    text = "".join(status.split())
    if not text:
        return PortalState.UNSAID
    last = ""
    for part in (_BESIDE.sub("", text), text):
        for found in _STATES.finditer(part):
            last = found.lastgroup or ""
        if last:
            return PortalState[last.upper()]
    faint = _FAINT.search(text)
    if faint is None:
        return PortalState.UNKNOWN
    return PortalState.BACK if _FAINT_BACK.search(text) else PortalState.STANDS
