"""The practice season: a demo library worked up to every state by the same services the window calls."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reviewer_app.domain.application import PaperCopy, Role, User
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.corrections.request import ItemVerdict, TellingWay
from reviewer_app.domain.dispatch.seals import SealWay
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.drafts import DraftBox
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUpResult
from reviewer_app.domain.evidence.own_lists import ListKind
from reviewer_app.domain.numbers import CODE_SETTINGS
from reviewer_app.domain.opinion import Outcome, ProjectClass, proposed_class
from reviewer_app.domain.outside.consultations import Stance
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.cases import checking, consulting, correcting, draft_keeping, reviewing
from reviewer_app.services.cases.looking_up import record_look_up
from reviewer_app.services.cases.reading import lookback_of, open_case
from reviewer_app.services.cases.registering import amend_application, current_pack
from reviewer_app.services.dispatch.dispatching import list_batches, record_sent
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.dispatch.mail_check import excuse_point, mail_check
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.previewing import preview_import
from reviewer_app.services.office.own_lists import import_own_list
from reviewer_app.services.papers.issuing import IssueChoice, plan_issue, record_issued
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.library import Libraries, Library, UnitOfWork
from reviewer_app.services.ports.papers import DocumentMaker
from reviewer_app.services.ports.reading import SheetReader
from reviewer_app.services.ports.records import OfficeSettings
from reviewer_app.services.sealing.lists import approve_list, ask_for_seal, papers_of_batch, single_papers
from reviewer_app.services.sealing.sessions import open_session, stamp_papers
from reviewer_resources import path, text

#: Why the practice batch goes although not everything of it is on record.
_EXCUSE = "演练：邮包和报送函按纸质台账办理，已逐件核对"
_STAGE_FILE = "practice-2024.toml"
_DECIDED = {"signed_off", "sealed", "sent", "declined", "transferred"}

Part = Mapping[str, Any]


def build_practice(gate: Libraries, reader: SheetReader, maker: DocumentMaker, folder: Path) -> None:
    """Makes the practice library in a folder: imported, checked, decided by two persons, partly sealed and sent."""
    stage = tomllib.loads(text("samples", _STAGE_FILE))
    office = office_of(stage)
    first, second = stage["people"]
    library = gate.create(folder, office, first["name"], PRACTICE_PASSWORD)
    try:
        ids = _import(library, reader, path("samples", stage["list"]))
        listed = stage["own_list"]
        sheet = reader.read_own_list(path("samples", listed["file"]))
        library.change(import_own_list, sheet, ListKind(listed["kind"]), listed["source"], listed["as_of"])
        library.add_user(_person(second), PRACTICE_PASSWORD, is_own=True)
        library.change(_handle, ids, stage)
    finally:
        library.close()
    with desk_of(gate, folder, second["name"]) as library:
        library.change(_decide, ids, stage["case"])
    with desk_of(gate, folder, first["name"]) as library:
        _export_and_issue(library, maker, ids, stage["case"])
    with desk_of(gate, folder, second["name"]) as library:
        library.change(agree_to_seal)
    with desk_of(gate, folder, first["name"]) as library:
        library.change(stamp_agreed)
        batch_id = library.read(list_batches)[0].id
        library.change(excuse_open, batch_id)
        library.change(record_sent, batch_id)


def office_of(stage: Part) -> OfficeSettings:
    """The practice office's settings."""
    return OfficeSettings(
        bureau=stage["bureau"],
        number_mark=stage["number_mark"],
        **{name: stage[name] for name in CODE_SETTINGS.values()},
        address=stage["address"],
        postcode=stage["postcode"],
        telephone=stage["telephone"],
        practice_date=stage["date"],
        season=stage["season"],
    )


@contextmanager
def desk_of(gate: Libraries, folder: Path, person: str) -> Iterator[Library]:
    """The library open for one of the practice office's people."""
    library = gate.open(folder, person, PRACTICE_PASSWORD)
    try:
        yield library
    finally:
        library.close()


def _person(part: Part) -> User:
    return User(part["name"], frozenset(Role(role) for role in part["roles"]))


def _import(library: Library, reader: SheetReader, file: Path) -> dict[int, int]:
    """Imports the list; case ids by row number of the list."""
    sheet = reader.read(file, library.read(current_pack))
    preview = library.read(preview_import, sheet)
    library.change(write_import, preview)
    return library.read(_ids_by_row)


