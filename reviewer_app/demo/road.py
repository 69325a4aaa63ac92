"""The road out in the demo: a batch sealed, scanned, packed, posted and answered, and the papers each step makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reviewer_app.demo.documents import DOSSIER, PAGE, MadePapers
from reviewer_app.demo.pictures import draw_stack, read_stack, take_page_pictures
from reviewer_app.domain.batch import BatchChoice, SealStyle
from reviewer_app.domain.dispatch.city import CityAnswerKind, CityWords
from reviewer_app.domain.dispatch.prints import PrintPart
from reviewer_app.domain.dispatch.seals import SealWay
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.durable import write_file
from reviewer_app.practice.names import PRACTICE_PASSWORD, PRACTICE_USER
from reviewer_app.services.archive.package import ArchiveOrder, make_archive
from reviewer_app.services.cases.reading import read_attachment
from reviewer_app.services.cases.reviewing import agree_withdrawal, ask_withdrawal
from reviewer_app.services.city.answering import record_answers
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.dispatch.mail_check import excuse_point, mail_check
from reviewer_app.services.papers.issuing import IssueChoice, issue_paper
from reviewer_app.services.papers.making import make_document
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.records import PrintedFile
from reviewer_app.services.posting.contents import batch_parcels
from reviewer_app.services.posting.packing import close_whole_parcels, plan_parcels, put_all_in
from reviewer_app.services.posting.posting import Posting, post_parcel
from reviewer_app.services.printing.count_sheet import make_count_sheet
from reviewer_app.services.sealing.lists import approve_list, ask_for_seal, papers_of_batch, usual_impressions
from reviewer_app.services.sealing.sessions import open_session, stamp_papers
from reviewer_app.services.stacks.awaiting import awaited_papers
from reviewer_app.services.stacks.taking import plan_stack, take_stack
from reviewer_resources.phrases import sentence

FOLDER = "road"
STACK, READ = "stamped-stack", "stamped-stack-read"
ARCHIVE, CATALOGUE = "archive-package", "summary-archive"
#: Two parcels of two cases show all that a parcel's papers say.
_PARCELS, _CASES = 2, 2
_OF_PARCEL = (
    DocumentKind.CONTENTS_LIST,
    DocumentKind.LABELS,
    DocumentKind.ENVELOPE_C5,
    DocumentKind.COVERING_LETTER,
)
_COURIER, _WAYBILL = "邮政（演练）", "EX{place:09d}CN"
_WHY_WITHDRAWN = "申报单位来函说明法定代表人变更，申请表需重新盖章"
_EXCUSE = "演练：已逐件核对"


def make_road(parts: Parts, place: Path, folder: Path) -> MadePapers:
    """Walks a batch of the practice library in `place` to the bureau's answer; its papers are made in `folder`/road.

    The library is closed before and after, and has gone on by then. Where a step is refused, what follows is missing.
    """
    inside = folder / FOLDER
    inside.mkdir(parents=True)
    made = MadePapers()
    made.add(sentence("demo.road"), _walk(parts, place, inside))
    pdfs = [folder / file.path for file in made.files if file.path.endswith(".pdf") and ARCHIVE not in file.path]
    made.files.extend(PrintedFile(f"{FOLDER}/{name}", PAGE, ()) for name in take_page_pictures(parts, pdfs))
    return made


def _walk(parts: Parts, place: Path, inside: Path) -> Iterator[PrintedFile]:
    """Two people take turns: who handles the batch, and who agrees."""
    other = next(name for name in parts.libraries.users(place) if name != PRACTICE_USER)
    with _desk_of(parts, place, PRACTICE_USER) as library:
        batch_id = _export(library, parts)
        _plan_and_issue(library, parts, batch_id)
        yield _count_sheet(library, parts, batch_id, inside)
        library.change(_ask, batch_id)
    with _desk_of(parts, place, other) as library:
        library.change(_agree, batch_id)
    with _desk_of(parts, place, PRACTICE_USER) as library:
        library.change(_seal, batch_id)
        yield from _scan(library, parts, batch_id, inside)
        library.change(put_all_in, batch_id)
        library.change(close_whole_parcels, batch_id)
        yield from _parcel_papers(library, parts, batch_id, inside)
        library.change(_excuse, batch_id)
        yield _paper(library, parts, PrintOrder(DocumentKind.MAIL_CHECK, batch_id=batch_id), inside)
        library.change(_post, batch_id)
        case_ids = [line.application_id for line in library.read(list_batches)[0].lines]
        day = library.read(lambda unit: unit.today)
        library.change(record_answers, batch_id, case_ids, CityWords(CityAnswerKind.RECEIVED, day))
        library.change(ask_withdrawal, case_ids[0], _WHY_WITHDRAWN)
    with _desk_of(parts, place, other) as library:
        library.change(agree_withdrawal, case_ids[0])
    with _desk_of(parts, place, PRACTICE_USER) as library:
        order = PrintOrder(DocumentKind.WITHDRAWAL_LETTER, case_ids[0])
        issue_paper(library, parts, order, IssueChoice())
        yield _paper(library, parts, order, inside)
        yield from _archive(library, parts, inside)
        for kind in (DocumentKind.SEAL_REGISTER, DocumentKind.CLOSING_SLIP):
            yield _paper(library, parts, PrintOrder(kind), inside)


@contextmanager
def _desk_of(parts: Parts, place: Path, name: str) -> Iterator[Library]:
    library = parts.libraries.open(place, name, PRACTICE_PASSWORD)
    try:
        yield library
    finally:
        library.close()


def _export(library: Library, parts: Parts) -> int:
    """The first cases of the first contacts as a batch that keeps the place for the real stamp."""
    chosen = _chosen(library.read(plan_batch))
    exports = library.folder / "exports"
    export_batch(library, parts.maker, chosen, exports / "2024-02", SealStyle.CIRCLE, lambda *_: None, lambda: False)
    return library.read(list_batches)[0].id


def _chosen(choices: Sequence[BatchChoice]) -> list[int]:
    by_contact: dict[str, list[int]] = {}
    for one in choices:
        if one.is_allowed:
            by_contact.setdefault(one.contact, []).append(one.application_id)
    full = sorted(by_contact.values(), key=lambda cases: -len(cases[:_CASES]))
    return [case for cases in full[:_PARCELS] for case in cases[:_CASES]]


def _plan_and_issue(library: Library, parts: Parts, batch_id: int) -> None:
    """The parcels that the batch needs, and the numbered letter that lies on top in each."""
    lacks = library.read(batch_parcels, batch_id).lacks
    library.change(plan_parcels, batch_id, lacks)
    for contact in lacks:
        order = PrintOrder(DocumentKind.COVERING_LETTER, batch_id=batch_id, contact=contact)
        issue_paper(library, parts, order, IssueChoice())


def _count_sheet(library: Library, parts: Parts, batch_id: int, inside: Path) -> PrintedFile:
    """The slip by which the stamped sheets are counted, of as many copies as the season sends."""
    awaited = library.read(awaited_papers, batch_id)
    kept = [library.read(read_attachment, one.entry.sha256) for one in awaited.papers]
    copies = {one.entry.id: library.read(usual_impressions, one.entry) for one in awaited.papers}
    printed = [
        PrintPart(
            DocumentKind(one.entry.kind),
            one.title,
            paper.pages,
            copies[one.entry.id],
            one.entry.case_id,
            one.entry.called,
        )
        for one, paper in zip(awaited.papers, parts.stacks.made(kept), strict=True)
        if paper is not None
    ]
    kind = DocumentKind.SEAL_COUNT.value
    numbers = tuple(line.intake_number for line in awaited.batch.lines)
    return _put(inside / f"{kind}.pdf", make_count_sheet(library, parts, awaited.batch, printed), kind, numbers)


def _ask(unit: UnitOfWork, batch_id: int) -> None:
    ask_for_seal(
        unit, {entry.id: usual_impressions(unit, entry) for entry in papers_of_batch(unit, batch_id)}, batch_id
    )


def _agree(unit: UnitOfWork, batch_id: int) -> None:
    (asked,) = (one for one in unit.seals.lists(unit.settings.get().season) if one.batch_id == batch_id)
    approve_list(unit, asked.id)


def _seal(unit: UnitOfWork, batch_id: int) -> None:
    (agreed,) = (one for one in unit.seals.lists(unit.settings.get().season) if one.batch_id == batch_id)
    open_session(unit, agreed.id, SealWay.STAMP)
    (session,) = unit.seals.open_sessions()
    stamp_papers(unit, session.id, [paper.register_id for paper in agreed.papers])


def _scan(library: Library, parts: Parts, batch_id: int, inside: Path) -> Iterator[PrintedFile]:
    """The batch's own sheets stamped and scanned: the first turned round, of the last a page left lying."""
    awaited = library.read(awaited_papers, batch_id).papers
    sheets = [library.read(read_attachment, one.entry.sha256) for one in awaited]
    stack = draw_stack(inside, STACK, sheets, parts.stacks.made(sheets))
    yield from (PrintedFile(f"{FOLDER}/{scan.name}", STACK, ()) for scan in stack)
    plan = plan_stack(library, parts, batch_id, stack)
    yield _put(inside / f"{READ}.txt", ("\n".join(read_stack(plan)) + "\n").encode(), READ)
    take_stack(library, parts, plan, [], lambda *_: None, lambda: False)


