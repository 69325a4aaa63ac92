"""The check before mailing: what agrees, what is open, what a written reason stands in for, and what never."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.domain.application import Keeping, PaperCopy, Role, User
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.dispatch.changes import BatchChange, BatchChangeKind
from reviewer_app.domain.dispatch.points import MailPoint, PointStanding
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Direction, RegisterEntry, Sealing
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.services.cases.reviewing import reopen
from reviewer_app.services.dispatch.dispatching import record_sent
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_app.services.dispatch.mail_check import excuse_point, mail_check, point_said
from reviewer_app.services.office.register import void_number
from reviewer_app.services.papers.issuing import IssueChoice, plan_issue, record_issued
from reviewer_app.services.papers.parcels import contacts_of
from reviewer_app.services.papers.printing import PrintOrder
from support.casework import proposed
from support.desk_pages import Documents, application
from support.fakes import FakeDesk, FakeUnit
from support.grounds import signed_off
from support.sealing import issued, seal_cases
from support.sending import excuse_what_may_be

WHY = "按纸质台账核对过，照寄"


class Sent:
    """An office in which one batch of some cases lies exported and sealed."""

    def __init__(self, place: Path, count: int = 2) -> None:
        self.unit = FakeUnit()
        self.place = place
        cases = [proposed(self.unit, Outcome.RECOMMEND, **application(number)) for number in range(count)]
        self.ids = [signed_off(self.unit, case) for case in cases]
        desk = FakeDesk(self.unit, place)
        self.folder = place / "exports" / "第1批"
        self.folder.parent.mkdir()
        export_batch(desk, Documents(), self.ids, self.folder, SealStyle.CIRCLE, lambda *_: None, lambda: False)
        seal_cases(self.unit, self.ids)

    @property
    def points(self) -> dict[str, MailPoint]:
        return {one.id: one for one in mail_check(self.unit, 1).points}

    @property
    def open(self) -> set[str]:
        return {one.id for one in self.points.values() if one.standing is PointStanding.OPEN}

    def excuse(self, point: str, reason: str = WHY) -> None:
        excuse_point(self.unit, 1, point, reason, self.points[point].facts)

    def send(self) -> None:
        record_sent(self.unit, 1)


@pytest.fixture
def at(tmp_path: Path) -> Sent:
    return Sent(tmp_path / "library")


def letter(unit: FakeUnit, contact: str = "") -> None:
    """A covering letter in force, stamped."""
    said = ("covering-letter", 2024, 1, "示市监函〔2024〕1号", "市局", "报送函", unit.today, "示例甲")
    entry = RegisterEntry(Direction.OUTGOING, *said, batch_id=1, basis=f"contact:{contact}")
    unit.register.add(replace(entry, sealed_how=Sealing.STAMPED))


def test_each_point_says_what_agrees_or_what_is_open(at: Sent) -> None:
    assert at.open == {"counts:letter", "parcels:none"}
    assert point_said(at.points["record"]) == "文件均由现在的记录生成"
    letter(at.unit)
    assert point_said(at.points["counts"]) == "件数一致：报送函 2 · 汇总表 2 · 推荐意见 2"
    assert at.open == {"parcels:none"}


def test_nothing_leaves_while_a_point_is_open_and_an_excuse_is_on_record(at: Sent) -> None:
    letter(at.unit)
    with pytest.raises(RefusalError, match=r"mail_check\.stopped") as refused:
        at.send()
    assert refused.value.values["what"] == "本批还没有登记邮包"
    assert at.unit.batches.get(1).sent_at is None
    at.excuse("parcels:none")
    event = at.unit.events.kept[-1]
    assert (event.act, event.reason) == (EventAct.BATCH_EXCUSED, WHY)
    assert at.points["parcels:none"].standing is PointStanding.EXCUSED
    at.send()
    assert {at.unit.applications.get(one).state for one in at.ids} == {State.SENT}
    with pytest.raises(RefusalError, match=r"batch\.already_sent"):
        at.excuse("parcels:none")


def test_an_excuse_holds_only_for_what_it_was_written_of(at: Sent) -> None:
    first = at.ids[0]
    at.unit.papers.put(first, PaperCopy(1, True, True, application(0)["applicant"], 24, keeping=Keeping.RETURNED))
    at.unit.papers.put(first, PaperCopy(2, True, True, "上海另一单位", 24))
    names = f"names:{first}"
    assert names in at.open
    at.excuse(names)
    assert names not in at.open
    at.unit.papers.put(first, PaperCopy(2, True, True, "上海又一单位", 24))
    assert names in at.open
    with pytest.raises(RefusalError, match=r"mail_check\.changed"):
        excuse_point(at.unit, 1, names, WHY, "第2份印文为“上海另一单位”")


def test_what_was_never_recorded_agrees_with_nothing(at: Sent) -> None:
    first = at.ids[0]
    answers = at.unit.answers.of(first)
    for rule_id in ("M2.form", "M4.seal"):
        at.unit.answers.put(first, replace(answers[rule_id], verdict=Verdict.NOT_MET))
    at.unit.papers.put(first, PaperCopy(1, True, True, "", 24))
    assert "第1份没有登记印文" in point_said(at.points[f"names:{first}"])
    assert "没有比对纸质与网上" in point_said(at.points[f"names:{first}"])


def test_a_file_of_other_bytes_is_never_excused_and_a_missing_one_may_be(at: Sent) -> None:
    sheet = next(at.folder.rglob("*.pdf"))
    kept = sheet.read_bytes()
    sheet.unlink()
    assert at.points["files:missing"].may_be_excused
    sheet.write_bytes(kept + b"x")
    assert at.points["files:changed"].holds
    with pytest.raises(RefusalError, match=r"mail_check\.never"):
        at.excuse("files:changed")
    excuse_what_may_be(at.unit, 1)
    with pytest.raises(RefusalError, match=r"mail_check\.stopped") as refused:
        at.send()
    assert refused.value.values["point"] == "files:changed"


def test_a_case_changed_after_its_sheet_was_made_is_named_and_once_excused_open_again_after_the_next(at: Sent) -> None:
    point = f"record:{at.ids[0]}"
    for _ in range(2):
        at.unit.events.append(replace(at.unit.events.of(at.ids[0])[-1], act=EventAct.AMENDED, detail={}, hash=""))
        assert point in at.open
        at.excuse(point)
        assert point not in at.open


def test_the_copies_the_season_sends_on_have_to_be_here(at: Sent) -> None:
    copies = at.unit.papers.of(at.ids[0])
    for copy in copies:
        at.unit.papers.put(at.ids[0], replace(copy, keeping=Keeping.RETURNED))
    assert f"copies:{at.ids[0]}" in at.open
    assert point_said(at.points[f"copies:{at.ids[0]}"]).endswith("在手 0 份，应寄 1 份")


def test_an_excuse_needs_a_reason_a_role_and_an_open_point(at: Sent) -> None:
    for reason in ("", "  ", "经核，〔写明依据〕"):
        with pytest.raises(RefusalError, match=r"mail_check\.reason"):
            at.excuse("parcels:none", reason)
    with pytest.raises(RefusalError, match=r"mail_check\.not_open"):
        at.excuse("record")
    at.unit.actor = User("示例丙", frozenset({Role.ADMIN}))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        at.excuse("parcels:none")


def test_a_case_that_goes_no_more_with_the_batch_is_said_and_never_excused(at: Sent) -> None:
    reopen(at.unit, at.ids[0], "重新核对")
    point = at.points[f"place:{at.ids[0]}"]
    assert (point.holds, point.is_open) == (True, True)
    assert "重新办理过" in point_said(point)


def test_a_sheet_sealed_as_a_file_is_still_the_one_that_was_made(at: Sent) -> None:
    """Its line of the register has the sealed bytes then; the use tells from which they came."""
    (use,) = [one for one in at.unit.seals.used if one.application_id == at.ids[0]]
    entry = at.unit.register.get(use.register_id)
    at.unit.register.complete(replace(entry, sha256="e" * 64, sealed_how=Sealing.IMAGE))
    assert f"record:{at.ids[0]}" not in at.open
    at.unit.seals.used[use.id - 1] = replace(use, approved_sha256="d" * 64)
    assert f"record:{at.ids[0]}" in at.open


def issue_letter(at: Sent, contact: str = "") -> str:
    """A covering letter issued as the batch is now; its number."""
    order = PrintOrder(DocumentKind.COVERING_LETTER, batch_id=1, contact=contact)
    plan = plan_issue(at.unit, order, IssueChoice())
    return record_issued(at.unit, plan, b"%PDF", SealStyle.CIRCLE).called


def test_a_letter_that_names_a_case_no_longer_in_the_batch_is_said(tmp_path: Path) -> None:
    """One was taken out after the letter was issued and the batch brought up to date: the letter still says three."""
    at = Sent(tmp_path / "library", count=3)
    called = issue_letter(at)
    assert f"sealed:letter:{called}" in at.open
    assert at.points["counts"].standing is PointStanding.PASSED
    leave_batch(at.unit, at.ids[0], "暂缓")
    batch = at.unit.batches.get(1)
    at.unit.batches.change(BatchChange(1, BatchChangeKind.DROPPED, "暂缓", "示例甲", at.unit.now, at.ids[0]))
    assert len(at.unit.batches.get(1).lines) == len(batch.lines) - 1
    point = at.points[f"counts:letter:{called}"]
    assert "函上 3 个，现为 2 个" in point_said(point)
    with pytest.raises(RefusalError, match=r"mail_check\.stopped"):
        at.send()
    entry = next(one for one in at.unit.register.of_batch(1) if one.called == called)
    void_number(at.unit, entry.id, "项目有变")
    issue_letter(at)
    assert at.points["counts"].standing is PointStanding.PASSED


def test_a_letter_that_names_another_class_is_said_by_its_contact(at: Sent) -> None:
    (contact,) = contacts_of(at.unit, 1)
    called = issue_letter(at, contact)
    assert at.points["counts"].standing is PointStanding.PASSED
    opinion = at.unit.opinions.of(at.ids[0])[-1]
    other = ProjectClass.KEY if opinion.proposed_class == ProjectClass.GENERAL else ProjectClass.GENERAL
    at.unit.opinions.update(replace(opinion, proposed_class=other))
    assert "函上 2 个，现为 2 个" in point_said(at.points[f"counts:letter:{called}"])


def test_a_sheet_issued_anew_of_a_sealed_case_is_not_sealed(at: Sent) -> None:
    (former,) = [one for one in at.unit.register.all() if one.case_id == at.ids[0]]
    at.unit.register.complete(replace(former, voided_at=at.unit.now, voided_by="示例甲", void_reason="文字有误"))
    issued(at.unit, at.ids[0])
    assert at.unit.applications.get(at.ids[0]).state is State.SEALED
    point = at.points[f"sealed:{at.ids[0]}"]
    assert (point.is_open, point.holds) == (True, True)
