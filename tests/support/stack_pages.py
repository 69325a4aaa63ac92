"""Stacks of stamped sheets without a scanner: pages by what they say, and a batch whose papers are awaited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reviewer_app.domain.application import Event, Source
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.stacks import (
    CodePlace,
    ExpectedPaper,
    KeptPlace,
    MarkFound,
    PaperFound,
    PaperStand,
    SeenMark,
    StackPage,
)
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.ports.dispatch.stacks import MadePaper, PagePlace, StackRead
from reviewer_app.services.ports.reading import PagePicture
from reviewer_app.services.stacks.taking import PaperScan
from support.builders import CLEAN
from support.fakes import FakeUnit

HEAD = "1a2b3c4d"
PLACE = KeptPlace(2, 143.6, 142.9, 45.0, CodePlace(176.8, 276.5))
MARK = SeenMark(144.0, 143.0, 42.0)
STACK = Path("扫描.pdf")


def said(number: str, page: int, total: int = 2, mark: str = f"R{HEAD}") -> str:
    """What the code of a page says."""
    return f"SHBZ|{number}|{page}/{total}" + (f"|{mark}" if mark else "")


def page(number: str, at: int, *marks: SeenMark, turn: int = 0, mark: str = f"R{HEAD}", total: int = 2) -> StackPage:
    """A scanned page with its code."""
    return StackPage(0, 1, turn=turn, codes=(said(number, at, total, mark),), marks=marks)


def both(number: str, *marks: SeenMark) -> list[StackPage]:
    """The two pages of a paper, the mark on the second."""
    return [page(number, 1), page(number, 2, *(marks or (MARK,)))]


def paper(entry: int, number: str, **other: object) -> ExpectedPaper:
    """A paper that is awaited."""
    made = ExpectedPaper(
        entry, f"示荐〔2024〕{entry}号", "recommendation", "某标准化试点", 2, number, f"R{HEAD}", PLACE
    )
    return replace(made, **other)  # type: ignore[arg-type]


def a_scan(entry: int = 1, case_id: int = 0, sheet: str = "", batch_id: int = 1) -> PaperScan:
    """The scan of a paper that was found whole."""
    found = PaperFound(paper(entry, "1", case_id=case_id), PaperStand.COMPLETE, {1: 0, 2: 1}, mark=MarkFound(2, MARK))
    return PaperScan(found, sheet, b"%PDF- 1 2", "0" * 64, batch_id)


def numbered(pages: Sequence[StackPage]) -> tuple[StackPage, ...]:
    """The pages in their places of one file."""
    return tuple(replace(one, number=place) for place, one in enumerate(pages, 1))


def issued_batch(unit: FakeUnit, count: int = 2) -> tuple[Batch, list[RegisterEntry]]:
    """A batch of so many cases whose recommendations are numbered, and their lines of the register."""
    entries, lines = [], []
    first = unit.register.last_serial(Direction.OUTGOING, DocumentKind.RECOMMENDATION.value, 2024) + 1
    for serial in range(first, first + count):
        values = {**CLEAN, "filing_number": f"SH20246171299{len(unit.applications.cases):02d}"}
        case = unit.applications.get(register_application(unit, values, Source.PAPER).application_id)
        unit.applications.update(replace(case, state=State.SIGNED_OFF))
        sheet = unit.attachments.keep(case.intake_number.encode())
        entry = RegisterEntry(
            Direction.OUTGOING,
            DocumentKind.RECOMMENDATION.value,
            2024,
            serial,
            f"示荐〔2024〕{serial}号",
            "市局",
            "推荐意见",
            unit.today,
            "示例甲",
            case_id=case.id,
            basis="opinion:1",
            sha256=sheet,
        )
        entries.append(unit.register.get(unit.register.add(entry)))
        lines.append(BatchLine(case.id, case.intake_number, case.project_name, f"{serial}.pdf", sheet))
    number = unit.batches.next_number("2024")
    for line in lines:
        said: dict[str, str] = {RecordKey.BATCH: str(number)}
        unit.events.append(Event(unit.now, "示例甲", EventAct.EXPORTED, line.application_id, detail=said))
    made = Batch(
        number,
        "2024",
        "报送",
        SealStyle.CIRCLE,
        "示例甲",
        unit.now,
        unit.events.head(),
        tuple(lines),
    )
    return unit.batches.get(unit.batches.add(made)), entries


@dataclass
class PagesRead:
    """A reader of stacks that gives the pages it was told, and PDFs that name their pages."""

    pages: list[StackPage] = field(default_factory=list)
    is_changed: bool = False
    before_each: Callable[[int], object] = lambda _place: None

    def read(self, paths: Sequence[Path]) -> StackRead:
        return StackRead(tuple(paths), ("0" * 64,) * len(paths), numbered(self.pages))

    def apart(self, read: StackRead, groups: Sequence[Sequence[PagePlace]], take: Callable[[int, bytes], None]) -> None:
        if self.is_changed:
            raise TroubleError("stack.changed", file=read.paths[0].name)
        for place, group in enumerate(groups):
            self.before_each(place)
            take(place, b"%PDF- " + " ".join(f"{one.number}/{one.turn}" for one in group).encode())

    def picture(self, read: StackRead, page: PagePlace) -> PagePicture:
        return PagePicture(2, 3, 100.0, bytes(18), len(read.pages))

    def made(self, papers: Sequence[bytes]) -> tuple[MadePaper | None, ...]:
        return tuple(MadePaper("recommendation", one.decode(), 2, f"R{HEAD}", PLACE) for one in papers)
