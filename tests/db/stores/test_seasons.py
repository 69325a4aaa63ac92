"""What was settled of a season in a real library: kept with who, when and why, laid over its packs, never changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from reviewer_app.domain.seasons.settings import Settled, Standing
from reviewer_app.packs.checking import check_text
from reviewer_app.services.cases.following import follow_pack, plan_follow
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.seasons.beginning import begin_season, turn_to_season
from reviewer_app.services.seasons.notice_file import attach_notice
from reviewer_app.services.seasons.pack_door import load_season_pack
from reviewer_app.services.seasons.settling import settle, view_season
from reviewer_db import OpenLibrary
from support.libraries import inside, new_case, register
from support.other_packs import newer

_NOTICE = b"%PDF-1.7 notice"
WHY = "局务会议定。"


def _copies(unit: UnitOfWork) -> int:
    return unit.packs.current("2024").limits.copies_required


def test_what_was_settled_is_there_when_the_library_is_opened_again(
    library: OpenLibrary, reopen: Callable[[], OpenLibrary]
) -> None:
    library.change(settle, "2024", "copies_required", "5", WHY)
    library.change(settle, "2024", "copies_required", "4", "市局来电。")
    assert library.read(_copies) == 4
    library.close()
    again = reopen()
    assert again.read(_copies) == 4
    history = again.read(view_season).history
    assert [(one.value, one.reason) for one in history] == [("5", WHY), ("4", "市局来电。")]
    assert again.read(view_season).written.limits.copies_required == 3
    assert all(not line.is_broken for line in again.verify())
    again.close()


def test_a_change_that_is_rolled_back_settles_nothing(library: OpenLibrary) -> None:
    def fails(unit: UnitOfWork) -> None:
        settle(unit, "2024", "copies_required", "5", WHY)
        assert _copies(unit) == 5
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        library.change(fails)
    assert library.read(_copies) == 3


@pytest.mark.parametrize("statement", ["UPDATE season_settings SET value = '9'", "DELETE FROM season_settings"])
def test_nobody_changes_or_takes_away_a_line(library: OpenLibrary, statement: str) -> None:
    library.change(settle, "2024", "copies_required", "5", WHY)
    with pytest.raises(Exception, match="never"):
        library.change(lambda unit: inside(unit).main.execute(statement))
    assert library.read(_copies) == 5


def test_another_season_s_settings_do_not_reach_this_one(library: OpenLibrary) -> None:
    other = Settled("copies_required", "9", "示例甲", datetime(2024, 5, 1, 9), WHY)
    library.change(lambda unit: unit.seasons.settle("2023", other))
    assert library.read(_copies) == 3


def test_open_cases_follow_a_day_and_the_queue_shows_it(library: OpenLibrary) -> None:
    library.change(register, [new_case(1)])
    due = library.read(lambda unit: unit.applications.get(1).due_on)
    library.change(settle, "2024", "sending_deadline", "2024-06-14", WHY)
    row = library.read(lambda unit: unit.worklist.rows([1], unit.today)[0])
    assert (due.isoformat(), row.due_on.isoformat()) == ("2024-05-31", "2024-06-14")


def _version(unit: UnitOfWork, case_id: int) -> str:
    return unit.packs.by_hash(unit.applications.get(case_id).pack.sha256).version


def test_a_loaded_pack_stands_for_new_cases_and_an_old_one_follows_when_asked(
    library: OpenLibrary, reopen: Callable[[], OpenLibrary]
) -> None:
    library.change(register, [new_case(1)])
    library.change(load_season_pack, check_text(newer(), "新版.toml"))
    assert library.read(_version, 1) == "3"
    plan = library.read(plan_follow, 1)
    library.change(follow_pack, 1, plan)
    library.close()
    again = reopen()
    assert again.read(_version, 1) == "4"
    assert again.read(lambda unit: unit.packs.current("2024").version) == "4"
    assert again.read(lambda unit: len(unit.packs.of_season("2024"))) == 2
    again.close()


def test_a_loading_that_is_rolled_back_leaves_the_season_its_pack(library: OpenLibrary) -> None:
    def fails(unit: UnitOfWork) -> None:
        load_season_pack(unit, check_text(newer(), "新版.toml"))
        assert unit.packs.current("2024").version == "4"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        library.change(fails)
    assert library.read(lambda unit: unit.packs.current("2024").version) == "3"


def test_a_season_begun_is_a_draft_after_the_library_was_opened_again(
    library: OpenLibrary, reopen: Callable[[], OpenLibrary]
) -> None:
    library.change(begin_season, "2025")
    library.change(turn_to_season, "2025")
    library.close()
    again = reopen()
    view = again.read(view_season)
    assert (view.season, view.standing, view.pack.version) == ("2025", Standing.DRAFT, "0")
    again.close()


def test_a_season_whose_notice_is_gone_is_not_called_intact(
    library: OpenLibrary, reopen: Callable[[], OpenLibrary]
) -> None:
    library.change(attach_notice, "2024", "通知.pdf", _NOTICE, WHY)
    assert all(not line.is_broken for line in library.verify())
    library.read(lambda unit: inside(unit).vault.execute("DELETE FROM blobs WHERE content = ?", (_NOTICE,)))
    library.close()
    again = reopen()
    assert [line.part for line in again.verify() if line.is_broken] == ["附件内容"]
