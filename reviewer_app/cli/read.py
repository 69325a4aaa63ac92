"""The `read` command: what stands on a scanned or digital form, as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reviewer_app.cli.pack import chosen_pack
from reviewer_app.cli.words import padded, width
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.ports.reading import FormRead, RedMark
from reviewer_app.wiring import Parts
from reviewer_resources.phrases import sentence


def report(files: Sequence[Path], form: str, say: Callable[[str], None], rules: Path | None = None) -> int:
    """Prints what was read of the pages of one form; 0 always, for what cannot be read raises TroubleError."""
    pack = chosen_pack(rules)
    read = Parts().forms.read([file.resolve() if file.name in ("", "..") else file for file in files], pack)
    if form == "json":
        say(json.dumps(as_json(read), ensure_ascii=False, indent=1))
    else:
        for line in _lines(read):
            say(one_line(line))
    return 0


def as_json(read: FormRead) -> dict[str, Any]:
    """What was read; `box_mm` is left, top, right, bottom from the top left of the upright page, `turns` clockwise."""
    return {
        "files": list(read.files),
        "pages": len(read.pages),
        "turns": [page.turn for page in read.pages],
        "fields": {
            one.label: {
                "value": one.value,
                "page": one.page,
                "box_mm": list(one.box_mm) if one.box_mm else None,
                "confidence": one.confidence,
                "unsure": not one.is_sure,
            }
            for one in read.fields
        },
        "codes": [one.text for one in read.codes],
        "red_marks": [
            {"page": one.page, "diameter_mm": one.diameter_mm, "centre_mm": list(one.centre_mm)}
            for one in read.red_marks
        ],
        "notes": remarks_said(read),
    }


def remarks_said(read: FormRead) -> list[str]:
    """What was not read, each in a sentence."""
    return [sentence(code, {"count": about, "file": about}) for code, about in read.remarks]


def mark_said(mark: RedMark) -> str:
    """A red round mark, pointed out."""
    return sentence("reading.red_mark", {"page": mark.page, "diameter": round(mark.diameter_mm)})


def _lines(read: FormRead) -> list[str]:
    wide = max((width(one.label) for one in read.fields), default=0)
    lines = []
    for one in read.fields:
        remark = "" if one.is_sure else f"（{sentence('reading.unsure', {})}）"
        lines.append(f"{padded(one.label, wide)}  {one.value}{remark}")
    lines += [sentence("reading.code", {"page": one.page, "text": one.text}) for one in read.codes]
    lines += [mark_said(one) for one in read.red_marks]
    lines += remarks_said(read)
    return [*lines, sentence("reading.counted", {"pages": len(read.pages), "fields": len(read.fields)})]
