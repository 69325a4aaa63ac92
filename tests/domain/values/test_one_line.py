"""Words out of other people's files in one line of ours."""

from __future__ import annotations

import pytest

from reviewer_app.domain.values.normalised import one_line


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("上海示例区〔2024〕1号 𠮷堃", "上海示例区〔2024〕1号 𠮷堃"),
        ("全角　空格", "全角　空格"),
        ("甲\n完好\r\n乙\u2028丙", "甲 完好  乙 丙"),
        ("\x1b[2J\x07甲\u202e乙\u200b丙", " [2J 甲乙丙"),
        ("半\ud800个", "半个"),
        ("", ""),
    ],
)
def test_nothing_of_it_ends_the_line_or_turns_it_around(given: str, shown: str) -> None:
    """What can be seen stays as it is."""
    assert one_line(given) == shown
