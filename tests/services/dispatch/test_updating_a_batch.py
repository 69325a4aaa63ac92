"""A batch brought up to date: one sheet made anew, one case dropped, the rest untouched; and a batch dissolved."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.batch import Batch, SealStyle
from reviewer_app.domain.dispatch.changes import BatchChangeKind, Supplement, replacements
from reviewer_app.domain.dispatch.parcels import CopyMove, CopyPlace, Parcel, ParcelAct, ParcelWord, Piece, PieceKind
from reviewer_app.domain.dispatch.road import LineStanding, RoadStep, is_done
from reviewer_app.domain.dispatch.seals import SealUse, SealWay
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.domain.opinion import OpinionStatus
from reviewer_app.domain.outside.custody import Custody, CustodyStand
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.durable import rename_folder
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch import placing
from reviewer_app.services.dispatch.batch_comparing import doubts_of, recorded_whole
from reviewer_app.services.dispatch.changing.dissolving import dissolve_batch
from reviewer_app.services.dispatch.changing.planning import plan_update
from reviewer_app.services.dispatch.changing.updating import UpdateResult, update_batch
from reviewer_app.services.dispatch.exporting import BatchResult, export_batch
from reviewer_app.services.dispatch.leaving import leave_batch, rejoin_batch
from reviewer_app.services.dispatch.placing import is_unsettled, settle_export
from reviewer_app.services.dispatch.road import road_of
from reviewer_app.services.dispatch.unfinished import UnfinishedExport
from support.desk_pages import Documents, signed_off
from support.fakes import FakeDesk, FakeUnit
from support.packed import lettered
from support.sealing import seal_cases
from support.sending import send_excused

WHY = "单位补充材料后重新复核"


class Desk:
    """An office with one batch of three cases, exported into a folder."""

    def __init__(self, place: Path) -> None:
        self.unit = FakeUnit()
        (place / "library").mkdir()
        self.library = FakeDesk(self.unit, place / "library")
        self.ids = [signed_off(self.unit, number) for number in (1, 2, 3)]
        self.folder = place / "第1批"
        self.exported = self.export(self.folder)

    def export(self, folder: Path, supplement: Supplement | None = None) -> BatchResult:
        parts, seal = (self.library, Documents()), SealStyle.CIRCLE
        return export_batch(*parts, self.ids, folder, seal, lambda *_: None, lambda: False, supplement=supplement)

    @property
    def batch(self) -> Batch:
        return recorded_whole(self.unit, self.unit.batches.get(1))

    def decide_anew(self, case_id: int, *, is_signed: bool = True) -> None:
        """The case is taken up again; and signed off with another opinion."""
        unit = self.unit
        record(unit, unit.applications.get(case_id), EventAct.REOPENED, "补充材料")
        self.put(case_id, State.SIGNED_OFF if is_signed else State.REVIEWING)
        if is_signed:
            former = unit.opinions.of(case_id)[-1]
            unit.opinions.add(replace(former, number=former.number + 1, text="经再次初审，建议推荐。"))
            assert unit.opinions.of(case_id)[-1].status is OpinionStatus.SIGNED_OFF

    def put(self, case_id: int, state: State) -> None:
        self.unit.applications.cases[case_id] = replace(self.unit.applications.get(case_id), state=state)

    def update(self, maker: Documents | None = None, reason: str = WHY) -> UpdateResult:
        return update_batch(self.library, maker or Documents(), 1, reason, lambda *_: None, lambda: False)

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_one_sheet_is_made_anew_and_the_others_are_left_as_they_are(desk: Desk) -> None:
    before, former = desk.files(), desk.batch
    desk.decide_anew(desk.ids[1])
    result = desk.update()
    assert (result.replaced, result.dropped) == (1, 0)
    after, batch = desk.files(), desk.batch
    assert [line.application_id for line in batch.lines] == desk.ids
    kept = [line.file for line in batch.lines if line.application_id != desk.ids[1]]
    assert all(after[file] == before[file] for file in kept)
    assert doubts_of(desk.folder, batch) == []
    (change,) = replacements(desk.unit.batches.changes(1), desk.ids[1])
    assert (change.former_sha256, change.reason) == (former.lines[1].sha256, WHY)
    assert {path.name for path in result.former.iterdir()} == {path.name for path in desk.folder.iterdir()}
    said = desk.unit.events.of(desk.ids[1])[-1]
    assert (said.act, said.detail[RecordKey.FORMER_HASH]) == (EventAct.SHEET_REPLACED, former.lines[1].sha256)
    lettered(desk.unit, 1)
    assert is_done(road_of(desk.unit, 1).steps[RoadStep.MAKE])
    assert road_of(desk.unit, 1).lines[1].standing is LineStanding.IN


def test_what_was_sealed_as_a_file_goes_over_but_not_that_of_a_sheet_made_anew(desk: Desk) -> None:
    names = [Path(line.file).name for line in desk.batch.lines]
    (desk.folder / "已用印").mkdir()
    for name in (*names, "函.pdf"):
        (desk.folder / "已用印" / name).write_bytes(b"sealed")
    desk.decide_anew(desk.ids[1])
    result = desk.update()
    assert {path.name for path in (desk.folder / "已用印").iterdir()} == {names[0], names[2], "函.pdf"}
    assert (result.former / "已用印" / names[1]).is_file()


def test_a_case_that_left_is_dropped_with_its_line_of_summary_and_list(desk: Desk) -> None:
    leave_batch(desk.unit, desk.ids[0], "暂缓")
    result = desk.update()
    assert (result.replaced, result.dropped) == (0, 1)
    assert [line.application_id for line in desk.batch.lines] == desk.ids[1:]
    files = desk.files()
    assert len([name for name in files if name.startswith("推荐意见/")]) == 2
    assert len(files["推荐汇总表.xlsx"].decode().splitlines()) == 2
    assert len(json.loads(files["文件清单.json"])["文件"]) == 3
    assert doubts_of(desk.folder, desk.batch) == []
    assert desk.unit.events.of(desk.ids[0])[-1].act == EventAct.LINE_DROPPED


def test_a_case_taken_out_by_mistake_is_put_back_as_long_as_its_sheet_is_there(desk: Desk) -> None:
    case = desk.ids[0]
    with pytest.raises(RefusalError, match=r"batch\.not_left"):
        rejoin_batch(desk.unit, case, 1, "移错")
    leave_batch(desk.unit, case, "暂缓")
    rejoin_batch(desk.unit, case, 1, "移错一件")
    assert road_of(desk.unit, 1).lines[0].standing is LineStanding.IN
    leave_batch(desk.unit, case, "还是暂缓")
    assert road_of(desk.unit, 1).lines[0].standing is LineStanding.LEFT
    desk.export(desk.folder.with_name("第2批"))
    with pytest.raises(RefusalError, match=r"batch\.in_another"):
        rejoin_batch(desk.unit, case, 1, "移错")


def test_a_number_given_up_after_the_sheet_was_sealed_as_a_file_is_noticed(desk: Desk) -> None:
    unit, line = desk.unit, desk.batch.lines[0]
    (entry,) = unit.register.of_case(line.application_id)
    named = (entry.id, line.application_id, 1, entry.called, SealWay.IMAGE, 1, "示例甲", unit.now, "示例甲", "示例乙")
    unit.seals.use(SealUse(2024, 1, unit.today, 1, 1, *named, line.sha256, "f" * 64))
    unit.register.complete(replace(entry, sha256="f" * 64, voided_at=unit.now, voided_by="示例甲", void_reason=WHY))
    assert road_of(unit, 1).lines[0].standing is LineStanding.VOID


def test_what_is_taken_up_again_and_not_decided_yet_is_left_out(desk: Desk) -> None:
    desk.decide_anew(desk.ids[2], is_signed=False)
    (gone,) = plan_update(desk.unit, 1).dropped
    assert gone.line.application_id == desk.ids[2]
    assert "初审中" in gone.why
    desk.update()
    assert len(desk.batch.lines) == 2


def test_the_batch_is_sent_once_it_is_up_to_date(desk: Desk) -> None:
    desk.decide_anew(desk.ids[1])
    seal_cases(desk.unit, [desk.ids[0], desk.ids[2]])
    desk.put(desk.ids[1], State.SEALED)
    with pytest.raises(RefusalError, match=r"batch\.stale"):
        send_excused(desk.unit, 1)
    desk.put(desk.ids[1], State.SIGNED_OFF)
    desk.update()
    seal_cases(desk.unit, [desk.ids[1]])
    send_excused(desk.unit, 1)
    assert desk.batch.sent_at is not None
    with pytest.raises(RefusalError, match=r"batch\.already_sent"):
        desk.update()


class FullDisk(Documents):
    """The disk is full at the second file of an update."""

    def summary(self, table: object, path: Path) -> None:
        raise OSError(errno.ENOSPC, "no space")


def test_a_full_disk_leaves_folder_and_record_as_they_were(desk: Desk) -> None:
    before = desk.files()
    desk.decide_anew(desk.ids[1])
    with pytest.raises(OfficeError) as refused:
        desk.update(FullDisk())
    assert refused.value.code == "batch.update_disk_full"
    assert desk.files() == before
    assert desk.unit.batches.changes(1) == ()
    assert [path.name for path in desk.folder.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("step", [0, 1, 2], ids=["before both", "between the two", "after both"])
def test_killed_while_the_folder_is_changed_all_is_put_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """What was killed comes to the next start with its note: the former folder is in its place again."""
    before = desk.files()
    desk.decide_anew(desk.ids[1])
    real: Callable[[Path, Path], None] = rename_folder
    done: list[Path] = []

    class KilledError(BaseException):
        pass

    def rename(made: Path, target: Path) -> None:
        if len(done) == step:
            raise KilledError
        real(made, target)
        done.append(target)
        if len(done) == step == 2:
            raise KilledError

    monkeypatch.setattr(placing, "rename_folder", rename)
    monkeypatch.setattr(placing, "settle_export", lambda _library: True)
    monkeypatch.setattr(UnfinishedExport, "clear", lambda self: self._lock.close())
    with pytest.raises(KilledError):
        desk.update()
    monkeypatch.undo()
    # In memory nothing is rolled back: what the transaction took along is taken away by hand.
    desk.unit.batches.changed.clear()
    assert is_unsettled(desk.library)
    assert settle_export(desk.library) == ("batch.update_taken_back" if step else "")
    assert desk.files() == before
    assert [path.name for path in desk.folder.parent.iterdir() if path.name.startswith(".")] == []
    assert not is_unsettled(desk.library)


def test_what_happened_meanwhile_calls_the_update_off(desk: Desk) -> None:
    before = desk.files()
    desk.decide_anew(desk.ids[1])

    class Meanwhile(Documents):
        def summary(self, table: object, path: Path) -> None:
            path.write_text("", encoding="utf-8")
            leave_batch(desk.unit, desk.ids[0], "暂缓")

    with pytest.raises(RefusalError, match=r"batch\.update_overtaken"):
        desk.update(Meanwhile())
    assert desk.files() == before


def test_what_was_not_listed_before_is_not_done(desk: Desk) -> None:
    """Between the question and its answer another case left: the officer is asked again."""
    leave_batch(desk.unit, desk.ids[0], "暂缓")
    seen = plan_update(desk.unit, 1)
    leave_batch(desk.unit, desk.ids[1], "暂缓")
    with pytest.raises(RefusalError, match=r"batch\.update_overtaken"):
        update_batch(desk.library, Documents(), 1, WHY, lambda *_: None, lambda: False, seen)
    assert len(desk.batch.lines) == 3


def test_a_batch_sent_meanwhile_is_not_changed_any_more(desk: Desk) -> None:
    before = desk.files()
    desk.decide_anew(desk.ids[1])

    class SentMeanwhile(Documents):
        def summary(self, table: object, path: Path) -> None:
            path.write_text("", encoding="utf-8")
            desk.unit.batches.mark_sent(1, desk.unit.now, "示例甲")

    with pytest.raises(RefusalError, match=r"batch\.already_sent"):
        desk.update(SentMeanwhile())
    assert desk.files() == before
    assert desk.unit.batches.changes(1) == ()


def test_what_lies_in_a_posted_parcel_is_not_made_anew_and_its_batch_not_dissolved(desk: Desk) -> None:
    desk.decide_anew(desk.ids[1])
    parcel = desk.unit.parcels.add(Parcel(1, 1, "", "示例甲", desk.unit.now))
    for word in (ParcelAct.CLOSED, ParcelAct.POSTED):
        desk.unit.parcels.say(parcel, ParcelWord(word, "示例甲", desk.unit.now))
    assert [line.application_id for line in plan_update(desk.unit, 1).replaced] == [desk.ids[1]]
    form = Piece(PieceKind.FORM, desk.ids[1])
    desk.unit.parcels.move([CopyMove(form, CopyPlace.POSTED, parcel, "", "示例甲", desk.unit.now)])
    for act in (desk.update, lambda: dissolve_batch(desk.unit, 1, WHY)):
        with pytest.raises(RefusalError, match=r"batch\.parcel_posted"):
            act()


def test_a_case_at_another_desk_is_left_out_and_nothing_is_written_on_its_record(desk: Desk) -> None:
    case = desk.ids[1]
    desk.decide_anew(case)
    away = Custody("k", 1, CustodyStand.AWAY, "f", "邻区局", desk.unit.now, 1, "h")
    desk.unit.custody.put(case, away)
    said = len(desk.unit.events.of(case))
    (gone,) = plan_update(desk.unit, 1).dropped
    assert "邻区局" in gone.why
    desk.update()
    assert len(desk.unit.events.of(case)) == said
    assert case not in {line.application_id for line in desk.batch.lines}


def test_a_folder_changed_by_hand_or_gone_is_not_taken_over(desk: Desk) -> None:
    desk.decide_anew(desk.ids[1])
    (desk.folder / desk.batch.lines[0].file).write_bytes(b"another")
    with pytest.raises(RefusalError, match=r"batch\.folder_differs"):
        desk.update()
    desk.folder.rename(desk.folder.with_name("别处"))
    with pytest.raises(RefusalError, match=r"batch\.folder_gone"):
        desk.update()


def test_two_windows_do_not_update_one_batch_at_once(desk: Desk) -> None:
    desk.decide_anew(desk.ids[1])

    class Second(Documents):
        def summary(self, table: object, path: Path) -> None:
            with pytest.raises(RefusalError, match=r"export\.busy"):
                desk.update()
            path.write_text("", encoding="utf-8")

    desk.update(Second())
    assert len(desk.unit.batches.changes(1)) == 1


def test_an_update_needs_a_reason_a_role_and_something_to_change(desk: Desk) -> None:
    with pytest.raises(RefusalError, match=r"batch\.all_current"):
        desk.update()
    with pytest.raises(RefusalError, match=r"batch\.reason"):
        desk.update(reason="  ")
    desk.unit.actor = User("示例丁", frozenset({Role.HEAD}))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        desk.update()


def test_a_dissolved_batch_sets_its_cases_free_and_keeps_its_numbers(desk: Desk) -> None:
    numbers = [entry.number for entry in desk.unit.register.all()]
    dissolve_batch(desk.unit, 1, "漏选一件")
    assert desk.unit.batches.get(1).dissolved_at is not None
    with pytest.raises(RefusalError, match=r"batch\.dissolved"):
        send_excused(desk.unit, 1)
    with pytest.raises(RefusalError, match=r"batch\.dissolved"):
        dissolve_batch(desk.unit, 1, "再撤一次")
    with pytest.raises(RefusalError, match=r"batch\.in_none"):
        leave_batch(desk.unit, desk.ids[0], "暂缓")
    again = desk.export(desk.folder.with_name("第2批"))
    assert again.number == 2
    assert [entry.number for entry in desk.unit.register.all()] == numbers
    assert [one.kind for one in desk.unit.batches.changes(1)] == [BatchChangeKind.DISSOLVED]


def test_once_the_seal_was_used_the_batch_is_not_dissolved(desk: Desk) -> None:
    seal_cases(desk.unit, [desk.ids[0]])
    with pytest.raises(RefusalError, match=r"batch\.dissolve_sealed"):
        dissolve_batch(desk.unit, 1, "漏选一件")
    with pytest.raises(RefusalError, match=r"batch\.reason"):
        dissolve_batch(desk.unit, 1, " ")


def test_a_supplement_names_the_batch_it_supplements_and_only_one_that_was_sent(desk: Desk) -> None:
    late = Supplement(1, "其中一件补充了附件")
    with pytest.raises(RefusalError, match=r"batch\.supplement_unsent"):
        desk.export(desk.folder.with_name("补报"), late)
    assert not desk.folder.with_name("补报").exists()
    desk.unit.batches.mark_sent(1, desk.unit.now, "示例甲")
    with pytest.raises(RefusalError, match=r"batch\.reason"):
        desk.export(desk.folder.with_name("补报"), replace(late, reason=" "))
    desk.export(desk.folder.with_name("补报"), late)
    made = desk.unit.batches.get(2)
    assert (made.supplements, made.supplement_reason) == (1, late.reason)
    assert desk.unit.events.of(desk.ids[0])[-1].detail[RecordKey.SUPPLEMENTS] == "1"
    assert (road_of(desk.unit, 2).supplements, road_of(desk.unit, 1).supplements) == (1, 0)
