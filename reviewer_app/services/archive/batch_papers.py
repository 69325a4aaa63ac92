"""What a season's archive keeps beside its cases: the papers that went with each sent batch, and the two registers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.parcels import ParcelState
from reviewer_app.domain.dispatch.retention import FileUnit, UnitKind
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.services.archive.gathering import DossierMatter, Piece, as_sealed, registered_piece
from reviewer_app.services.archive.naming import safe_name
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.papers.register_table import register_table
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.sealing.seal_register import seal_register_table
from reviewer_resources.phrases import sentence

_LETTER = DocumentKind.COVERING_LETTER


def season_units(unit: UnitOfWork, season: str) -> Iterator[FileUnit]:
    """The units of a season beside its cases, in order; their years and numbers are still to be given."""
    bureau = unit.settings.get().bureau
    for batch in sorted(unit.batches.all(season), key=lambda one: one.number):
        if batch.sent_at is not None:
            letters = [one.called for one in _letters(unit, batch)]
            day, called = batch.sent_at.date(), sentence("archive.batch_title", _named(batch))
            said = (0, f"第{batch.number}批", sentence("archive.batch_papers"), bureau, UnitKind.SENT, 0, 0)
            yield FileUnit(*said, letters[0] if letters else "", day, called, batch.id)
    if _of_year(unit, season):
        called, day = sentence("archive.registers_title", {"season": season}), unit.today
        said = (0, sentence("archive.registers"), sentence("archive.registers"), bureau, UnitKind.SENT, 0, 0)
        yield FileUnit(*said, "", day, called)


def gather_season_unit(unit: UnitOfWork, one: FileUnit, season: str) -> DossierMatter:
    """What lies in such a unit; raises as the papers it is made of."""
    return _of_batch(unit, one) if one.batch_id else _registers(unit, one, season)


def _of_batch(unit: UnitOfWork, one: FileUnit) -> DossierMatter:
    batch, bureau = unit.batches.get(one.batch_id), unit.settings.get().bureau
    sent = one.day.isoformat()
    pieces = [as_sealed(unit, registered_piece(letter, bureau), letter) for letter in _letters(unit, batch)]
    pieces.append(_made(unit, PrintOrder(DocumentKind.SUMMARY, batch_id=batch.id), DocumentKind.SUMMARY.label, sent))
    contacts = [each.contact for each in unit.parcels.of_batch(batch.id) if each.state is not ParcelState.DROPPED]
    for contact in dict.fromkeys(contacts):
        title = f"{DocumentKind.CONTENTS_LIST.label}{f'（{contact}）' if contact else ''}"
        order = PrintOrder(DocumentKind.CONTENTS_LIST, batch_id=batch.id, contact=contact)
        pieces.append(_made(unit, order, title, sent))
    pieces += [
        registered_piece(entry, entry.party)
        for entry in unit.register.of_batch(batch.id)
        if entry.direction is Direction.INCOMING and entry.sha256
    ]
    name = safe_name(f"{batch.season}-第{batch.number}批-报送文件")
    return DossierMatter(
        name, one.title, batch.season, tuple(pieces), _contents(unit, one, batch.season, batch.made_by)
    )


def _made(unit: UnitOfWork, order: PrintOrder, title: str, day: str) -> Piece:
    """A paper as the record has it now; where it cannot be made any more, a piece that says why it is not there."""
    bureau = unit.settings.get().bureau
    try:
        matter = gather(unit, order)
    except OfficeError as problem:
        return Piece(title, bureau, day, file=f"{title}.pdf", why=sentence(problem.code, problem.values))
    # Laid into the archive it is no further print.
    values = replace(matter.values, reprint=0) if matter.values is not None else None
    return Piece(title, bureau, day, values=values, table=matter.table)


def _registers(unit: UnitOfWork, one: FileUnit, season: str) -> DossierMatter:
    bureau, day = unit.settings.get().bureau, f"{unit.today}"
    tables = [register_table(unit, year=season), seal_register_table(unit, year=season)]
    pieces = tuple(Piece(table.title, bureau, day, table=table) for table in tables if table.rows)
    name = safe_name(f"{season}-收发文和用印登记簿")
    return DossierMatter(name, one.title, season, pieces, _contents(unit, one, season, unit.actor.name))


def _contents(unit: UnitOfWork, one: FileUnit, season: str, handler: str) -> DocumentValues:
    """The contents page, its tables still to be filled."""
    fields = {
        "title": one.title,
        "season": f"{season}年度",
        "handler": handler,
        "as_of": f"{unit.now:%Y-%m-%d %H:%M}",
        "pages": "",
    }
    return DocumentValues(
        kind=DocumentKind.UNIT_CONTENTS,
        unit=unit.settings.get().bureau,
        day=unit.today,
        case=one.intake_number,
        fields=fields,
        tables={"contents": (), "beside": ()},
        audit_head=unit.events.head(),
        made_at=unit.now,
    )


def _letters(unit: UnitOfWork, batch: Batch) -> Sequence[RegisterEntry]:
    """The covering letters of a batch that were issued and not given up."""
    entries = unit.register.of_batch(batch.id)
    return [one for one in entries if one.kind == _LETTER.value and one.sha256 and not one.is_void]


def _of_year(unit: UnitOfWork, season: str) -> bool:
    """Whether a register has a line of the season's year."""
    year = int(season) if season.isdecimal() else 0
    return any(one.year == year for one in unit.register.all()) or bool(unit.seals.uses(year))


def _named(batch: Batch) -> dict[str, object]:
    return {"season": batch.season, "number": batch.number, "count": len(batch.lines)}
