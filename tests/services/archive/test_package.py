"""The archive package of a season: what goes in, what cannot and why; whole or not there; opened and checked later."""

from __future__ import annotations

import os
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.states import State
from reviewer_app.services.archive import package
from reviewer_app.services.archive.package import MOST_PATH, ArchiveOrder, make_archive
from reviewer_app.services.archive.season_plan import plan_archive
from reviewer_app.services.archive.verifying import verify_package
from reviewer_app.services.ports.dispatch import archiving as why
from reviewer_app.services.ports.dispatch.archiving import Fate
from reviewer_app.services.seasons.settling import settle
from support.archive_parts import archived, ended, parts
from support.binders import PlainBinder
from support.fakes import FakeDesk, FakeUnit

_EVIL = '<script src="//x">"&</script>'


@pytest.fixture
def unit() -> FakeUnit:
    """Two cases sent, one declined, one withdrawn, one at work and one merged away."""
    made = FakeUnit()
    for state in (State.SENT, State.DECLINED, State.WITHDRAWN, State.SENT, State.REVIEWING, State.PAIRED):
        ended(made, state)
    return made


def test_ended_cases_go_in_by_period_and_the_others_say_why_not(unit: FakeUnit) -> None:
    plan = plan_archive(unit)
    assert [(one.intake_number[-1], one.period, one.number) for one in plan.units] == [
        *(("1", "30年", 1), ("2", "10年", 1), ("3", "10年", 2), ("4", "30年", 2)),
    ]
    assert plan.counts == {"30年": 2, "10年": 2}
    assert [(one.intake_number[-1], one.why) for one in plan.left_out] == [
        ("5", "尚未办结（初审中）"),
        ("6", "已并入 ，随并入后的案件归档"),
    ]
    assert [one.label for one in plan.open_kinds] == ["推荐上报", "不予推荐", "其他办结"]


def test_what_is_settled_of_the_season_counts_and_is_open_no_more(unit: FakeUnit) -> None:
    settle(unit, "2024", "keep_sent_years", "100", "按本局归档范围")
    plan = plan_archive(unit)
    assert plan.counts == {"永久": 2, "10年": 2}
    assert "推荐上报" not in [one.label for one in plan.open_kinds]


