"""Every act that writes, as a small office does it: before the first `yield` it gets ready, the rest is the act.

Where an act gives a password or takes one away, the office's passwords follow only once it was acknowledged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import PaperCopy, Role, Source, User
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.drafts import DraftBox
from reviewer_app.domain.evidence.comparison import Adopted
from reviewer_app.domain.evidence.own_lists import ListKind, ListRow
from reviewer_app.domain.evidence.scans import Place
from reviewer_app.domain.numbers import Delivery, IncomingKind
from reviewer_app.services.cases import checking, consulting
from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_app.services.cases.incoming import IncomingPaper
from reviewer_app.services.cases.looking_up import LookUpFile, record_look_up, withdraw_look_up
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.cases.reviewing import sign_off
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_app.services.dispatch.ordering import place_case, recommended_order
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.merging import Side, keep_apart, merge_cases, plan_merge, undo_merge
from reviewer_app.services.intake.pairing import accept_pair, part_pair, refuse_pair
from reviewer_app.services.intake.paper_sets import CopyMark, receive_set, restore_set
from reviewer_app.services.intake.pinning import pin_place, withdraw_pin
from reviewer_app.services.intake.previewing import preview_import
from reviewer_app.services.intake.scans import ScanFile, keep_scan, pass_readings
from reviewer_app.services.intake.scans_taken_away import bring_scan_back, take_scan_away
from reviewer_app.services.listing.batch_acts import set_cases_aside
from reviewer_app.services.office import people
from reviewer_app.services.office.own_lists import import_own_list
from reviewer_app.services.office.register import read_register, record_delivery, record_incoming, void_number
from reviewer_app.services.office.settings import read_settings, write_settings
from reviewer_app.services.office.trust import stop_trusting, trust_certificates
from reviewer_app.services.papers.issuing import IssueChoice, issue_paper
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.library import ImportedList, SheetRow, UnitOfWork
from reviewer_app.services.ports.look_ups import OwnListSheet
from reviewer_app.services.ports.reading import FieldRead, FormRead, PageRead
from reviewer_app.services.ports.trust import TrustedCertificate
from reviewer_app.services.undoing.batch_undoing import last_batch, undo_batch
from reviewer_app.services.undoing.undoing import redo_step, undo_step
from support.acts import do_act, in_state, lay_request
from support.after_acts import AFTER
from support.body_acts import BODIES
from support.builders import CLEAN
from support.grounds import looked_up
from support.ledger_acts import ledger_acts
from support.libraries import FIRST, inside
from support.printing_acts import PRINTING
from support.ranking_acts import RANKING
from support.regulation_acts import REGULATIONS
from support.retention_acts import RETENTION
from support.sealing import seal_acts
from support.season_acts import SEASONS
from support.sending import MAILING
from support.sending_acts import SENDING
from support.small_office import DECIDED, DECLINED, EARLY, HANDLER, HEAD, LEFT, OPEN, OTHERS_PASSWORD, Office
from support.standard_acts import STANDARDS

Writing = Callable[[Office], Iterator[None]]
#: What is laid in the vault: more than the smallest disks have room for.
SCAN = bytes(range(256)) * 400
NEW_PASSWORD = "示例密码九"
_TYPED = {**CLEAN, "filing_number": "SH2024617120099"}
_FINGERPRINT = hashlib.sha256(SCAN).hexdigest()
_REASON = "申报单位来函"
_REQUESTED = {Act.TELL_CORRECTION, Act.JUDGE_CORRECTION, Act.WITHDRAW_CORRECTION}
#: What is done early in the season, while a request's ten days fit.
ABOUT_REQUESTS = {*_REQUESTED, Act.DRAFT_CORRECTION}


def prepared(unit: UnitOfWork, act: Act) -> int:
    """A case in which an act may be done next."""
    stand_in: Any = unit
    if HEAD not in {user.name for user in unit.users.all()}:
        unit.users.put(User(HEAD, frozenset(Role)))
    case_id = in_state(stand_in, min(act.spec.states, key=lambda state: state.rule.number))
    if act in _REQUESTED:
        lay_request(stand_in, case_id, act)
    if act is Act.SIGN_OFF:
        inside(unit).main.execute("UPDATE opinions SET submitted_by = ? WHERE application_id = ?", (HEAD, case_id))
        unit.applications.update(replace(unit.applications.get(case_id), handler=HEAD))
    return case_id


def done(unit: UnitOfWork, case_id: int, act: Act) -> None:
    """The act done by its service."""
    stand_in: Any = unit
    if act is Act.SIGN_OFF:
        sign_off(unit, case_id, "")
    else:
        do_act(stand_in, case_id, act)


def _of_case(act: Act) -> Writing:
    def writing(office: Office) -> Iterator[None]:
        if act in ABOUT_REQUESTS:
            office.hands.now = EARLY
        case_id = office.library.change(prepared, act)
        yield
        office.library.change(done, case_id, act)

    return writing


def _change(act: Callable[[UnitOfWork], object], before: Callable[[UnitOfWork], object] | None = None) -> Writing:
    """An act that is one change, and another that it comes after."""

    def writing(office: Office) -> Iterator[None]:
        if before is not None:
            office.library.change(before)
        yield
        office.library.change(act)

    return writing


def _issue(office: Office) -> Iterator[None]:
    order = PrintOrder(DocumentKind.DECLINE_LETTER, DECLINED)
    yield
    issue_paper(office.library, office.parts, order, IssueChoice())


def _import(office: Office) -> Iterator[None]:
    rows = tuple(
        SheetRow(place, {**CLEAN, "project_name": f"清单项目{place}", "filing_number": f"SH20246171201{place:02d}"})
        for place in range(2, 42)
    )
    sheet = ImportedList(Path("清单.xlsx"), "1", 1, {}, (), rows, ())
    preview = office.library.read(preview_import, sheet)
    yield
    office.library.change(write_import, preview)


def _own_list(unit: UnitOfWork) -> None:
    row = ListRow(2, CLEAN["applicant"], CLEAN["credit_code"], "", date(2023, 3, 2), "2023-03-02", "计量违法", "一号")
    rows = tuple(replace(row, number=place) for place in range(2, 200))
    import_own_list(unit, OwnListSheet("清单.csv", "1", {}, rows, ()), ListKind.PENALTY, "执法科", unit.today)


def _leave_batch(office: Office) -> Iterator[None]:
    case = office.library.read(list_batches)[0].lines[0].application_id
    yield
    office.library.change(leave_batch, case, _REASON)


def _place(office: Office) -> Iterator[None]:
    last = office.library.read(recommended_order)[-1]
    yield
    office.library.change(place_case, last.application_id, 1, _REASON)


def _look_up(unit: UnitOfWork) -> None:
    found = replace(looked_up(unit, OPEN), site="另一演练查询网站")
    record_look_up(unit, OPEN, found, LookUpFile("查询.pdf", SCAN))


def _first_entry(unit: UnitOfWork) -> int:
    return read_register(unit).entries[0].id


def _incoming(unit: UnitOfWork) -> None:
    record_incoming(
        unit, IncomingPaper(IncomingKind.OTHER, "示例单位", "来文", unit.today, file_name="来文.pdf", content=SCAN)
    )


def _settings(unit: UnitOfWork) -> None:
    write_settings(unit, replace(read_settings(unit), telephone="64220001"))


def _trust(unit: UnitOfWork) -> None:
    days = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
    trust_certificates(unit, [TrustedCertificate(_FINGERPRINT, "示例根证书", "示例根证书", *days, True, SCAN)])


def _person(office: Office) -> Iterator[None]:
    yield
    office.library.add_user(User("示例戊", frozenset({Role.HANDLER})), NEW_PASSWORD, is_own=True)
    office.passwords["示例戊"] = NEW_PASSWORD


def _retire(office: Office) -> Iterator[None]:
    yield
    office.library.retire(HANDLER, "调离")
    del office.passwords[HANDLER]


def _bring_back(office: Office) -> Iterator[None]:
    yield
    office.library.bring_back(LEFT, {Role.HANDLER}, OTHERS_PASSWORD)
    office.passwords[LEFT] = OTHERS_PASSWORD


def _set_password(office: Office) -> Iterator[None]:
    yield
    office.library.set_password(HANDLER, NEW_PASSWORD)
    office.passwords[HANDLER] = NEW_PASSWORD


def _change_password(office: Office) -> Iterator[None]:
    yield
    office.library.change_password(office.passwords[FIRST], NEW_PASSWORD)
    office.passwords[FIRST] = NEW_PASSWORD


def _master_key(office: Office) -> Iterator[None]:
    yield
    office.library.change_master_key()


def _sheet(office: Office) -> Iterator[None]:
    words = office.library.new_sheet_words()
    yield
    office.library.put_sheet_in_force(words)


def _restore_set(office: Office) -> Iterator[None]:
    taken = office.library.change(receive_set, OPEN, [CopyMark.SEALED] * 3, 24, "卷柜 A-4")
    yield
    office.library.change(restore_set, taken)


def _two_halves(unit: UnitOfWork) -> None:
    """A paper case and an online case that are one."""
    for source, filing in ((Source.PAPER, ""), (Source.ONLINE, "SH2024617120098")):
        register_application(unit, {**CLEAN, "project_name": "另一项目标准化试点", "filing_number": filing}, source)


def _halves(unit: UnitOfWork) -> tuple[int, int]:
    """The two newest cases, the paper case first."""
    paper, online = sorted(known.id for known in unit.applications.known("2024"))[-2:]
    return paper, online


def _doubles(unit: UnitOfWork) -> None:
    """Two online cases that are one."""
    for filing in ("SH2024617120097", "SH2024617120098"):
        form = {**CLEAN, "project_name": "另一项目标准化试点", "filing_number": filing}
        register_application(unit, form, Source.ONLINE)


def _merged(unit: UnitOfWork) -> None:
    """The two newest cases, the second made part of the first."""
    merge_cases(unit, plan_merge(unit, *_halves(unit)), {"filing_number": Side.GONE}, _REASON)


def _one_of_two(unit: UnitOfWork) -> None:
    """Two that are one, merged."""
    _doubles(unit)
    _merged(unit)


def _pair(unit: UnitOfWork) -> None:
    """The two, made one."""
    _two_halves(unit)
    accept_pair(unit, *_halves(unit))


def _read_of_scan() -> FormRead:
    """One value that is not the record's."""
    one = FieldRead("direction", "重点方向", "另一方向", 1, (10.0, 20.0, 60.0, 25.0), 0.99, True)
    return FormRead(("扫描.pdf",), (PageRead(0, 1, 210.0, 297.0),), (one,), (), ())


