"""What is typed into the form goes into the text in its place: nothing else changes, and what cannot is refused."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer_app.domain.errors import RefusalError
from reviewer_app.packs.checking import check_text
from reviewer_app.packs.form import CLASSES, CONTACTS, PackForm, form_of, new_contact, value_of
from reviewer_app.packs.rewriting import CannotRewriteError, Place, Value, with_table, with_value, without_table
from support.other_packs import CLASSES as OWN_CLASSES
from support.other_packs import SHIPPED
from support.own_packs import OWN_PACKS


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that went and came, each with its sign."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [one for one in lines if not one.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("place", "value", "lines"),
    [
        (("limits", "term_months"), 36, ["-term_months = 24", "+term_months = 36"]),
        (("limits", "own_intake_day"), date(2024, 5, 20), ["+own_intake_day = 2024-05-20"]),
        (("limits", "most_per_applicant"), 5, ["+most_per_applicant = 5"]),
        (("limits", "extension_months"), None, ["-extension_months = 6"]),
        (("contacts", 1, "extension"), "2600", ['-extension = "2525"', '+extension = "2600"']),
        (("rules", 0, "page"), 2, ["+page = 2"]),
        (("title",), '带“引号"和\\', ['-title = "2024年度市级标准化试点"', '+title = "带“引号\\"和\\\\"']),
    ],
)
def test_one_value_is_one_line(place: Place, value: Value, lines: list[str]) -> None:
    assert changed_lines(SHIPPED, with_value(SHIPPED, place, value)) == lines


def test_a_contact_and_the_days_of_a_class_come_and_go_again_without_a_trace() -> None:
    of_class: Mapping[str, Value] = {"class": "重点", "term_months": 12}
    for place, values in ((CONTACTS, new_contact()), (CLASSES, of_class)):
        more = with_table(SHIPPED, place, values)
        assert len(form_of(more).parts) == len(form_of(SHIPPED).parts) + 1
        assert all(one.startswith("+") for one in changed_lines(SHIPPED, more))
        number = 6 if place == CONTACTS else 0
        assert without_table(more, (*place, number)) == SHIPPED


def test_a_comment_beside_a_value_stays_and_one_within_is_not_written_over() -> None:
    text = 'a = 1  # why\nb = [ # of all\n "x",\n]\n[t]\nc = """\nlong # no comment\n"""\n'
    assert with_value(text, ("a",), 2) == text.replace("a = 1", "a = 2")
    assert with_value(text, ("t", "d"), 2) == text + "d = 2\n"
    with pytest.raises(CannotRewriteError):
        with_value(text, ("b",), ("y",))
    assert "# of all" in with_value(text, ("t", "c"), "short")


@pytest.mark.parametrize("text", ["a = ", "a = 1\na = 2", "[t]\n[t]", "a = [1", 'a = "', "[[x]]\n[x]"])
def test_a_broken_text_is_left_alone(text: str) -> None:
    with pytest.raises(CannotRewriteError):
        with_value(text, ("a",), 2)
    assert form_of(text).parts == ()


@pytest.mark.parametrize(
    "place", [("nothing", "a"), ("contacts", 99, "name"), ("sectors", 0), ("limits", "by_class", 0, "x")]
)
def test_a_place_that_is_not_there_is_refused(place: Place) -> None:
    with pytest.raises(CannotRewriteError):
        with_value(SHIPPED, place, "x")


@pytest.mark.parametrize("text", [OWN_CLASSES, *OWN_PACKS.values()])
def test_every_field_of_every_pack_written_anew_changes_no_word(text: str) -> None:
    """What stands in a field and is written back says the same."""
    form = form_of(text)
    fields = [one for part in form.parts for one in part.fields]
    assert len({one.place for one in fields}) == len(fields) > 40
    said = tomllib.loads(text)
    for field in fields[:: len(fields) // 6]:
        if field.value:
            assert tomllib.loads(with_value(text, field.place, value_of(field, field.value))) == said


@settings(max_examples=25, deadline=None)
@given(words=st.text(max_size=40))
def test_whatever_is_typed_is_read_again_as_it_was_typed(words: str) -> None:
    if any(0xD800 <= ord(letter) < 0xE000 for letter in words):
        return
    text = '# notice\ntitle = "x"  # its title\n[[contacts]]\nname = "甲"\n'
    after = with_value(text, ("contacts", 0, "name"), words)
    assert tomllib.loads(after)["contacts"] == [{"name": words}]
    assert after.startswith('# notice\ntitle = "x"  # its title\n')


def _field(form: PackForm, place: Place) -> str:
    return next(one.value for part in form.parts for one in part.fields if one.place == place)


def test_the_form_says_what_the_text_says_and_what_is_not_written() -> None:
    form = form_of(OWN_CLASSES)
    assert _field(form, ("limits", "by_class", 0, "sending_deadline")) == "2026-05-08"
    assert _field(form, ("limits", "most_per_applicant")) == ""
    assert _field(form, ("contacts", 2, "sectors")) == "科技创新、制造业"
    assert form.classes == ("培育类", "示范类", "引领类")


@pytest.mark.parametrize(
    ("place", "typed", "code"),
    [
        (("limits", "sending_deadline"), "2025-02-29", "pack_form.bad_day"),
        (("limits", "sending_deadline"), "", "pack_form.bad_day"),
        (("limits", "most_per_applicant"), "0", "pack_form.bad_count"),
        (("limits", "copies_required"), "三", "pack_form.bad_count"),
    ],
)
def test_what_is_no_day_and_no_count_does_not_go_into_the_text(place: Place, typed: str, code: str) -> None:
    field = next(one for part in form_of(SHIPPED).parts for one in part.fields if one.place == place)
    with pytest.raises(RefusalError) as refused:
        value_of(field, typed)
    assert refused.value.code == code


def test_a_finding_is_called_by_its_field() -> None:
    text = with_value(SHIPPED, ("limits", "sending_deadline"), date(2024, 1, 1))
    (finding, *_) = check_text(text, "x").findings
    assert form_of(text).called(finding.key) == "时间、期限和份数 · 报送截止"
    assert form_of(text).called("contacts[1].phone") == "联系人 2 胡伟 · 电话"
    assert form_of(text).called("summary[2].width") == "汇总表栏目 3"
    assert form_of(text).called("quotas") == ""
