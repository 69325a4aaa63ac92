"""The acts that also write outside the library, or copy it: exports, forms, packages, cards, backups, saved copies.

As in `writing_acts`: before the first `yield` it gets ready, the rest is the act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import write_file
from reviewer_app.services.archive.dossier import make_dossier
from reviewer_app.services.archive.package import ArchiveOrder, make_archive
from reviewer_app.services.dispatch.changing.updating import update_batch
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.handover.cards import confirm_card, issue_card, known_desks, remove_card
from reviewer_app.services.handover.envelope import card_of
from reviewer_app.services.handover.receiving import receive_package
from reviewer_app.services.handover.sending import hand_over_cases, recall
from reviewer_app.services.handover.signed_packs import load_arrived_pack, sign_pack
from reviewer_app.services.handover.waiting import drop_change, merge_change
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.previewing import preview_import
from reviewer_app.services.office.register import void_number
from reviewer_app.services.ports.dispatch.archiving import ENCRYPTED, Fate
from reviewer_app.services.ports.library import ImportedList, SheetRow, UnitOfWork
from reviewer_app.services.seasons.approving import approve_pack
from reviewer_app.services.stacks.taking import keep_sealed_scan
from reviewer_app.services.summary.summaries import FormsOrder, SummaryForm, write_forms
from support.archive_parts import parts as archive_parts
from support.binders import PlainBinder
from support.desk_pages import DeskParts
from support.libraries import FIRST
from support.other_packs import newer
from support.signed_packs import SENDER, signed_pack
from support.small_office import DECIDED, OPEN, OPEN_FORM, SEALED, Office, arrived, other_card
from support.stack_pages import a_scan
from support.two_desks import CODEC, look
from support.writing_acts import SCAN

_NEWER = ImportedList(Path("新清单.xlsx"), "1", 1, {}, (), (SheetRow(2, {**OPEN_FORM, "goal": "新的目标"}),), ())
_REASON = "途中遗失"


def _export(office: Office) -> Iterator[None]:
    office.parts.maker.missing_characters("上海")
    yield
    result = export_batch(
        office.library,
        office.parts.maker,
        [DECIDED],
        office.goal / "日报",
        SealStyle.CIRCLE,
        lambda *_: None,
        lambda: False,
    )
    assert [line.error for line in result.lines] == [""]


def _update_batch(office: Office) -> Iterator[None]:
    """One sheet is made anew under another number."""
    parts, place = office.parts, office.goal / "日报"
    export_batch(
        office.library, parts.maker, [DECIDED, SEALED], place, SealStyle.CIRCLE, lambda *_: None, lambda: False
    )
    made = office.library.read(list_batches)[0]
    entry = office.library.read(lambda unit: unit.register.of_case(DECIDED))[-1]
    office.library.change(void_number, entry.id, _REASON)
    yield
    update_batch(office.library, parts.maker, made.id, _REASON, lambda *_: None, lambda: False)


def _forms(office: Office) -> Iterator[None]:
    forms = (SummaryForm.STANDARD, SummaryForm.CSV, SummaryForm.PDF)
    yield
    order = FormsOrder(forms, office.goal, (DECIDED,))
    write_forms(office.library, office.parts.summaries, order, lambda *_: None, lambda: False)


def _hand_over(office: Office) -> Iterator[None]:
    card = other_card(office)
    yield
    hand_over_cases(office.library, CODEC, [OPEN, DECIDED], card, office.goal / "今天.移交件")


def _dossier(office: Office) -> Iterator[None]:
    """With a file that lies beside it; bound in memory, for the binding writes nothing."""
    office.library.change(lambda unit: unit.attachments.add(DECIDED, "锁.pdf", SCAN, "evidence:E2.staff"))
    parts = DeskParts(binder=PlainBinder({"锁.pdf": Fate(why=ENCRYPTED)}))
    yield
    make_dossier(office.library, parts, DECIDED, office.goal / "档案.pdf", lambda *_: None, lambda: False)


def _archive(office: Office) -> Iterator[None]:
    """Of the cases that are ended."""
    parts = archive_parts()
    yield
    make_archive(office.library, parts, ArchiveOrder("2024", office.goal / "归档"), lambda *_: None, lambda: False)


def _receive(office: Office) -> Iterator[None]:
    arrival = look(office.library, arrived(office))
    yield
    office.library.change(receive_package, arrival)


def _away(office: Office) -> str:
    return hand_over_cases(
        office.library, CODEC, [OPEN], other_card(office), office.library.folder.parent / "先前.移交件"
    ).package.sha256


def _recall(office: Office) -> Iterator[None]:
    sha256 = _away(office)
    yield
    office.library.change(recall, sha256, _REASON)


def _waiting(merging: Callable[[UnitOfWork, int], object]) -> Callable[[Office], Iterator[None]]:
    """A newer list came while the case was away; the case is home again."""

    def writing(office: Office) -> Iterator[None]:
        sha256 = _away(office)
        office.library.change(write_import, office.library.read(preview_import, _NEWER))
        office.library.change(recall, sha256, _REASON)
        change_id = office.library.read(lambda unit: unit.custody.held(OPEN)[0].id)
        yield
        office.library.change(merging, change_id)

    return writing


def _hold(office: Office) -> Iterator[None]:
    _away(office)
    preview = office.library.read(preview_import, _NEWER)
    yield
    office.library.change(write_import, preview)


def _card(office: Office) -> Iterator[None]:
    yield
    office.library.change(issue_card, "收件窗口")


def _remove_card(office: Office) -> Iterator[None]:
    card = other_card(office)
    yield
    office.library.change(remove_card, card)


def _confirm_card(office: Office) -> Iterator[None]:
    card = office.library.read(known_desks)[0].card
    office.library.change(remove_card, card.fingerprint)
    yield
    office.library.change(confirm_card, card, card.check_number)


def _back_up(office: Office) -> Iterator[None]:
    yield
    office.library.back_up()


def _second_place(office: Office) -> Iterator[None]:
    yield
    office.library.choose_backup_place(office.goal)


def _back_up_twice(office: Office) -> Iterator[None]:
    office.library.choose_backup_place(office.goal)
    office.library.change(issue_card, "收件窗口")
    yield
    office.library.back_up()


def _rehearse(office: Office) -> Iterator[None]:
    yield
    office.library.rehearse()


def _restore(office: Office) -> Iterator[None]:
    (made, *_) = office.gate.backups(office.library.folder)
    office.library.close(without_backup=True)
    yield
    office.gate.restore(office.library.folder, made.path, FIRST, office.passwords[FIRST], told=())


def _keep_sealed_scan(office: Office) -> Iterator[None]:
    entry = office.library.read(lambda unit: unit.register.of_case(SEALED)[0])
    batch = office.library.read(list_batches)[0]
    yield
    office.library.change(keep_sealed_scan, a_scan(entry.id, SEALED, entry.sha256, batch.id))


def _sign_pack(office: Office) -> Iterator[None]:
    def ready(unit: UnitOfWork) -> str:
        issue_card(unit, "收件窗口")
        sha256 = unit.packs.current("2024").sha256
        approve_pack(unit, "2024", sha256, "同意")
        return sha256

    sha256 = office.library.change(ready)
    yield
    sign_pack(office.library, "2024", sha256, office.goal / "sh-2024.rulepack")


def _load_signed_pack(office: Office) -> Iterator[None]:
    """The sender's number is compared in the same act."""
    arrived, number = signed_pack(newer()), card_of(SENDER).check_number
    yield
    office.library.change(load_arrived_pack, arrived, number)


