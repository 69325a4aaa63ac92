"""The papers of a parcel say what lies in it: list, letter, labels and envelope, with its place among the parcels."""

from __future__ import annotations

import pytest

from reviewer_app.domain.dispatch.parcels import PieceKind
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.numbers import Delivery, Direction, RegisterEntry, Sealing
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.posting.contents import batch_parcels
from reviewer_app.services.posting.packing import close_parcel, put_all_in, take_out
from reviewer_app.services.posting.posting import post_parcel, undo_posting
from reviewer_app.services.seasons.settling import settle
from support.fakes import FakeUnit
from support.packed import closed, planned, posting, sealed_batch
from support.sending import excuse_what_may_be, send_excused

LIST, LETTER, LABELS = DocumentKind.CONTENTS_LIST, DocumentKind.COVERING_LETTER, DocumentKind.LABELS


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def said(unit: FakeUnit, kind: DocumentKind, contact: str = "") -> DocumentValues:
    values = gather(unit, PrintOrder(kind, batch_id=1, contact=contact)).values
    assert values is not None
    return values


def counts(values: DocumentValues) -> list[tuple[str, str]]:
    return [(row[3], row[4]) for row in values.tables["contents"]]


def test_the_list_counts_what_lies_in_its_parcel_and_says_which_it_is(unit: FakeUnit) -> None:
    sealed_batch(unit)
    letter_issued(unit, "胡伟")
    settle(unit, "2024", "copies_to_send", "2", "市局来电")
    settle(unit, "2024", "sheets_to_send", "2", "市局来电")
    before = said(unit, LIST, "胡伟")
    assert counts(before)[2:] == [("推荐部门意见", "2"), ("标准化试点项目申请表", "2")]
    assert "parcel" not in before.fields
    first, _ = planned(unit, 1).parcels
    put_all_in(unit, 1)
    lying = batch_parcels(unit, 1).parcels[0].lies
    summary = next(line.piece for line in lying if line.piece.kind is PieceKind.SUMMARY)
    take_out(unit, first.parcel.id, [summary], "市局不收汇总表")
    close_parcel(unit, first.parcel.id)
    values = said(unit, LIST, "胡伟")
    assert counts(values) == [("报送函", "1"), ("推荐部门意见", "2"), ("标准化试点项目申请表", "2")]
    assert (values.fields["parcel"], values.fields["waybill"], values.fields["piece_count"]) == (
        "第1包，共2包",
        "",
        "5",
    )
    enclosed = said(unit, LETTER, "胡伟").tables["enclosures"]
    assert enclosed == (("推荐项目清单", "1份"), ("推荐部门意见", "2份"), ("标准化试点项目申请表", "2份"))
    excuse_what_may_be(unit, 1)
    post_parcel(unit, first.parcel.id, posting(unit, "EA1"))
    assert said(unit, LIST, "胡伟").fields["waybill"] == "EA1"
    letter = unit.register.in_force(LETTER.value, 0, 1, "contact:胡伟")
    assert letter is not None
    assert (letter.delivered_how, letter.delivered_on) == (Delivery.WITH_BATCH, unit.today)


def test_one_letter_for_all_lies_in_one_parcel_and_left_with_it(unit: FakeUnit) -> None:
    sealed_batch(unit)
    letter_issued(unit, "")
    first, second = closed(unit, 1)
    letters = [[one.piece.kind for one in view.lies].count(PieceKind.LETTER) for view in (first, second)]
    assert (letters, second.lacking_enclosures) == ([1, 0], ())
    assert counts(said(unit, LIST, "倪敏"))[0][0] == PieceKind.SUMMARY.label
    post_parcel(unit, second.parcel.id, posting(unit, "EA2"))
    letter = unit.register.of_batch(1)[0]
    assert letter.delivered_how is None
    post_parcel(unit, first.parcel.id, posting(unit, "EA1"))
    assert unit.register.get(letter.id).delivered_how is Delivery.WITH_BATCH
    undo_posting(unit, first.parcel.id, "单号填错")
    assert unit.register.get(letter.id).delivered_how is None


def test_without_parcels_the_letter_left_with_the_batch(unit: FakeUnit) -> None:
    sealed_batch(unit)
    letter_issued(unit, "")
    send_excused(unit, 1)
    (letter,) = unit.register.of_batch(1)
    assert (letter.delivered_how, letter.delivered_on) == (Delivery.WITH_BATCH, unit.today)


def letter_issued(unit: FakeUnit, contact: str) -> None:
    """A letter that bears the seal, as one issued before its cases and copies were noted."""
    entry = RegisterEntry(
        *(Direction.OUTGOING, LETTER.value, 2024, 1, "示市监函〔2024〕1号", "市局", "报送函", unit.today, "示例甲"),
        batch_id=1,
        basis=f"contact:{contact}",
        sealed_how=Sealing.STAMPED,
    )
    unit.register.add(entry)


def test_labels_and_envelopes_bear_the_parcel_and_its_waybill(unit: FakeUnit) -> None:
    sealed_batch(unit)
    excuse_what_may_be(unit, 1)
    first, _ = planned(unit, 1).parcels
    put_all_in(unit, 1)
    close_parcel(unit, first.parcel.id)
    excuse_what_may_be(unit, 1)
    post_parcel(unit, first.parcel.id, posting(unit, "EA1"))
    notes = [row[4] for row in said(unit, LABELS).tables["labels"]]
    assert notes == [
        "推荐材料　第1批第1包（共2包）　1件　EA1",
        "推荐材料　第1批第2包（共2包）　1件",
    ]
    assert said(unit, DocumentKind.ENVELOPE_C5, "倪敏").fields["inside"] == notes[1]


def test_a_case_that_left_stands_on_no_paper_of_the_parcels(unit: FakeUnit) -> None:
    sealed_batch(unit, "公共服务", "公共服务")
    planned(unit, 1)
    leave_batch(unit, 1, "单位来函更正")
    values = said(unit, LETTER)
    assert values.fields["count"] == "1"
    assert [row[0] for row in values.tables["projects"]] == ["2024-示-0002"]