def _pin(unit: UnitOfWork) -> None:
    pin_place(unit, OPEN, "E1.registered", _FINGERPRINT, Place(1, 100, 100, 500, 300))


def _pinned(unit: UnitOfWork) -> None:
    keep_scan(unit, OPEN, [ScanFile("扫描.pdf", SCAN)])
    _pin(unit)


def _paper_here(unit: UnitOfWork) -> None:
    checking.record_paper(unit, OPEN, PaperCopy(1, is_received=True))


def _differing(unit: UnitOfWork) -> None:
    _paper_here(unit)
    checking.record_comparison(unit, OPEN, "project_name", False, "别的标准化试点")


def _scan_away(unit: UnitOfWork) -> None:
    keep_scan(unit, OPEN, [ScanFile("扫描.pdf", SCAN)])
    take_scan_away(unit, OPEN, _FINGERPRINT, _REASON)


def _answered(unit: UnitOfWork) -> None:
    """Points answered together, to be taken back together."""
    checking.answer_together(unit, OPEN, ["E1.registered", "E2.staff"])


def _undone(unit: UnitOfWork) -> None:
    """An answer that was taken back."""
    _answered(unit)
    undo_step(unit, OPEN)


def _given(unit: UnitOfWork) -> None:
    """Two cases set aside at once."""
    set_cases_aside(unit, [OPEN, DECIDED], unit.today + timedelta(days=1), _REASON)


