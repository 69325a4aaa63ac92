"""More writing acts of such a day: opinions, papers, lists, keys, forms and packages for other desks.

What they acknowledge is the record's head after the act: it must be found in the record again, whose check holds every
row to what its entry says. Files outside the library are named with their hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from reviewer_app.bench.filling import invented_values
from reviewer_app.bench.survival.office import Day, Fact
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.numbers import IncomingKind
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.incoming import IncomingPaper
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.handover.cards import confirm_card, issue_card, known_desks
from reviewer_app.services.handover.envelope import card_of, new_keys
from reviewer_app.services.handover.sending import hand_over_cases
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.previewing import preview_import
from reviewer_app.services.office.register import record_incoming
from reviewer_app.services.office.settings import read_settings, write_settings
from reviewer_app.services.papers.issuing import IssueChoice, issue_paper
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.library import ImportedList, SheetRow, UnitOfWork
from reviewer_app.services.summary.summaries import FormsOrder, SummaryForm, write_forms


def submit(day: Day) -> Fact:
    """An opinion on a new case is submitted."""
    case_id = day.library.change(day.new_case)
    day.library.change(checking.answer_item, case_id, "E2.foundation", Verdict.NOT_MET)
    day.library.change(reviewing.submit_opinion, case_id, Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。")
    return {"case": case_id, "name": day.name_of(case_id), **_head(day)}


def sign(day: Day) -> Fact:
    """An opinion is signed off."""
    settings = day.library.read(read_settings)
    if not settings.allows_self_approval:
        day.library.change(write_settings, replace(settings, allows_self_approval=True))
    case_id = submit(day)["case"]
    day.library.change(reviewing.sign_off, case_id, "", {"self_approval": "本周只有一人在岗"})
    return {"signed": case_id, **_head(day)}


def issue(day: Day) -> Fact:
    """A letter gets its number, and its bytes are kept."""
    case_id = sign(day)["signed"]
    order = PrintOrder(DocumentKind.DECLINE_LETTER, case_id)
    called = issue_paper(day.library, day.parts, order, IssueChoice()).called
    return {"issued": case_id, "called": called, **_head(day)}


def take_in(day: Day) -> Fact:
    """A paper comes in and is registered with its file."""
    content = day.random_bytes(150_000)
    paper = IncomingPaper(IncomingKind.OTHER, "示例单位", "来文", day.today, file_name="来文.pdf", content=content)
    day.library.change(record_incoming, paper)
    return {"kept": hashlib.sha256(content).hexdigest(), **_head(day)}


def take_list(day: Day) -> Fact:
    """A list of cases is taken over."""
    first = day.next_number() * 100 + 500_000
    rows = tuple(SheetRow(place + 2, invented_values(shipped_pack(), first + place)) for place in range(30))
    preview = day.library.read(preview_import, ImportedList(Path("清单.xlsx"), "1", 1, {}, (), rows, ()))
    day.library.change(write_import, preview)
    return _head(day)


def rekey(day: Day) -> Fact:
    """The master key is changed."""
    day.library.change_master_key("例行更换")
    return _head(day)


def make_sheet(day: Day) -> Fact:
    """A recovery sheet comes into force."""
    day.library.put_sheet_in_force(day.library.new_sheet_words())
    return _head(day)


def hand_over(day: Day) -> Fact:
    """A new case goes to another desk as a file."""
    desks = day.library.read(known_desks)
    if not desks:
        day.library.change(issue_card, "窗口")
        card = card_of(new_keys("初审室"))
        day.library.change(confirm_card, card, card.check_number)
        desks = day.library.read(known_desks)
    case_id = day.library.change(day.new_case)
    target = day.root / f"移交-{day.seed}-{day.next_number()}.移交件"
    sent = hand_over_cases(day.library, day.parts.contents, [case_id], desks[0].card.fingerprint, target)
    return {"package": target.name, "sha256": sent.package.sha256, **_head(day)}


def forms(day: Day) -> Fact:
    """The summary is written in two forms."""
    folder = day.root / f"汇总-{day.seed}-{day.next_number()}"
    folder.mkdir()
    order = FormsOrder((SummaryForm.STANDARD, SummaryForm.CSV), folder)
    made = write_forms(day.library, day.parts.summaries, order, lambda *_: None, lambda: False)
    return {"forms": {str(path.relative_to(day.root)): file_hash(path) for path in made.files}, **_head(day)}


def _head(day: Day) -> Fact:
    return {"head": day.library.read(_head_of)}


def _head_of(unit: UnitOfWork) -> str:
    return unit.events.head()


FURTHER: Mapping[str, Callable[[Day], Fact]] = {
    "submit": submit,
    "sign": sign,
    "issue": issue,
    "take_in": take_in,
    "take_list": take_list,
    "rekey": rekey,
    "make_sheet": make_sheet,
    "hand_over": hand_over,
    "forms": forms,
}