def test_the_package_holds_units_catalogue_note_page_and_hashes(unit: FakeUnit, tmp_path: Path) -> None:
    made = archived(unit, ArchiveOrder("2024", tmp_path / "2024年度归档"))
    assert sorted(one.name for one in made.folder.iterdir()) == [
        *("10年", "30年", "README.txt", "index.html", "sha256.txt", "归档文件目录.pdf", "归档文件目录.xlsx")
    ]
    kept = sorted(one.name[:16] for one in (made.folder / "30年").iterdir())
    assert kept == ["0001 2024-示-0001", "0002 2024-示-0004"]
    said = (made.folder / "README.txt").read_text("utf-8-sig")
    assert "件数：4 件（30年 2 件、10年 2 件）" in said
    assert "尚未办结（初审中）" in said
    assert "待确认" not in said
    catalogue = (made.folder / "归档文件目录.pdf").read_text().split("\n")
    assert catalogue[0].split("\t") == ["件号", "责任者", "文号", "题名", "日期", "页数", "保管期限", "备注"]
    assert len(catalogue) == 5
    event = unit.events.latest(1)[0]
    assert (event.act, event.detail["folder"], event.detail["cases"]) == ("season_archived", "2024年度归档", "4")
    assert [one.message for one in verify_package(made.folder)] == ["8 个文件与归档时相同，没有缺少，也没有多出。"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["2024年度归档"]


class _Page(HTMLParser):
    """The links and the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_page_leads_to_every_file_and_runs_nothing(tmp_path: Path) -> None:
    unit = FakeUnit()
    case_id = ended(unit, State.SENT, project_name=_EVIL, applicant="上海\"示例'<b>公司&#x")
    name = f"{_EVIL}#?%20.pdf"
    unit.attachments.add(case_id, name, b"1", "evidence:E2.staff")
    made = archived(unit, ArchiveOrder("2024", tmp_path / "归档"), PlainBinder({name: Fate(why=why.ENCRYPTED)}))
    page = _Page()
    page.feed((made.folder / "index.html").read_text("utf-8"))
    assert not page.tags & {"script", "img", "b", "iframe", "link", "object"}
    files = {one.relative_to(made.folder).as_posix() for one in made.folder.rglob("*") if one.is_file()}
    assert {unquote(one) for one in page.links} == files - {"index.html"}


def test_names_fit_when_it_is_unpacked_two_folders_deep_on_windows(tmp_path: Path) -> None:
    unit = FakeUnit()
    long = "上海超长名称" * 60
    for _ in range(2):
        case_id = ended(unit, State.SENT, applicant=f"{long}有限公司")
        for number in range(2):
            name = f"{long}{'.pdf' if number else '.PDF'}"
            unit.attachments.add(case_id, name, f"{case_id}{number}".encode(), "evidence:E2.staff")
    binder = PlainBinder({f"{long}{ending}": Fate(why=why.ENCRYPTED) for ending in (".pdf", ".PDF")})
    made = archived(unit, ArchiveOrder("2024", tmp_path / ("名" * 40)), binder)
    paths = [str(one.relative_to(tmp_path)) for one in made.folder.rglob("*")]
    lengths = [len(one.encode("utf-16-le")) // 2 for one in paths]
    assert len([one for one in paths if "另附" in one]) == 6
    # Before it: the drive with the folder of all people and that of the desk (17 signs), a name of twenty, two folders.
    assert max(lengths) <= MOST_PATH
    assert MOST_PATH + 17 + 20 + 2 * 31 < 260
    assert len({one.casefold() for one in paths}) == len(paths)
    with pytest.raises(RefusalError, match=r"archive\.name_unfit"):
        archived(unit, ArchiveOrder("2024", tmp_path / ("名" * 41)))
    with pytest.raises(RefusalError, match=r"archive\.name_unfit"):
        archived(unit, ArchiveOrder("2024", tmp_path / "CON"))


def test_a_case_that_does_not_agree_with_its_record_is_named_and_the_rest_goes_in(
    unit: FakeUnit, tmp_path: Path
) -> None:
    unit.not_as_recorded.add(1)
    made = archived(unit, ArchiveOrder("2024", tmp_path / "归档"))
    assert len(made.units) == 3
    assert made.left_out[-1].intake_number == "2024-示-0001"
    assert "被改动" in made.left_out[-1].why
    assert "2024-示-0001" in unit.events.latest(1)[0].detail["left_behind"]


def test_without_an_ended_case_or_when_none_can_be_made_there_is_no_package(unit: FakeUnit, tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match=r"archive\.no_units"):
        archived(FakeUnit(), ArchiveOrder("2024", tmp_path / "归档"))
    unit.not_as_recorded |= set(unit.applications.cases)
    with pytest.raises(RefusalError, match=r"archive\.none_made"):
        archived(unit, ArchiveOrder("2024", tmp_path / "归档"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("after", [0, 6, 18])
def test_called_off_it_leaves_nothing(unit: FakeUnit, tmp_path: Path, after: int) -> None:
    asked = iter(range(10_000))
    order, head = ArchiveOrder("2024", tmp_path / "归档"), unit.events.head()
    made = make_archive(FakeDesk(unit), parts(), order, lambda *_: None, lambda: next(asked) >= after)
    assert made is None
    assert not list(tmp_path.iterdir())
    assert unit.events.head() == head


def test_a_full_disk_is_said_and_leaves_nothing_and_a_killed_one_is_cleared_away(
    unit: FakeUnit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / ".归档.abc.part"
    left.mkdir()
    (left / "半份.pdf").write_bytes(b"1")

    def full(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(package, "sync_tree", full)
        with pytest.raises(TroubleError, match=r"archive\.package_disk_full"):
            archived(unit, ArchiveOrder("2024", tmp_path / "归档"))
    assert not list(tmp_path.iterdir())
    assert archived(unit, ArchiveOrder("2024", tmp_path / "归档")).folder.is_dir()


def test_when_the_name_cannot_be_given_nothing_is_on_record(
    unit: FakeUnit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(_made: Path, _target: Path) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(package, "rename_folder", taken)
    with pytest.raises(TroubleError, match=r"archive\.package_not_writable"):
        archived(unit, ArchiveOrder("2024", tmp_path / "归档"))
    assert not list(tmp_path.iterdir())


def test_for_outside_it_says_what_was_left_out(unit: FakeUnit, tmp_path: Path) -> None:
    made = archived(unit, ArchiveOrder("2024", tmp_path / "对外", is_outside=True))
    for name in ("README.txt", "index.html"):
        said = (made.folder / name).read_text("utf-8-sig")
        assert "没有收入" in said
        assert ("另有 2 件没有归入。" in said, "尚未办结" in said, "已并入" in said) == (True, False, False)
    assert unit.events.latest(1)[0].detail["kept"] == "对外文本"


def test_what_was_changed_taken_or_laid_in_is_named(unit: FakeUnit, tmp_path: Path) -> None:
    made = archived(unit, ArchiveOrder("2024", tmp_path / "归档"))
    first, second, *_ = sorted((made.folder / "10年").iterdir())
    first.write_bytes(first.read_bytes() + b" ")
    second.unlink()
    (made.folder / "新的.txt").write_text("x")
    if os.name != "nt":
        outside = tmp_path / "别处"
        outside.mkdir()
        (outside / "y.txt").write_text("y")
        (made.folder / "链接").symlink_to(outside)
        os.mkfifo(made.folder / "管道")
    found = {one.part: one.message for one in verify_package(made.folder)}
    assert found.pop(f"10年/{first.name}") == "内容与归档时不同。"
    assert found.pop(f"10年/{second.name}") == "缺少这个文件。"
    assert set(found.values()) == {"归档时没有这个文件。"}
    assert set(found) == ({"新的.txt", "链接", "管道"} if os.name != "nt" else {"新的.txt"})


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\b", "C:x", ""])
def test_a_list_that_leads_outside_is_not_followed(unit: FakeUnit, tmp_path: Path, name: str) -> None:
    made = archived(unit, ArchiveOrder("2024", tmp_path / "归档"))
    with (made.folder / "sha256.txt").open("a", encoding="utf-8") as file:
        file.write(f"{'0' * 64}  {name}\n")
    assert [one.message for one in verify_package(made.folder)] == ["第 9 行不是校验值，或所指的文件不在包内。"]


def test_a_folder_that_is_no_package_or_has_an_empty_list_is_never_intact(tmp_path: Path) -> None:
    with pytest.raises(TroubleError, match=r"archive\.no_package"):
        verify_package(tmp_path)
    for name in ("index.html", "sha256.txt"):
        (tmp_path / name).touch()
    assert all(one.is_broken for one in verify_package(tmp_path))


def test_a_case_of_another_season_is_in_its_own_package(unit: FakeUnit) -> None:
    unit.applications.cases[1] = replace(unit.applications.get(1), season="2023")
    assert "2024-示-0001" not in [one.intake_number for one in plan_archive(unit).units]
