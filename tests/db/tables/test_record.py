"""The record can be added to and nothing else; whoever breaks its guards is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from reviewer_app.domain.application import Event
from reviewer_app.services.ports.library import CheckLine, UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.tables import schema
from reviewer_db.tables.chain import ChainState, verify_chain
from support.libraries import FIRST, MOMENT, PASSWORD, inside, new_case, register


def _state(unit: UnitOfWork) -> ChainState:
    return verify_chain(inside(unit).main)


def _append(unit: UnitOfWork, *acts: str) -> None:
    for act in acts:
        unit.events.append(Event(unit.now, unit.actor.name, act))


def test_an_event_comes_back_with_everything_said(library: OpenLibrary) -> None:
    case_id = library.change(register, [new_case(1)])[0]
    said = Event(
        datetime(2024, 5, 20, 9, 30, 15, 123_456),
        "示例乙",
        "submitted",
        case_id,
        "reviewing",
        "proposed",
        "已核对\n无误",
        {"意见": "推荐", "附": "“甲”\x1f{}"},
    )
    library.change(lambda unit: unit.events.append(said))
    stored = library.read(lambda unit: unit.events.of(case_id))[-1]
    assert replace(stored, id=0, hash="") == said
    assert library.read(lambda unit: unit.events.head()) == stored.hash
    assert library.read(lambda unit: unit.events.latest(1)) == (stored,)
    assert library.read(_state).is_intact


def test_many_events_at_once_make_the_same_chain_as_one_by_one(library: OpenLibrary, tmp_path: Path) -> None:
    events = [Event(MOMENT, FIRST, f"act{number}", detail={"行": str(number)}) for number in range(20)]
    start = library.read(lambda unit: unit.events.head())
    library.change(lambda unit: unit.events.append_many(events))
    at_once = library.read(lambda unit: unit.events.head())
    listed = library.read(lambda unit: unit.events.latest(20))
    assert [event.act for event in listed] == [f"act{number}" for number in reversed(range(20))]
    assert library.read(lambda unit: unit.events.since(start)) == tuple(reversed(listed))
    assert library.read(lambda unit: unit.events.since(at_once)) == ()
    assert library.read(lambda unit: unit.events.since("ab" * 32)) is None
    assert at_once not in (start, "0" * 64)
    assert library.read(_state) == ChainState(21, at_once)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET reason = '' WHERE id = 1",
        "UPDATE events SET hash = hash WHERE id = 1",
        "DELETE FROM events WHERE id = 1",
        "INSERT OR REPLACE INTO events SELECT * FROM events WHERE id = 1",
        "INSERT INTO events SELECT NULL, at, actor, act, application_id, from_state, to_state, reason, detail, "
        "zeroblob(32), hash, digests FROM events WHERE id = 1",
    ],
)
def test_the_record_refuses_to_be_rewritten(library: OpenLibrary, statement: str) -> None:
    library.change(_append, "one", "two")
    before = library.read(_state)
    with pytest.raises(Exception, match=r"append-only|does not follow"):
        library.change(lambda unit: inside(unit).main.execute(statement))
    assert library.read(_state) == before


def _tamper(statements: list[str]) -> Callable[[UnitOfWork], None]:
    def act(unit: UnitOfWork) -> None:
        for name in ("events_never_change", "events_never_vanish", "events_keep_the_chain"):
            inside(unit).main.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            inside(unit).main.execute(statement)
        for name in ("events_never_change", "events_never_vanish", "events_keep_the_chain"):
            inside(unit).main.execute(f"CREATE TRIGGER {name} {schema.TRIGGERS[name]}")

    return act


@pytest.mark.parametrize(
    ("statements", "broken_at", "is_cut_off"),
    [
        (["UPDATE events SET reason = '后来补的' WHERE id = 3"], 3, False),
        (["UPDATE events SET at = '2024-05-21T09:30:00' WHERE id = 2"], 2, False),
        (["UPDATE events SET application_id = 7 WHERE id = 4"], 4, False),
        (["UPDATE events SET hash = zeroblob(32) WHERE id = 3"], 3, False),
        (["DELETE FROM events WHERE id = 3"], 4, False),
        (["DELETE FROM events WHERE id = 1"], 2, False),
        (["DELETE FROM events WHERE id = 5"], None, True),
        (["DELETE FROM events"], None, True),
        (
            [
                "UPDATE events SET id = 99 WHERE id = 3",
                "UPDATE events SET id = 3 WHERE id = 4",
                "UPDATE events SET id = 4 WHERE id = 99",
            ],
            3,
            False,
        ),
    ],
)
def test_who_holds_the_key_and_breaks_the_guards_is_still_seen(
    library: OpenLibrary, statements: list[str], broken_at: int | None, is_cut_off: bool
) -> None:
    library.change(_append, "two", "three", "four", "five")
    assert library.read(_state).entries == 5
    library.change(_tamper(statements))
    state = library.read(_state)
    assert (state.broken_at, state.is_cut_off, state.is_intact) == (broken_at, is_cut_off, False)
    lines = [line for line in library.verify() if line.is_broken]
    # What was there at the opening may be missing as well.
    assert [line.part for line in lines if line.part != "记录末尾"] == ["办理记录"]


def _broken(lines: list[CheckLine]) -> list[str]:
    return [line.message for line in lines if line.is_broken]


def test_an_untouched_library_is_intact_in_every_part(library: OpenLibrary) -> None:
    case_id = library.change(register, [new_case(1), new_case(2)])[0]
    library.change(lambda unit: unit.attachments.add(case_id, "一.pdf", b"%PDF" * 5000, "evidence"))
    library.back_up()
    lines = library.verify()
    assert _broken(lines) == []
    assert {line.part for line in lines} == {
        "主库文件",
        "附件库文件",
        "办理记录",
        "记录末尾",
        "登记内容",
        "附件内容",
        "备份",
    }
    assert any(library.read(lambda unit: unit.events.head()) in line.message for line in lines)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("DROP TRIGGER events_never_change", "少了 1 道"),
        ("DELETE FROM case_text WHERE id = 1", "不一致"),
        ("UPDATE queue_counts SET cases = cases + 1", "不一致"),
        ("INSERT INTO queue_counts VALUES ('2024', 3, '示例乙', 2)", "不一致"),
        ("UPDATE figure_stages SET cases = cases + 1", "1 处合计与案件不符（2024年的件数）"),
        ("INSERT INTO figure_words VALUES ('2023', 'sector', '农业', 2)", "1 处合计与案件不符（2023年的分类）"),
        ("INSERT INTO figure_days VALUES ('2024', 'used', 0, 3, 1)", "1 处合计与案件不符（2024年的天数）"),
        ("INSERT INTO figure_standards VALUES ('2024', 'group', 2, 1, 0, 1)", "（2024年的承诺标准）"),
        ("UPDATE case_figures SET used = 4, corrected = 1 WHERE application_id = 1", "1 件案件的统计项目"),
        ("UPDATE case_figures SET district = '示例区', is_void = 1 WHERE application_id = 2", "1 件案件的统计项目"),
    ],
)
def test_verifying_says_what_somebody_with_the_key_took_out(library: OpenLibrary, statement: str, message: str) -> None:
    library.change(register, [new_case(1), new_case(2)])
    library.change(lambda unit: inside(unit).main.execute(statement))
    (said,) = _broken(library.verify())
    assert message in said


def _attach(unit: UnitOfWork, case_id: int, content: bytes) -> None:
    unit.attachments.add(case_id, "一.pdf", content, "evidence")


def test_verifying_finds_attachments_that_are_gone_or_altered(library: OpenLibrary) -> None:
    case_id = library.change(register, [new_case(1)])[0]
    for content in (b"a" * 100, b"b" * 100):
        library.change(_attach, case_id, content)

    def alter(unit: UnitOfWork) -> None:
        vault = inside(unit).vault
        vault.execute("DROP TRIGGER blobs_never_change")
        vault.execute("DELETE FROM blobs WHERE content = ?", (b"a" * 100,))
        vault.execute("UPDATE blobs SET content = x'00'")

    library.change(alter)
    assert _broken(library.verify()) == [
        "防改动的约束少了 1 道，改了 0 道，多出 0 道，有人动过库结构。",
        "附件 2 份，缺 1 份，内容不符 1 份。",
    ]


def _damage(path: Path, part: float) -> None:
    place = int(path.stat().st_size * part) // 8192 * 8192 + 4000
    with path.open("r+b") as file:
        file.seek(place)
        file.write(b"damage" * 20)


@pytest.mark.parametrize("name", ["library.db", "attachments.db"])
def test_verifying_a_damaged_file_says_so_and_looks_at_the_rest(
    library: OpenLibrary, gate: LibraryGate, folder: Path, name: str
) -> None:
    case_id = library.change(register, [new_case(number) for number in range(1, 400)])[0]
    library.change(lambda unit: unit.attachments.add(case_id, "一.pdf", b"%PDF" * 50_000, "evidence"))
    library.close()
    _damage(folder / name, 0.5)
    lines = gate.verify(folder, FIRST, PASSWORD)
    label = {"library.db": "主库文件", "attachments.db": "附件库文件"}[name]
    assert any(line.part == label and line.is_broken for line in lines)
    other = {"library.db": "附件库文件", "attachments.db": "主库文件"}[name]
    assert all(not line.is_broken for line in lines if line.part == other)