def _save(office: Office) -> Iterator[None]:
    yield
    try:
        write_file(office.goal / "另存.pdf", SCAN)
    except OSError as problem:
        # As every window says it that saves a copy.
        raise TroubleError("panes.copy_unwritable", path=str(office.goal / "另存.pdf")) from problem


#: By a name a failing test shows.
OUTSIDE: Mapping[str, Callable[[Office], Iterator[None]]] = {
    "export": _export,
    "update_batch": _update_batch,
    "forms": _forms,
    "dossier": _dossier,
    "archive": _archive,
    "hand_over_out": _hand_over,
    "receive": _receive,
    "recall": _recall,
    "hold": _hold,
    "merge": _waiting(lambda unit, change_id: merge_change(unit, OPEN, change_id)),
    "drop": _waiting(lambda unit, change_id: drop_change(unit, OPEN, change_id, _REASON)),
    "card": _card,
    "remove_card": _remove_card,
    "confirm_card": _confirm_card,
    "back_up": _back_up,
    "back_up_twice": _back_up_twice,
    "second_place": _second_place,
    "rehearse": _rehearse,
    "restore": _restore,
    "save": _save,
    "sign_pack": _sign_pack,
    "load_signed_pack": _load_signed_pack,
    "keep_sealed_scan": _keep_sealed_scan,
}
