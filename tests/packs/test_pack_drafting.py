"""A pack's draft: what can be written is, what cannot waits at its own field, and two changes are brought together."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer_app.packs.drafting import (
    PackDraft,
    TypedValue,
    as_kept,
    carried_over,
    from_kept,
    says_nothing_new,
    taken_back,
    typed_in,
    with_version,
    without_part,
    written,
)
from reviewer_app.packs.form import form_of
from reviewer_app.packs.merging import MARK, merged
from reviewer_app.packs.rewriting import CannotRewriteError, Place
from support.other_packs import CLASSES, SHIPPED, changed

TERM: Place = ("limits", "term_months")
SENDING: Place = ("limits", "sending_deadline")
DEADLINE: Place = ("limits", "by_class", 0, "applicant_deadline")


def draft(*typed: tuple[Place, str], text: str = SHIPPED) -> PackDraft:
    form = form_of(text)
    return PackDraft("0", text, tuple(typed_in(form, place, words) for place, words in typed))


def waiting(one: PackDraft) -> list[tuple[Place, str]]:
    return [(value.place, value.words) for value in one.typed]


def test_what_can_be_written_is_and_the_rest_waits_with_its_reason() -> None:
    found = written(draft((SENDING, "2025-02-29"), (TERM, "36"), (("limits", "copies_required"), "三份")))
    assert found.draft.text == SHIPPED.replace("term_months = 24", "term_months = 36")
    assert [(place, one.code) for place, one in found.held.items()] == [
        (SENDING, "pack_form.bad_day"),
        (("limits", "copies_required"), "pack_form.bad_count"),
    ]
    assert written(found.draft).draft == found.draft


def test_what_says_the_same_as_the_text_is_no_draft() -> None:
    assert written(draft((TERM, " 24 "))).is_whole


def test_a_value_with_a_comment_in_it_is_held_with_its_own_sentence() -> None:
    text = SHIPPED.replace('shows = ["influence"]', 'shows = ["influence"]', 1)
    text = text.replace("sectors = [", "sectors = [ # 八个领域\n", 1)
    found = written(draft((("sectors",), "甲、乙"), (TERM, "36"), text=text))
    assert {place: one.code for place, one in found.held.items()} == {("sectors",): "pack_form.cannot_here"}
    assert "term_months = 36" in found.draft.text


def test_a_broken_text_holds_everything_and_loses_nothing() -> None:
    text = SHIPPED.replace("term_months = 24", "term_months = 两年")
    found = written(PackDraft("0", text, draft((SENDING, "2024-06-01")).typed))
    assert (found.draft.text, waiting(found.draft)) == (text, [(SENDING, "2024-06-01")])
    mended = written(PackDraft("0", SHIPPED, found.draft.typed))
    assert "sending_deadline = 2024-06-01" in mended.draft.text


def test_what_waits_follows_its_class_when_another_is_taken_away() -> None:
    first = '[[limits.by_class]]\nclass = "示范类"\nterm_months = 12\n\n[[limits.by_class]]\nclass = "引领类"\n'
    text = changed(('[[limits.by_class]]\nclass = "引领类"\n', first), text=CLASSES)
    second: Place = ("limits", "by_class", 1, "applicant_deadline")
    begun = draft((DEADLINE, "月初"), (second, "月底"), text=text)
    part = form_of(text).part_of(DEADLINE)
    assert part is not None
    left = without_part(begun, part)
    assert waiting(left) == [(DEADLINE, "月底")]
    assert written(left).draft.typed[0].called == "引领类的时限 · 申报截止"
    with pytest.raises(CannotRewriteError):
        without_part(left, part)
    by_hand = PackDraft("0", left.text, begun.typed)
    found = written(by_hand)
    assert [(one.words, one.called) for one in found.gone] == [("月初", "示范类的时限 · 申报截止")]
    assert DEADLINE in found.held


def test_a_change_taken_back_leaves_what_was_typed_since() -> None:
    begun = draft((SENDING, "月底"))
    part = form_of(SHIPPED).part_of(("contacts", 1))
    assert part is not None
    after = without_part(begun, part)
    since = written(after.with_typed(TypedValue(TERM, "36"))).draft
    found = taken_back(begun, after, since)
    assert found.text == SHIPPED.replace("term_months = 24", "term_months = 36")
    assert waiting(found) == [(SENDING, "月底")]


def test_a_draft_is_carried_over_and_what_both_changed_is_marked() -> None:
    mine = changed(("term_months = 24", "term_months = 36"), ("copies_required = 3", "copies_required = 4"))
    theirs = changed(("copies_required = 3", "copies_required = 5"), ('version = "3"', 'version = "4"'))
    found, both = carried_over(PackDraft("3", mine), SHIPPED, theirs, "4", "5")
    assert (found.base, both) == ("4", 1)
    said = tomllib.loads(found.text)
    assert (said["version"], said["limits"]["term_months"], said["limits"]["copies_required"]) == ("5", 36, 5)
    assert f"copies_required = 5\n{MARK}\n# copies_required = 4\n" in found.text
    assert found.text.count(MARK) == 1


def test_lines_within_a_long_text_are_never_commented_into_it() -> None:
    base = 'a = """\none\ntwo\n"""\nb = 1\n'
    found = merged(base, base.replace("one", "mine"), base.replace("one", "newer"))
    assert tomllib.loads(found.text) == {"a": "newer\ntwo\n", "b": 1}
    assert found.text.endswith(f"{MARK}\n# mine\n")


@settings(max_examples=60, deadline=None)
@given(*(st.lists(st.sampled_from("abcd"), max_size=8).map("\n".join) for _ in range(3)))
def test_nothing_of_either_side_is_lost(base: str, mine: str, newer: str) -> None:
    assert merged(base, mine, base).text == mine
    assert merged(base, base, newer).text == newer
    assert merged(base, mine, mine).text == mine
    found = merged(base, mine, newer)
    kept = {line.removeprefix("# ") for line in found.text.split("\n")}
    assert found.text.count(MARK) == found.both_changed
    added = {line for line in (mine + "\n" + newer).split("\n") if line not in base.split("\n")}
    assert added <= kept


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"text": 3', '{"text": "x", "typed": [3]}', "null", '"x"'])
def test_what_is_no_draft_is_none(kept: str) -> None:
    assert from_kept(kept) is None


def test_a_draft_is_kept_and_found_again_also_one_of_before() -> None:
    one = draft((SENDING, "2025-02-29"), (("contacts", 1, "name"), "示例𠮷"))
    assert from_kept(as_kept(one)) == one
    assert from_kept('{"text": "x = 1"}') == PackDraft("", "x = 1")


def test_version_comments_and_blanks_are_nothing_new() -> None:
    assert says_nothing_new(with_version("# x\r\n" + SHIPPED.replace(" = ", "  = "), "9"), SHIPPED)
    assert not says_nothing_new(SHIPPED.replace("term_months = 24", "term_months = 25"), SHIPPED)
    assert not says_nothing_new(SHIPPED + "broken", SHIPPED)