def _ids_by_row(unit: UnitOfWork) -> dict[int, int]:
    events = unit.events.latest(1000)
    return {
        int(event.detail[RecordKey.ROW]): event.application_id or 0
        for event in events
        if event.act == EventAct.IMPORTED
    }


def _handle(unit: UnitOfWork, ids: Mapping[int, int], stage: Part) -> None:
    """The handler's work: papers, answers, look-ups, the line department's views, opinions."""
    for part in stage["case"]:
        case_id = ids[part["row"]]
        for number in range(1, part.get("papers", 0) + 1):
            is_sealed = not (number == 2 and "M4.seal" in part.get("not_met", {}))
            applicant = unit.applications.get(case_id).applicant
            copy = PaperCopy(number, True, is_sealed, applicant if is_sealed else "", 24, "卷柜 A-3")
            checking.record_paper(unit, case_id, copy)
        if part["until"] == "withdrawn":
            reviewing.withdraw(unit, case_id, part["reason"])
            continue
        if unit.applications.get(case_id).state is State.REGISTERED:
            checking.begin_checking(unit, case_id)
        if part["until"] == "checking" and "correction" not in part:
            continue
        if part["until"] not in ("awaiting_correction", "checking"):
            checking.begin_review(unit, case_id)
        answer_points(unit, case_id, part)
        _consult(unit, case_id, part)
        look_up(unit, case_id, stage)
        if part["until"] == "reviewing":
            _leave_draft(unit, case_id, part)
        else:
            _submit(unit, case_id, part)
        if "correction" in part:
            _correct(unit, case_id, part["correction"])


def _correct(unit: UnitOfWork, case_id: int, part: Part) -> None:
    """The applicant is told; where an answer came, what it brought and changed is entered and partly judged."""
    correcting.tell_request(unit, case_id, unit.today, TellingWay.TELEPHONE, part["told"])
    if "brought" not in part:
        return
    case = unit.applications.get(case_id)
    checking.record_paper(unit, case_id, PaperCopy(part["brought"], True, True, case.applicant, 24, "卷柜 A-3"))
    case = unit.applications.get(case_id)
    amend_application(unit, case_id, case.revision, {**case.values, **part["changed"]}, "申报单位随补正材料更正")
    correcting.correction_received(unit, case_id)
    for key in part["cured"]:
        correcting.judge_item(unit, case_id, correcting.Judgement(key, ItemVerdict.CURED))


def answer_points(unit: UnitOfWork, case_id: int, part: Part) -> None:
    """Every point answered as met, but for those the part leaves open or names as not met."""
    not_met: Mapping[str, str] = part.get("not_met", {})
    met: Mapping[str, str] = part.get("met", {})
    case = unit.applications.get(case_id)
    pack = unit.packs.by_hash(case.pack.sha256)
    for rule in rules_for(pack, case.values):
        if rule.id in part.get("open", ()):
            continue
        verdict = Verdict.NOT_MET if rule.id in not_met else Verdict.MET
        checking.answer_item(unit, case_id, rule.id, verdict)
        note = not_met.get(rule.id) or met.get(rule.id)
        if note:
            checking.note_item(unit, case_id, rule.id, note)


def look_up(unit: UnitOfWork, case_id: int, stage: Part) -> None:
    """What the answers rest on: the look-ups of the points answered, and the view of the department that agrees."""
    view = open_case(unit, case_id)
    window = lookback_of(view.pack, view.application, unit.today)
    for lookup in stage["lookups"]:
        served = tuple(rule_id for rule_id in lookup["rules"] if rule_id in view.answers)
        if served:
            result, words = LookUpResult(lookup["result"]), lookup.get("words", "")
            found = LookedUp(lookup["site"], lookup["on"], window.start, window.end, result, words, served)
            record_look_up(unit, case_id, found)
    told = stage["view"]
    if told["rule"] in view.answers and view.answers[told["rule"]].verdict is Verdict.MET:
        department = view.application.values["promoting_department"]
        checking.record_view(unit, case_id, told["rule"], department, told["on"], told["view"])


