"""A file gets a name that every system takes, that nobody misreads, and that starts nothing."""

from __future__ import annotations

import pytest

from reviewer_app.services.archive.naming import MOST_BYTES, MOST_UNITS, Names, harmless_name, safe_name


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("申报表.pdf", "申报表.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a/b\\c:d*e?.pdf", "a_b_c_d_e_.pdf"),
        ("..", "未命名"),
        ("", "未命名"),
        ("  点和空格. . ", "点和空格"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.2024.pdf", "_com1.2024.pdf"),
        ("COM¹.pdf", "_COM¹.pdf"),
        ("contract.pdf", "contract.pdf"),
        ("第一行\n第二行\t.pdf", "第一行 第二行.pdf"),
        ("发票\u202efdp.exe", "发票fdp.exe"),
        ("响\x07铃\x00.pdf", "响铃.pdf"),
        (".pdf", "pdf"),
        ("𠮷祥.pdf", "𠮷祥.pdf"),
    ],
)
def test_a_name_is_made_safe(given: str, name: str) -> None:
    assert safe_name(given) == name


@pytest.mark.parametrize("given", ["长" * 300 + ".pdf", "𠮷" * 300 + ".xlsx", "a" * 300, "x." + "长" * 300])
def test_a_long_name_is_cut_and_keeps_its_ending(given: str) -> None:
    name = safe_name(given)
    assert len(name.encode("utf-16-le")) // 2 <= MOST_UNITS
    assert len(name.encode()) <= MOST_BYTES
    if given.endswith((".pdf", ".xlsx")):
        assert name.endswith(given[-4:])


def test_what_could_start_does_not_start_by_a_double_click() -> None:
    assert harmless_name("安装.EXE") == "安装.EXE.bin"
    assert harmless_name("页面.html") == "页面.html.bin"
    assert harmless_name("清单.xlsx") == "清单.xlsx"


def test_two_files_of_one_name_get_two_names_whatever_the_letters_case() -> None:
    names = Names()
    assert [names.give(one) for one in ("扫描.PDF", "扫描.pdf", "扫描.pdf")] == [
        "扫描.PDF",
        "扫描（2）.pdf",
        "扫描（3）.pdf",
    ]
    long = [Names(most=20).give("长" * 90 + ".pdf"), names.give("长" * 90 + ".pdf"), names.give("长" * 90 + ".pdf")]
    assert len(long[0]) == 20
    assert long[1] != long[2]
    assert len(long[2].encode("utf-16-le")) // 2 <= MOST_UNITS
