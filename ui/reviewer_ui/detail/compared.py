"""Paper against online, field by field: what was found, how it is kept as text, and its summary in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reviewer_app.services.ports.rows import CaseView

#: The point of the checklist that the summary belongs to (五（二）).
RULE = "M2.form"
BOX = "paper:"
_SAME = "一致"
_DIFFERS = "不一致"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One compared field; `is_same` is None while nobody has compared it, `paper` is what the paper says."""

    field_id: str
    label: str
    online: str
    is_same: bool | None = None
    paper: str = ""

    @property
    def kept(self) -> str:
        """The comparison as the text of its draft box."""
        if self.is_same is None:
            return ""
        return _SAME if self.is_same else f"{_DIFFERS}：{self.paper}"


def comparisons_of(view: CaseView, typed: Mapping[str, str]) -> tuple[Comparison, ...]:
    """Every field that is compared, with what was found; `typed` are texts newer than the drafts, by field id."""
    found = []
    for field in view.pack.fields:
        if field.compared:
            draft = view.drafts.get(BOX + field.id)
            kept = typed.get(field.id, draft.text if draft else "")
            online = view.application.values.get(field.id, "")
            found.append(_read(Comparison(field.id, field.label, online), kept))
    return tuple(found)


def _read(blank: Comparison, kept: str) -> Comparison:
    if not kept:
        return blank
    is_same = kept == _SAME
    paper = "" if is_same else kept.removeprefix(_DIFFERS).removeprefix("：")
    return Comparison(blank.field_id, blank.label, blank.online, is_same, paper)


def summary_of(found: tuple[Comparison, ...]) -> str:
    """What was compared, in one sentence for the point's note; empty while nothing was."""
    done = [one for one in found if one.is_same is not None]
    if not done:
        return ""
    differing = [one for one in done if not one.is_same]
    counted = f"纸质与网上已比对 {len(done)} / {len(found)} 项"
    if not differing:
        return f"{counted}，均一致。"
    said = "；".join(f"{one.label}纸质为“{one.paper or '空'}”，网上为“{one.online or '空'}”" for one in differing)
    return f"{counted}，不一致 {len(differing)} 项：{said}。"
