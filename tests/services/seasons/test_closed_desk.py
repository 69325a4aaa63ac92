"""What is written for many cases at once, or for none, ends with its season as well: lists, batches, parcels, seals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer_app.domain.batch import BatchLine, SealStyle
from reviewer_app.domain.dispatch.seals import ListWord, SaidOfList, SealSession, SealWay
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Sealing
from reviewer_app.outputs.summary.writer import SummaryForms
from reviewer_app.packs.loading import load_pack
from reviewer_app.services.cases.numbering import PaperIssued, enter_paper, next_number
from reviewer_app.services.cases.sealing import use_seal
from reviewer_app.services.dispatch.batch_recording import BatchRecord, record_batch
from reviewer_app.services.dispatch.ordering import ready_cases
from reviewer_app.services.dispatch.scoring import give_score, order_by_scores, take_back_order
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.previewing import preview_import
from reviewer_app.services.papers.batch_letters import letter_matters, plan_letters, record_letters
from reviewer_app.services.ports.records import ImportedList, SheetRow
from reviewer_app.services.posting.contents import batch_parcels
from reviewer_app.services.posting.packing import (
    close_parcel,
    open_parcel,
    plan_parcels,
    put_all_in,
    take_out,
)
from reviewer_app.services.posting.posting import drop_parcel, post_parcel
from reviewer_app.services.sealing.lists import approve_list, ask_for_seal, send_back_list, withdraw_list
from reviewer_app.services.seasons.closing import close_season, open_season_again
from reviewer_app.services.summary.summaries import FormsOrder, SummaryForm, write_forms
from support.builders import CLEAN, values
from support.desk_pages import signed_off
from support.fakes import FakeDesk, FakeUnit
from support.other_packs import WITH_CRITERIA
from support.packed import closed, planned, posting, sealed_batch
from support.sealing import AGREED, asked, issued, session_on

WHY = "材料已全部归档"
Act = Callable[[], object]


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def _import(unit: FakeUnit) -> Act:
    row = SheetRow(2, values(CLEAN))
    preview = preview_import(unit, ImportedList(Path("清单.xlsx"), "Sheet1", 1, {}, (), (row,), ()))
    return lambda: write_import(unit, preview)


def _batch(unit: FakeUnit) -> Act:
    case = unit.applications.get(signed_off(unit, 1))
    line = BatchLine(case.id, case.intake_number, case.project_name, "a.pdf", "0" * 64)
    return lambda: record_batch(unit, BatchRecord("第1批", SealStyle.CIRCLE, unit.events.head(), (line,)))


def _letters(unit: FakeUnit) -> Act:
    sealed_batch(unit)
    plan = plan_letters(unit, 1)
    made = [(matter, b"%PDF") for matter in letter_matters(unit, plan)]
    return lambda: record_letters(unit, plan, made, "")


def _plan(unit: FakeUnit) -> Act:
    sealed_batch(unit)
    lacks = batch_parcels(unit, 1).lacks
    return lambda: plan_parcels(unit, 1, lacks)


def _pack(unit: FakeUnit) -> Act:
    sealed_batch(unit)
    planned(unit, 1)
    return lambda: put_all_in(unit, 1)


def _unpack(unit: FakeUnit) -> Act:
    sealed_batch(unit)
    planned(unit, 1)
    put_all_in(unit, 1)
    view = batch_parcels(unit, 1).parcels[0]
    return lambda: take_out(unit, view.parcel.id, [view.lies[0].piece], "换一份")


def _close_parcel(unit: FakeUnit) -> Act:
    sealed_batch(unit)
    parcel = closed(unit, 1)[0].parcel.id
    open_parcel(unit, parcel, "再看一遍")
    return lambda: close_parcel(unit, parcel)


def _open_parcel(unit: FakeUnit) -> Act:
    sealed_batch(unit)
    parcel = closed(unit, 1)[0].parcel.id
    return lambda: open_parcel(unit, parcel, "再看一遍")


def _drop_parcel(unit: FakeUnit) -> Act:
    sealed_batch(unit)
    parcel = planned(unit, 1).parcels[0].parcel.id
    return lambda: drop_parcel(unit, parcel)


def _post(unit: FakeUnit) -> Act:
    sealed_batch(unit)
    parcel = closed(unit, 1)[0].parcel.id
    return lambda: post_parcel(unit, parcel, posting(unit))


def _ask_seal(unit: FakeUnit) -> Act:
    entry = issued(unit, signed_off(unit, 1))
    return lambda: ask_for_seal(unit, {entry.id: 2})


def _approve(unit: FakeUnit) -> Act:
    list_id = asked(unit, [signed_off(unit, 1)])
    return lambda: approve_list(unit, list_id)


def _send_back(unit: FakeUnit) -> Act:
    list_id = asked(unit, [signed_off(unit, 1)])
    return lambda: send_back_list(unit, list_id, "有误")


def _withdraw(unit: FakeUnit) -> Act:
    list_id = asked(unit, [signed_off(unit, 1)])
    return lambda: withdraw_list(unit, list_id, "有误")


def _use_seal(unit: FakeUnit) -> Act:
    case_id = signed_off(unit, 1)
    session = session_on(unit, [case_id])
    entry = issued(unit, case_id)
    return lambda: use_seal(unit, session, entry.id)


def _scored(unit: FakeUnit) -> None:
    for number in (1, 2):
        signed_off(unit, number)
    unit.packs.keep(load_pack(WITH_CRITERIA, "sh-2024.toml"))
    for place, case in enumerate(ready_cases(unit)):
        for criterion in ("influence", "output", "effect"):
            give_score(unit, case.id, criterion, place, "申请表所载")


def _order(unit: FakeUnit) -> Act:
    _scored(unit)
    return lambda: order_by_scores(unit)


def _order_back(unit: FakeUnit) -> Act:
    _scored(unit)
    order_by_scores(unit)
    return lambda: take_back_order(unit)


@pytest.mark.parametrize(
    "ready",
    [
        _import, _batch, _letters, _plan, _pack, _unpack, _close_parcel, _open_parcel, _drop_parcel, _post, _ask_seal,
        _approve, _send_back, _withdraw, _use_seal, _order, _order_back,
    ],
)  # fmt: skip
def test_what_is_of_many_cases_ends_with_the_season_too(unit: FakeUnit, ready: Callable[[FakeUnit], Act]) -> None:
    act = ready(unit)
    close_season(unit, "2024", WHY)
    head = unit.events.head()
    with pytest.raises(RefusalError) as refused:
        act()
    assert (refused.value.code, refused.value.values["reason"]) == ("season.closed", WHY)
    assert unit.events.head() == head


def test_no_summary_leaves_a_closed_season(unit: FakeUnit, tmp_path: Path) -> None:
    signed_off(unit, 1)
    close_season(unit, "2024", WHY)

    def write() -> object:
        order = FormsOrder((SummaryForm.CSV,), tmp_path)
        return write_forms(FakeDesk(unit), SummaryForms(), order, lambda done, total: None, lambda: False)

    with pytest.raises(RefusalError, match=r"season\.closed"):
        write()
    assert not any(tmp_path.iterdir())
    open_season_again(unit, "2024", "补报一件")
    write()
    assert any(tmp_path.iterdir())


def test_a_letter_of_withdrawal_is_issued_and_sealed_after_the_season(unit: FakeUnit) -> None:
    case_id = signed_off(unit, 1)
    close_season(unit, "2024", WHY)
    kind = DocumentKind.WITHDRAWAL_LETTER
    entry = enter_paper(unit, PaperIssued(kind, next_number(unit, kind), "市局", kind.label, case_id), b"%PDF")
    ask_for_seal(unit, {entry.id: 1})
    session = approve_and_open(unit)
    use_seal(unit, session, entry.id)
    assert unit.register.get(entry.id).sealed_how is Sealing.STAMPED


def approve_and_open(unit: FakeUnit) -> int:
    """The last list agreed to by another person, and a session of the person at the desk on it."""
    list_id = unit.seals.asked[-1].id
    unit.seals.say(list_id, SaidOfList(ListWord.APPROVED, "", AGREED, unit.now))
    return unit.seals.open_session(SealSession(list_id, SealWay.STAMP, unit.actor.name, unit.now))
