"""Packages that were tampered with, swapped, replayed or cut, and hand-overs that were stopped half-way."""

from __future__ import annotations

import errno
import os
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.domain.opinion import Opinion, OpinionStatus, Outcome, ProjectClass
from reviewer_app.foreign.packages import head_in, words_in
from reviewer_app.services.cases import checking
from reviewer_app.services.handover import sending
from reviewer_app.services.handover.cards import remove_card
from reviewer_app.services.handover.envelope import new_keys, opened, seal
from reviewer_app.services.handover.receiving import Arrival, receive_package
from reviewer_app.services.handover.sending import hand_over_cases, packages, save_again, settle_packages, unsaved
from reviewer_app.services.ports.custody import CaseContent, DraftText, PackageContent
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.libraries import MOMENT
from support.two_desks import CODEC, card_of, content_of, inside_of, keys_of, look, repack, send, take, with_cases

REFUSED = r"custody\.(no_package|tampered|not_for_us|unknown_sender|newer)"


def test_a_flipped_bit_anywhere_is_refused(package: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    whole = package.read_bytes()
    keys, sender = keys_of(reviewer), card_of(counter)
    places = {*range(600), *random.Random(7).sample(range(len(whole)), 300), *range(len(whole) - 70, len(whole))}
    for place in sorted(places & set(range(len(whole)))):
        hurt = bytearray(whole)
        hurt[place] ^= 1 << place % 8
        with pytest.raises(RefusalError, match=REFUSED):
            opened(bytes(hurt), head_in(bytes(hurt), len(hurt)), keys, sender)
    assert not look(reviewer, package).is_refused


@pytest.mark.parametrize("place", [3, 40, 120, 200, 260, -600, -65, -1])
def test_a_package_with_a_flipped_bit_is_not_looked_at(package: Path, reviewer: OpenLibrary, place: int) -> None:
    hurt = bytearray(package.read_bytes())
    hurt[place] ^= 4
    package.write_bytes(hurt)
    with pytest.raises(RefusalError, match=REFUSED):
        look(reviewer, package)


def test_a_cut_or_longer_file_is_refused(package: Path, reviewer: OpenLibrary) -> None:
    whole = package.read_bytes()
    for length in (0, 1, 21, 22, 26, 100, len(whole) // 2, len(whole) - 1):
        package.write_bytes(whole[:length])
        with pytest.raises(RefusalError, match=REFUSED):
            look(reviewer, package)
    package.write_bytes(whole + b"x")
    with pytest.raises(RefusalError, match=REFUSED):
        look(reviewer, package)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes by name")
def test_a_pipe_in_place_of_a_package_is_not_waited_for(package: Path, reviewer: OpenLibrary) -> None:
    package.unlink()
    os.mkfifo(package)
    with pytest.raises(RefusalError, match=r"custody\.no_package"):
        look(reviewer, package)


def test_a_package_for_somebody_else_is_not_opened(package: Path, third: OpenLibrary) -> None:
    with pytest.raises(RefusalError, match=r"custody\.not_for_us"):
        look(third, package)


def test_nothing_of_a_case_can_be_read_in_the_file(package: Path) -> None:
    whole = package.read_bytes()
    for word in ("示例", "2024-示-0001", "窗口"):
        assert word.encode() not in whole


def test_a_sender_whose_card_was_not_confirmed_is_refused(
    package: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    arrival = look(reviewer, package)
    reviewer.change(remove_card, card_of(counter).fingerprint)
    with pytest.raises(RefusalError, match=r"custody\.unknown_sender"):
        look(reviewer, package)
    with pytest.raises(RefusalError, match=r"custody\.unknown_sender"):
        reviewer.change(receive_package, arrival)


def test_a_known_name_over_other_keys_is_refused(package: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    """Somebody signs with keys of his own and writes the counter's fingerprint into the head."""
    forged = seal(inside_of(package, counter, reviewer), 9, new_keys("窗口"), card_of(reviewer))
    mine = head_in(forged, len(forged)).sender
    swapped = forged.replace(mine.encode(), card_of(counter).fingerprint.encode())
    package.write_bytes(swapped)
    with pytest.raises(RefusalError, match=r"custody\.tampered"):
        look(reviewer, package)


def test_rubbish_signed_by_a_known_desk_is_refused_or_read_whole(
    package: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    """Even a confirmed desk may be in wrong hands: what it signs is refused with a sentence, never a fault."""
    whole = inside_of(package, counter, reviewer)
    place = 8 + int.from_bytes(whole[:8], "big")
    chance, read = random.Random(20240520), 0

    def try_it(unit: UnitOfWork, arrival: Arrival) -> None:
        receive_package(unit, arrival)
        raise RefusalError("custody.tried")

    sound = look(reviewer, package)
    for _ in range(300):
        words = bytearray(whole[8:place])
        for _ in range(chance.randint(1, 2)):
            words[chance.randrange(len(words))] = chance.choice(b'"[]{}0129-:,x\xff\\')
        try:
            said = words_in(bytes(words), len(whole) - place).words
        except RefusalError:
            continue
        read += 1
        content = PackageContent(said.number, said.sender, said.made_at, said.made_by, said.note, said.cases, {})
        with pytest.raises(OfficeError, match=r"^custody\."):
            reviewer.change(try_it, replace(sound, content=content))
    assert read


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda case: replace(case, papers=(PaperCopy(2**70),)),
        lambda case: replace(case, opinions=(opinion_of(), opinion_of())),
        lambda case: replace(case, drafts=(DraftText("a", "", MOMENT, ""),) * 2),
        lambda case: replace(case, number=2**70),
        lambda case: replace(case, key=f"{case.key}#2"),
    ],
)
def test_what_no_table_takes_is_refused(
    spoilt: Callable[[CaseContent], CaseContent], package: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    content = content_of(package, counter, reviewer)
    repack(package, counter, reviewer, CODEC.packed(replace(content, cases=(spoilt(content.cases[0]),))))
    with pytest.raises(RefusalError, match=r"custody\.unreadable"):
        take(reviewer, package)
    assert not reviewer.read(packages)


def opinion_of() -> Opinion:
    """An opinion that waits."""
    return Opinion(1, 1, Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。", OpinionStatus.SUBMITTED, "甲", MOMENT)


def test_half_characters_and_other_spellings_are_refused(
    package: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    inside = inside_of(package, counter, reviewer)
    end = 8 + int.from_bytes(inside[:8], "big")
    words = inside[8:end].replace("窗口".encode(), b"\\ud800")
    repack(package, counter, reviewer, len(words).to_bytes(8, "big") + words + inside[end:])
    with pytest.raises(RefusalError, match=r"custody\.unreadable"):
        look(reviewer, package)
    deep = b"[" * 100_000
    repack(package, counter, reviewer, len(deep).to_bytes(8, "big") + deep)
    with pytest.raises(RefusalError, match=r"custody\.unreadable"):
        look(reviewer, package)


def test_a_record_that_was_rewritten_on_the_way_is_refused(
    package: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    content = content_of(package, counter, reviewer)
    case = content.cases[0]
    events = (replace(case.events[0], actor="别人"), *case.events[1:])
    changed = replace(content, cases=(replace(case, events=events),))
    repack(package, counter, reviewer, CODEC.packed(changed))
    assert "流转记录" in look(reviewer, package).lines[0].refusal
    with pytest.raises(RefusalError, match=r"custody\.record_broken"):
        take(reviewer, package)


def test_a_file_that_is_not_what_its_hash_says_is_refused(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    counter.change(checking.attach_evidence, here, "E1.registered", "执照.pdf", b"%PDF licence")
    package = tmp_path / "a.移交件"
    send(counter, [here], reviewer, package)
    content = content_of(package, counter, reviewer)
    repack(package, counter, reviewer, CODEC.packed(replace(content, files=dict.fromkeys(content.files, b"x"))))
    with pytest.raises(RefusalError, match=r"custody\.unreadable"):
        take(reviewer, package)
    repack(package, counter, reviewer, CODEC.packed(replace(content, files={})))
    with pytest.raises(RefusalError, match=r"custody\.unreadable"):
        take(reviewer, package)


def test_a_returned_case_that_lost_a_look_up_or_an_opinion_is_refused(
    package: Path, counter: OpenLibrary, reviewer: OpenLibrary, tmp_path: Path
) -> None:
    """What is never erased here cannot be erased by sending the case round."""
    (there,) = take(reviewer, package).case_ids
    reviewer.change(checking.attach_evidence, there, "E1.registered", "执照.pdf", b"%PDF licence")
    send(reviewer, [there], counter, tmp_path / "b")
    (here,) = take(counter, tmp_path / "b").case_ids
    send(counter, [here], reviewer, tmp_path / "c")
    take(reviewer, tmp_path / "c")
    send(reviewer, [there], counter, tmp_path / "d")
    content = content_of(tmp_path / "d", reviewer, counter)
    poorer = replace(content, cases=(replace(content.cases[0], attachments=(), answers=()),))
    repack(tmp_path / "d", reviewer, counter, CODEC.packed(poorer), content.number)
    before = counter.read(lambda unit: unit.events.head())
    with pytest.raises(RefusalError, match=r"custody\.not_continued"):
        take(counter, tmp_path / "d")
    assert counter.read(lambda unit: unit.events.head()) == before
    assert counter.read(lambda unit: unit.applications.get(here)).is_away


def test_the_same_case_twice_in_one_package_is_refused(
    package: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    content = content_of(package, counter, reviewer)
    repack(package, counter, reviewer, CODEC.packed(replace(content, cases=content.cases * 2)))
    with pytest.raises(RefusalError, match=r"custody\.unreadable"):
        look(reviewer, package)


def test_a_pack_that_is_missing_is_named(package: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    content = content_of(package, counter, reviewer)
    case = content.cases[0]
    other = replace(case.application.pack, version="9.9", sha256="0" * 64)
    changed = replace(case, application=replace(case.application, pack=other))
    repack(package, counter, reviewer, CODEC.packed(replace(content, cases=(changed,))))
    (line,) = look(reviewer, package).lines
    assert "9.9" in line.refusal
    assert "载入" in line.refusal


# Stopped half-way.


def test_killed_before_the_record_nothing_was_handed_over(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here,) = with_cases(counter)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sending, "_note_sending", killed)
    monkeypatch.setattr(sending, "_forget", lambda _aside: None)
    with pytest.raises(KeyboardInterrupt):
        send(counter, [here], reviewer, tmp_path / "a")
    monkeypatch.undo()
    assert len(unsaved(counter)) == 1
    assert settle_packages(counter) == ()
    assert unsaved(counter) == ()
    assert not (tmp_path / "a").exists()
    assert not counter.read(lambda unit: unit.applications.get(here)).is_away


def test_killed_after_the_record_the_file_is_saved_at_the_next_start(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here,) = with_cases(counter)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sending, "_save", killed)
    with pytest.raises(KeyboardInterrupt):
        send(counter, [here], reviewer, tmp_path / "a")
    monkeypatch.undo()
    assert counter.read(lambda unit: unit.applications.get(here)).is_away
    assert settle_packages(counter) == ()
    assert (tmp_path / "a").is_file()
    take(reviewer, tmp_path / "a")
    assert unsaved(counter) == ()


def test_a_full_stick_keeps_the_file_in_the_library_until_it_is_saved(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here,) = with_cases(counter)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(sending, "copy_file", full)
    sent = send(counter, [here], reviewer, tmp_path / "a")
    assert sent.saved_to is None
    assert [one.sha256 for one in settle_packages(counter)] == [sent.package.sha256]
    with pytest.raises(TroubleError, match=r"custody\.disk_full"):
        save_again(counter, sent.package.sha256, tmp_path / "b")
    monkeypatch.undo()
    save_again(counter, sent.package.sha256, tmp_path / "b")
    take(reviewer, tmp_path / "b")
    with pytest.raises(RefusalError, match=r"custody\.file_gone"):
        save_again(counter, sent.package.sha256, tmp_path / "c")


def test_a_full_disk_at_home_hands_nothing_over(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here,) = with_cases(counter)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(sending, "write_file", full)
    with pytest.raises(TroubleError, match=r"custody\.disk_full"):
        send(counter, [here], reviewer, tmp_path / "a")
    assert not counter.read(packages)
    assert not counter.read(lambda unit: unit.applications.get(here)).is_away


def test_what_was_done_while_the_package_was_made_calls_it_off(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here,) = with_cases(counter)

    def meanwhile(*args: object) -> bytes:
        counter.change(checking.record_paper, here, PaperCopy(1, is_received=True))
        return seal(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(sending, "seal", meanwhile)
    with pytest.raises(RefusalError, match=r"custody\.changed_meanwhile"):
        send(counter, [here], reviewer, tmp_path / "a")
    assert unsaved(counter) == ()
    assert not counter.read(packages)


def test_a_file_that_is_there_is_never_written_over(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    with pytest.raises(RefusalError, match=r"custody\.target_there"):
        send(counter, with_cases(counter), reviewer, tmp_path / "a")
    with pytest.raises(RefusalError, match=r"custody\.no_folder"):
        hand_over_cases(counter, CODEC, [1], card_of(reviewer).fingerprint, tmp_path / "none" / "a")
    assert (tmp_path / "a").read_bytes() == b"mine"
