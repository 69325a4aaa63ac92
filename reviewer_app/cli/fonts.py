"""The fonts of this machine as lines of text: which one serves which role, from which file, and why."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.services.ports.papers import FontChoice
from reviewer_app.wiring import make_maker


def font_lines(choices: Sequence[FontChoice] | None = None) -> list[str]:
    """One line for each role; of this machine's fonts when none are given."""
    found = make_maker().font_choices() if choices is None else choices
    return [f"{choice.role}：{choice.family}　{choice.reason}　{choice.file}" for choice in found]
