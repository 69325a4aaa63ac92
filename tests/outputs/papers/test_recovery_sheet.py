"""The recovery sheet on paper: one page with its words, and nothing of them beside the page."""

from __future__ import annotations

import io

import pdfplumber
import pikepdf
import pytest

from reviewer_app.domain.access.recovery_words import words_of
from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.page.items import QrMark
from reviewer_app.outputs.papers.composing import compose
from reviewer_app.outputs.papers.styles import LOOKS
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.papers.templates import shipped_template
from reviewer_app.services.office.library_keys import recovery_sheet
from reviewer_resources.recovery_words import recovery_words
from support.fakes import FakeUnit

WORDS = words_of(bytes(range(3, 243, 16)), recovery_words())


def unit(*roles: Role) -> FakeUnit:
    """The library in memory with a person of these roles at it."""
    return FakeUnit(User("示例甲", frozenset(roles)))


def test_the_sheet_is_one_page_with_every_word_in_its_order() -> None:
    pdf = TemplateMaker().document(recovery_sheet(unit(Role.ADMIN), "案卷库", WORDS), "circle")
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
        said = opened.pages[0].extract_text()
    places = [said.index(f"{number} {word}") for number, word in enumerate(WORDS.split(), 1)]
    assert places == sorted(places)
    for part in ("案卷库恢复单", "示例甲", "请装入信封密封", "新的恢复单启用后", "设置新密码，并打开整个案卷库"):
        assert part in said


def test_the_file_says_nothing_of_the_words_beside_its_page() -> None:
    pdf = TemplateMaker().document(recovery_sheet(unit(Role.ADMIN), "案卷库", WORDS), "circle")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        beside = "".join(map(str, opened.docinfo.values())) + opened.Root.Metadata.read_bytes().decode()
    assert [word for word in WORDS.split() if word in beside] == []


def test_the_code_says_the_very_words() -> None:
    template = shipped_template("recovery-sheet")
    values = recovery_sheet(unit(Role.ADMIN), "案卷库", WORDS)
    work = compose(TemplateMaker()._setter, template, values, "circle", LOOKS[template.style].settings[0])
    assert [item.content for item in work.flow.sheets[0].items if isinstance(item, QrMark)] == [WORDS]


def test_only_an_administrator_gets_the_page() -> None:
    with pytest.raises(RefusalError) as caught:
        recovery_sheet(unit(Role.HANDLER, Role.HEAD), "案卷库", WORDS)
    assert caught.value.code == "user.not_admin"


def test_a_library_with_a_very_long_name_still_has_its_sheet() -> None:
    values = recovery_sheet(unit(Role.ADMIN), "标准化试点" * 40, WORDS)
    with pdfplumber.open(io.BytesIO(TemplateMaker().document(values, "circle"))) as opened:
        assert len(opened.pages) == 1