def _undo_both(unit: UnitOfWork) -> None:
    step, _ = last_batch(unit)
    if step is None or undo_batch(unit, step).left:
        raise AssertionError("both cases come back")


#: Every act that changes the library, by a name a failing test shows.
WRITING: Mapping[str, Writing] = {
    **{act.value: _of_case(act) for act in Act if act is not Act.EXPLAIN},
    "draft": _change(lambda unit: save_draft(unit, OPEN, DraftBox.OPINION_TEXT, "写到这里" * 5000)),
    "register": _change(
        lambda unit: register_application(unit, {**CLEAN, "filing_number": "SH2024617120099"}, Source.PAPER)
    ),
    "note": _change(lambda unit: checking.note_item(unit, OPEN, "E1.registered", "备注" * 250)),
    "undo": _change(lambda unit: undo_step(unit, OPEN), _answered),
    "redo": _change(lambda unit: redo_step(unit, OPEN), _undone),
    "undo_many": _change(_undo_both, _given),
    "evidence": _change(lambda unit: checking.attach_evidence(unit, OPEN, "E1.registered", "证明.pdf", SCAN)),
    "compare": _change(lambda unit: checking.record_comparison(unit, OPEN, "project_name", False, "别的"), _paper_here),
    "compare_rest": _change(lambda unit: checking.record_rest_same(unit, OPEN), _paper_here),
    "settle_difference": _change(
        lambda unit: checking.settle_difference(unit, OPEN, "project_name", Adopted.PAPER, _REASON), _differing
    ),
    "look_up_with_file": _change(_look_up),
    "withdraw_look_up": _change(lambda unit: withdraw_look_up(unit, DECIDED, unit.look_ups.of(DECIDED)[0].id, _REASON)),
    "spare": _change(lambda unit: consulting.spare(unit, OPEN, _REASON)),
    "import": _import,
    "receive_set": _change(lambda unit: receive_set(unit, OPEN, [CopyMark.SEALED] * 3, 24, "卷柜 A-4")),
    "restore_set": _restore_set,
    "keep_scan": _change(lambda unit: keep_scan(unit, OPEN, [ScanFile("扫描.pdf", SCAN)], _read_of_scan())),
    "pin": _change(_pin, lambda unit: keep_scan(unit, OPEN, [ScanFile("扫描.pdf", SCAN)])),
    "withdraw_pin": _change(lambda unit: withdraw_pin(unit, OPEN, unit.scans.pins(OPEN)[0].id, _REASON), _pinned),
    "take_scan_away": _change(
        lambda unit: take_scan_away(unit, OPEN, _FINGERPRINT, _REASON, DECIDED),
        lambda unit: keep_scan(unit, OPEN, [ScanFile("扫描.pdf", SCAN)], _read_of_scan()),
    ),
    "bring_scan_back": _change(lambda unit: bring_scan_back(unit, OPEN, _FINGERPRINT), _scan_away),
    "pass_readings": _change(
        lambda unit: pass_readings(unit, OPEN, [unit.scans.readings(OPEN)[0].id]),
        lambda unit: keep_scan(unit, OPEN, [ScanFile("扫描.pdf", SCAN)], _read_of_scan()),
    ),
    "pair": _change(lambda unit: accept_pair(unit, *_halves(unit)), _two_halves),
    "refuse_pair": _change(lambda unit: refuse_pair(unit, *_halves(unit)), _two_halves),
    "part_pair": _change(lambda unit: part_pair(unit, *_halves(unit)), _pair),
    "merge": _change(lambda unit: _merged(unit), _doubles),
    "undo_merge": _change(lambda unit: undo_merge(unit, *_halves(unit)), _one_of_two),
    "keep_apart": _change(lambda unit: keep_apart(unit, *_halves(unit)), _doubles),
    "own_list": _change(_own_list),
    **{name: _change(*acts) for name, acts in {**STANDARDS, **REGULATIONS, **BODIES}.items()},
    "leave_batch": _leave_batch,
    "place": _place,
    **{name: _change(*acts) for name, acts in {**AFTER, **RANKING, **SENDING, **SEASONS}.items()},
    **{name: _change(*acts) for name, acts in seal_acts(DECIDED).items()},
    **{name: _change(*acts) for name, acts in ledger_acts(OPEN).items()},
    **MAILING,
    **RETENTION,
    "issue": _issue,
    "void": _change(lambda unit: void_number(unit, _first_entry(unit), _REASON)),
    "deliver": _change(lambda unit: record_delivery(unit, _first_entry(unit), Delivery.POSTED, unit.today)),
    "incoming": _change(_incoming),
    **{name: _change(*acts) for name, acts in PRINTING.items()},
    "settings": _change(_settings),
    "trust": _change(_trust),
    "stop_trusting": _change(lambda unit: stop_trusting(unit, _FINGERPRINT), _trust),
    "person": _person,
    "roles": _change(lambda unit: people.change_roles(unit, HANDLER, {Role.HANDLER, Role.SEAL})),
    "retire": _retire,
    "bring_back": _bring_back,
    "set_password": _set_password,
    "change_password": _change_password,
    "master_key": _master_key,
    "recovery_sheet": _sheet,
}