def _consult(unit: UnitOfWork, case_id: int, part: Part) -> None:
    """The line departments asked on a case, and the view of those who have replied."""
    for number, asked in enumerate(part.get("consulted", ()), 1):
        consulting.consult(unit, case_id, asked["department"], asked["workdays"], asked_on=asked["on"])
        if "view" in asked:
            reply = consulting.ReplyPaper(
                Stance(asked["stance"]), asked["view"], asked["dated"], asked["received_on"], asked["number"]
            )
            consulting.take_view(unit, case_id, number, reply)


def _leave_draft(unit: UnitOfWork, case_id: int, part: Part) -> None:
    if "draft" in part:
        draft_keeping.save_draft(unit, case_id, DraftBox.OPINION_TEXT, part["draft"])
        draft_keeping.save_draft(unit, case_id, DraftBox.OPINION_OUTCOME, Outcome.RECOMMEND.value)
        asked = unit.applications.get(case_id).values["project_class"]
        draft_keeping.save_draft(unit, case_id, DraftBox.OPINION_CLASS, ProjectClass(asked).value)


def _submit(unit: UnitOfWork, case_id: int, part: Part) -> None:
    outcome = {
        "awaiting_correction": Outcome.RETURN_FOR_CORRECTION,
        "checking": Outcome.RETURN_FOR_CORRECTION,
        "declined": Outcome.DECLINE,
        "transferred": Outcome.TRANSFER,
    }.get(part["until"], Outcome.RECOMMEND)
    view = open_case(unit, case_id)
    chosen = proposed_class(view.pack, view.application.values, view.answers)
    said = part.get("text") or view.drafted_text()
    reviewing.submit_opinion(unit, case_id, outcome, chosen, said, part.get("reasons", {}))


def _decide(unit: UnitOfWork, ids: Mapping[int, int], parts: list[Part]) -> None:
    """The second person's decisions."""
    for part in parts:
        case_id = ids[part["row"]]
        if part["until"] in _DECIDED:
            reviewing.sign_off(unit, case_id)
        elif part["until"] == "challenged":
            reviewing.challenge(unit, case_id, part["comment"])


def _export_and_issue(library: Library, maker: DocumentMaker, ids: Mapping[int, int], parts: list[Part]) -> None:
    """The batch that is going to be sent, the recommendations issued alone, and the seal asked for all of them."""
    sent = [ids[part["row"]] for part in parts if part["until"] == "sent"]
    alone = [ids[part["row"]] for part in parts if part["until"] == "sealed"]
    exports = library.folder / "exports"
    exports.mkdir(exist_ok=True)
    export_batch(library, maker, sent, exports / "2024-01", SealStyle.CIRCLE, lambda *_: None, lambda: False)
    for case_id in alone:
        plan = library.read(plan_issue, PrintOrder(DocumentKind.RECOMMENDATION, case_id), IssueChoice())
        if plan.matter.values is not None:
            pdf = maker.document(plan.matter.values, SealStyle.CIRCLE.value)
            library.change(record_issued, plan, pdf, SealStyle.CIRCLE)
    batch = library.read(list_batches)[0]
    for papers, batch_id in ((papers_of_batch, (batch.id,)), (single_papers, ())):
        asked = {entry.id: 2 for entry in library.read(papers, *batch_id) if entry.case_id in {*sent, *alone}}
        library.change(ask_for_seal, asked, *batch_id)


def excuse_open(unit: UnitOfWork, batch_id: int) -> None:
    """What a practice season has no paper for is excused in writing, as an office does whose parcels are on paper."""
    for point in mail_check(unit, batch_id).points:
        if point.may_be_excused:
            excuse_point(unit, batch_id, point.id, _EXCUSE, point.facts)


def agree_to_seal(unit: UnitOfWork) -> None:
    """The second person agrees to every seal list of the season."""
    for one in unit.seals.lists(unit.settings.get().season):
        approve_list(unit, one.id)


def stamp_agreed(unit: UnitOfWork) -> None:
    """The seal keeper's sessions, one for each list."""
    for one in unit.seals.lists(unit.settings.get().season):
        open_session(unit, one.id, SealWay.STAMP)
        session = unit.seals.open_sessions()[0]
        stamp_papers(unit, session.id, [paper.register_id for paper in one.papers])
