"""The dossier of a case: in the office's order, with what is not in it told and laid beside it, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from reviewer_app.domain.application import Event
from reviewer_app.domain.dispatch.seals import ScanState, SealedPaper, SealUse, SealWay
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.outside.custody import Custody, CustodyStand
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.archive.dossier import DossierMade, make_dossier
from reviewer_app.services.archive.gathering import dossier_name, gather_dossier
from reviewer_app.services.archive.outside_record import told_outside
from reviewer_app.services.cases import reviewing
from reviewer_app.services.ports.dispatch import archiving as why
from reviewer_app.services.ports.dispatch.archiving import Fate
from support.binders import PlainBinder
from support.casework import answered, proposed, registered
from support.desk_pages import DeskParts
from support.fakes import FakeDesk, FakeUnit


def _made(unit: FakeUnit, case_id: int, target: Path, binder: PlainBinder | None = None) -> DossierMade:
    parts = DeskParts(binder=binder or PlainBinder())
    made = make_dossier(FakeDesk(unit), parts, case_id, target, lambda _done, _all: None, lambda: False)
    assert made is not None
    return made


def _file(unit: FakeUnit, case_id: int, name: str, content: bytes = b"") -> None:
    unit.attachments.add(case_id, name, content or name.encode(), "evidence:E2.staff")


def _issue(unit: FakeUnit, case_id: int, kind: DocumentKind, is_void: bool = False) -> None:
    kept = unit.attachments.keep(f"{kind}{is_void}".encode())
    entry = RegisterEntry(
        *(Direction.OUTGOING, kind.value, 2024, 1, f"{kind.value}〔2024〕1号", "申报单位", "事由"),
        *(date(2024, 5, 19), "示例甲"),
        case_id=case_id,
        sha256=kept,
        file_name="文.pdf",
        voided_at=unit.now if is_void else None,
    )
    unit.register.add(entry)


def test_the_pieces_stand_in_the_office_s_order() -> None:
    unit = FakeUnit()
    case_id = proposed(unit, Outcome.RECOMMEND)
    _file(unit, case_id, "证明.pdf")
    for kind in (DocumentKind.CORRECTION_NOTICE, DocumentKind.DECLINE_LETTER, DocumentKind.RECOMMENDATION):
        _issue(unit, case_id, kind)
    _issue(unit, case_id, DocumentKind.RECOMMENDATION, is_void=True)
    titles = [one.title for one in gather_dossier(unit, case_id).pieces]
    assert titles == [
        *(
            "推荐意见",
            "申报信息",
            "初审和复核意见",
            "逐项核对",
            "查询记录",
            "补正通知",
            "纸质申报材料",
            "不予推荐告知书",
        ),
        *("收发文登记", "流转记录", "附件（二（二）　专兼职标准化人员）：证明.pdf"),
    ]


def test_a_case_of_which_nothing_is_known_has_a_dossier_too(tmp_path: Path) -> None:
    unit = FakeUnit()
    made = _made(unit, registered(unit), tmp_path / "档案.pdf")
    assert made.file.read_bytes().decode().split("\n") == ["申报信息", "逐项核对", "纸质申报材料", "流转记录"]
    assert (made.folder, made.beside, made.embedded) == (None, (), ())
    assert [one.name for one in tmp_path.iterdir()] == ["档案.pdf"]


def test_it_is_called_by_year_district_number_and_unit() -> None:
    unit = FakeUnit()
    case = unit.applications.get(registered(unit, applicant="上海/示例:颐养*服务.有限公司"))
    assert dossier_name(case) == "2024-示-0001-上海_示例_颐养_服务．有限公司"


def test_what_cannot_go_in_lies_beside_with_the_reason_and_on_record(tmp_path: Path) -> None:
    unit = FakeUnit()
    case_id = registered(unit)
    for name in ("../安装.exe", "表.xlsx", "锁.pdf", "图.jpg", "锁.PDF"):
        _file(unit, case_id, name)
    binder = PlainBinder(
        {
            "../安装.exe": Fate(why=why.NOT_ALLOWED),
            "表.xlsx": Fate(is_embedded=True, why=why.OTHER_KIND),
            "锁.pdf": Fate(why=why.ENCRYPTED),
            "锁.PDF": Fate(why=why.ENCRYPTED),
        }
    )
    made = _made(unit, case_id, tmp_path / "档案.pdf", binder)
    assert made.folder == tmp_path / "档案-另附"
    assert sorted(one.name for one in made.folder.iterdir()) == ["_安装.exe.bin", "锁.pdf", "锁（2）.PDF"]
    assert (made.folder / "_安装.exe.bin").read_bytes() == "../安装.exe".encode()
    assert [one.why for one in made.beside] == ["这类文件不作为档案收入", *["有打开密码，看不到内容"] * 2]
    assert made.embedded == ("表.xlsx",)
    event = unit.events.of(case_id)[-1]
    assert (event.act, event.detail["file"], event.detail["pages"]) == ("dossier_made", "档案.pdf", "5")
    assert event.detail["content_hash"] == sha256(made.file.read_bytes()).hexdigest()
    assert "安装.exe" in event.detail["left_behind"]


def test_a_file_that_the_library_lacks_or_that_was_changed_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    unit = FakeUnit()
    case_id = registered(unit)
    _file(unit, case_id, "在.pdf")
    unit.attachments.bytes.clear()
    made = _made(unit, case_id, tmp_path / "档案.pdf")
    assert [(one.name, one.why) for one in made.beside] == [("", "文件内容不在本案卷库，或与登记的校验值不符")]
    assert made.folder is None


def test_when_the_whole_does_not_pass_each_file_is_tried_by_itself(tmp_path: Path) -> None:
    unit, binder = FakeUnit(), PlainBinder(refused=1)
    case_id = registered(unit)
    _made(unit, case_id, tmp_path / "档案.pdf", binder)
    assert binder.strict == [False, True]
    with pytest.raises(RefusalError, match=r"document\.not_archival"):
        _made(unit, case_id, tmp_path / "另一.pdf", PlainBinder(refused=2))
    assert [one.name for one in tmp_path.iterdir()] == ["档案.pdf"]


@pytest.mark.parametrize("code", ["foreign.died", "foreign.too_slow", "foreign.failed", "stamping.damaged_page"])
def test_a_file_that_ends_the_binding_costs_only_itself(code: str, tmp_path: Path) -> None:
    unit = FakeUnit()
    binder = PlainBinder(refused=1, refusal=TroubleError(code))
    made = _made(unit, registered(unit), tmp_path / "档案.pdf", binder)
    assert binder.strict == [False, True]
    assert made.file.exists()


def test_for_outside_the_office_s_own_notes_are_left_out() -> None:
    unit = FakeUnit()
    case_id = proposed(unit, Outcome.RECOMMEND)
    reviewing.challenge(unit.acting("示例乙"), case_id, "理由要再写清楚")
    unit.events.append(Event(unit.now, "示例乙", "signed_off", case_id, reason="理由要再写清楚，人手不足，本人复核"))
    inside, outside = (gather_dossier(unit, case_id, is_outside) for is_outside in (False, True))
    said = [str([one.values.tables for one in matter.pieces if one.values]) for matter in (inside, outside)]
    assert ["理由要再写清楚" in one for one in said] == [True, False]
    assert "没有收入" in outside.contents.fields["outside"]


def test_for_outside_no_reason_of_the_office_and_no_number_given_up_is_explained() -> None:
    unit = FakeUnit()
    case_id = proposed(unit, Outcome.RECOMMEND)
    _issue(unit, case_id, DocumentKind.RECOMMENDATION, is_void=True)
    entry = unit.register.of_case(case_id)[-1]
    unit.register.complete(replace(entry, voided_by="示例甲", void_reason="内部：编号用错"))
    same = {RecordKey.APPROVAL: "内部：经办与复核为同一人", "内部的行": "内部"}
    for act in [one for one in EventAct if one is not EventAct.CITY_ANSWER_TAKEN_BACK]:
        unit.events.append(Event(unit.now, "示例乙", act, case_id, reason="内部：先缓一缓", detail=same))
    inside, outside = (
        {one.title: one.values.tables for one in gather_dossier(unit, case_id, is_outside).pieces if one.values}
        for is_outside in (False, True)
    )
    assert ["内部" in str(one["收发文登记"]) for one in (inside, outside)] == [True, False]
    told = [row[2] for row in outside["流转记录"]["record"] if "内部" in str(row)]
    assert told == ["撤回推荐", "登记市局答复"]
    assert "退回经办" not in str(outside["流转记录"])


def test_what_was_taken_back_is_not_told_outside() -> None:
    now = FakeUnit().now
    posted = [Event(now, "示例甲", "parcel_posted", 1, detail={"parcel": f"第{number}包"}) for number in (1, 2, 1)]
    undone = Event(now, "示例甲", "posting_undone", 1, reason="误", detail={"parcel": "第1包"})
    assert [one.detail["parcel"] for one in told_outside([*posted, undone])] == ["第1包", "第2包"]


def _away(unit: FakeUnit, case_id: int) -> None:
    custody = Custody("key", 1, CustodyStand.AWAY, "finger", "初审室", unit.now, 1, "hash")
    unit.applications.cases[case_id] = replace(unit.applications.get(case_id), custody=custody)


def _merged(unit: FakeUnit, case_id: int) -> None:
    unit.applications.cases[case_id] = replace(unit.applications.get(case_id), state=State.PAIRED)


def _tampered(unit: FakeUnit, case_id: int) -> None:
    unit.not_as_recorded.add(case_id)


@pytest.mark.parametrize(
    ("become", "code"),
    [(_away, "custody.away"), (_merged, "archive.merged"), (_tampered, "library.not_as_recorded")],
)
def test_of_some_cases_no_dossier_is_made(become: Callable[[FakeUnit, int], None], code: str, tmp_path: Path) -> None:
    unit = FakeUnit()
    case_id = registered(unit)
    become(unit, case_id)
    with pytest.raises(OfficeError) as refused:
        _made(unit, case_id, tmp_path / "档案.pdf")
    assert refused.value.code == code
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_over(tmp_path: Path) -> None:
    unit = FakeUnit()
    case_id = registered(unit)
    (tmp_path / "有.pdf").write_text("别人的")
    (tmp_path / "新-另附").mkdir()
    (tmp_path / "新-另附" / "别人的.txt").write_text("别人的")
    binder = PlainBinder({"锁.pdf": Fate(why=why.ENCRYPTED)})
    _file(unit, case_id, "锁.pdf")
    for name, code in (("有.pdf", "file_used"), ("新.pdf", "folder_used"), ("没有的/新.pdf", "folder_missing")):
        with pytest.raises(RefusalError, match=rf"archive\.{code}"):
            _made(unit, case_id, tmp_path / name, binder)
    assert (tmp_path / "有.pdf").read_text() == "别人的"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["新-另附", "有.pdf"]


@pytest.mark.parametrize("after", [0, 3, 5])
def test_a_cancel_leaves_nothing(after: int, tmp_path: Path) -> None:
    unit, asked = FakeUnit(), iter(range(100))
    case_id = registered(unit)
    made = make_dossier(
        *(FakeDesk(unit), DeskParts(), case_id, tmp_path / "档案.pdf"),
        *(lambda _done, _all: None, lambda: next(asked) >= after),
    )
    assert made is None
    assert not list(tmp_path.iterdir())
    assert unit.events.of(case_id)[-1].act != "dossier_made"


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reviewer_app.services.archive.dossier.write_file", full)
    unit = FakeUnit()
    case_id = answered(unit, registered(unit))
    _file(unit, case_id, "锁.pdf")
    with pytest.raises(TroubleError, match=r"archive\.disk_full"):
        _made(unit, case_id, tmp_path / "档案.pdf", PlainBinder({"锁.pdf": Fate(why=why.ENCRYPTED)}))
    assert not list(tmp_path.iterdir())


def test_of_a_sealed_paper_the_sealed_one_goes_in() -> None:
    unit = FakeUnit()
    case_id = registered(unit)
    _issue(unit, case_id, DocumentKind.RECOMMENDATION)
    entry = unit.register.of_case(case_id)[-1]
    use = SealUse(
        *(2024, 1, unit.today, 1, 1, entry.id, case_id, 0, "推荐意见", SealWay.STAMP, 2),
        *("示例甲", unit.now, "示例甲", "示例乙", entry.sha256, entry.sha256),
    )
    unit.seals.use(use)
    first = gather_dossier(unit, case_id).pieces[0]
    assert (first.title, first.sha256) == ("推荐意见（实物印章）", entry.sha256)
    scan = unit.attachments.keep(b"scan")
    unit.seals.add_scan(SealedPaper(1, scan, 1, 1.0, 1.0, 42.0, ScanState.ACCEPTED, "示例甲", unit.now))
    assert gather_dossier(unit, case_id).pieces[0].sha256 == scan