def _parcel_papers(library: Library, parts: Parts, batch_id: int, inside: Path) -> Iterator[PrintedFile]:
    for view in library.read(batch_parcels, batch_id).parcels:
        for kind in _OF_PARCEL:
            order = PrintOrder(kind, batch_id=batch_id, contact=view.parcel.contact)
            yield _paper(library, parts, order, inside, f"parcel-{view.place}-{kind.value}")


def _excuse(unit: UnitOfWork, batch_id: int) -> None:
    """What the practice season cannot have is excused in writing."""
    for point in mail_check(unit, batch_id).points:
        if point.is_open and point.may_be_excused:
            excuse_point(unit, batch_id, point.id, _EXCUSE, point.facts)


def _post(unit: UnitOfWork, batch_id: int) -> None:
    """Each parcel goes, the batch with the last."""
    for view in batch_parcels(unit, batch_id).parcels:
        post_parcel(unit, view.parcel.id, Posting(_COURIER, _WAYBILL.format(place=view.place), unit.today))


def _archive(library: Library, parts: Parts, inside: Path) -> Iterator[PrintedFile]:
    """The season's archive package, every file of it named."""
    season = library.read(lambda unit: unit.settings.get().season)
    package = inside / f"{ARCHIVE}-{season}"
    made = make_archive(library, parts, ArchiveOrder(season, package), lambda *_: None, lambda: False)
    numbers = {one.file: one.unit.intake_number for one in made.units} if made is not None else {}
    for file in sorted(one for one in package.rglob("*") if one.is_file()):
        name = file.relative_to(package).as_posix()
        kind = DOSSIER if name in numbers else CATALOGUE if file.suffix == ".xlsx" else ARCHIVE
        listed = (numbers[name],) if name in numbers else ()
        yield PrintedFile(f"{FOLDER}/{package.name}/{name}", kind, listed)


def _paper(library: Library, parts: Parts, order: PrintOrder, inside: Path, name: str = "") -> PrintedFile:
    matter = library.read(gather, order)
    kind = order.kind.value
    numbers = library.read(lambda unit: tuple(case.intake_number for case in unit.applications.some(matter.case_ids)))
    return _put(inside / f"{name or kind}.pdf", make_document(parts, matter, SealStyle.CIRCLE), kind, numbers)


def _put(file: Path, content: bytes, kind: str, numbers: tuple[str, ...] = ()) -> PrintedFile:
    write_file(file, content)
    return PrintedFile(f"{FOLDER}/{file.name}", kind, numbers)
