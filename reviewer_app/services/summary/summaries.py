"""Writing the summary of the ready cases in the forms that are asked for: all of them, or nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from reviewer_app.domain.application import Event
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.durable import is_disk_full, sync_folder, sync_tree
from reviewer_app.services.cases.permissions import require_role, require_season_open
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.gathering import export_cases, summary_table
from reviewer_app.services.dispatch.ordering import ids_in_office_order
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.papers import SummaryWriter, TemplateMapping, TemplateSheet
from reviewer_app.services.ports.records import ReservedPart, SummaryTable
from reviewer_app.services.summary.template_finding import Suggestion, described, suggest_mapping
from reviewer_app.services.summary.template_mapping import keep_mapping, kept_mapping


class SummaryForm(StrEnum):
    """A form of the summary the bureau may ask for."""

    STANDARD = "standard"
    BY_CONTACT = "by-contact"
    PUBLIC = "public"
    CSV = "csv"
    PDF = "pdf"
    TEMPLATE = "template"

    @property
    def label(self) -> str:
        """The form in the office's words."""
        return _LABELS[self]

    def file_name(self, season: str) -> str:
        """What its file is called."""
        mark = "" if self in _UNMARKED else f"（{self.label}）"
        suffix = {SummaryForm.CSV: "csv", SummaryForm.PDF: "pdf"}.get(self, "xlsx")
        return f"{season}年度推荐汇总表{mark}.{suffix}"


#: So many lines show what a form will look like.
PREVIEWED = 12
_LABELS = {
    SummaryForm.STANDARD: "标准版",
    SummaryForm.BY_CONTACT: "按联系人分表",
    SummaryForm.PUBLIC: "公开版",
    SummaryForm.CSV: "CSV",
    SummaryForm.PDF: "PDF",
    SummaryForm.TEMPLATE: "市局模板",
}
_UNMARKED = (SummaryForm.STANDARD, SummaryForm.CSV, SummaryForm.PDF)


@dataclass(frozen=True, slots=True)
class SummaryMatter:
    """What the forms say: the table, each row's contact and case, and the sentences on cases that are left out."""

    table: SummaryTable
    contacts: tuple[str, ...]
    applications: tuple[int, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SummaryPreview:
    """What a summary would say: the pack its columns come from, its cases, and a table of the first of them."""

    pack: NoticePack
    applications: tuple[int, ...]
    table: SummaryTable | None


@dataclass(frozen=True, slots=True)
class FormsOrder:
    """What is to be written where: no `ids` means every ready case; `replaces` allows files of the same names to go.

    `shown` are the parts that the public form is to hold although it usually leaves them out. The printed form tells
    the opinions in short, or whole.
    """

    forms: tuple[SummaryForm, ...]
    folder: Path
    ids: tuple[int, ...] = ()
    template: Path | None = None
    mapping: TemplateMapping | None = None
    replaces: bool = False
    shown: frozenset[ReservedPart] = frozenset()
    is_whole: bool = False

    def called(self, form: SummaryForm) -> str:
        """A form as the record names it: of the public and the printed one what it holds beyond the usual."""
        if form is SummaryForm.PDF and self.is_whole:
            return f"{form.label}（意见全文）"
        held = "、".join(part.label for part in ReservedPart if part in self.shown)
        return f"{form.label}（列入{held}）" if held and form is SummaryForm.PUBLIC else form.label


@dataclass(frozen=True, slots=True)
class FormsResult:
    """What was written; after a cancel nothing was."""

    files: tuple[Path, ...]
    count: int
    left_out: tuple[str, ...]
    is_mapping_kept: bool
    changes: Changes
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class TemplateLook:
    """A bureau's form as it was read: what was recognised or kept, for the officer to look at."""

    sheets: tuple[TemplateSheet, ...]
    suggestion: Suggestion
    is_kept: bool


def gather_summary(unit: UnitOfWork, ids: Sequence[int] = ()) -> SummaryMatter:
    """The summary of some cases, or of all that could be sent now; one that cannot be listed is said and left out."""
    chosen = ids_in_office_order(unit, ids) or [one.application_id for one in plan_batch(unit) if one.is_allowed]
    cases, others = export_cases(unit, chosen)
    left_out = tuple(f"{one.application.intake_number}：{one.said}" for one in others)
    table = summary_table(
        current_pack(unit), unit.settings.get(), cases, unit.today, unit.actor.name, unit.events.head()
    )
    contacts = tuple(case.contact for case in cases)
    listed = tuple(case.application_id for case in cases)
    return SummaryMatter(replace(table, made_at=unit.now), contacts, listed, left_out)


def preview_summary(unit: UnitOfWork, ids: Sequence[int] = ()) -> SummaryPreview:
    """The first lines of what would be written, and how many there would be."""
    chosen = tuple(ids_in_office_order(unit, ids))
    chosen = chosen or tuple(choice.application_id for choice in plan_batch(unit) if choice.is_allowed)
    table = gather_summary(unit, chosen[:PREVIEWED]).table if chosen else None
    return SummaryPreview(current_pack(unit), chosen, table)


def look_at_template(writer: SummaryWriter, template: Path, pack: NoticePack) -> TemplateLook:
    """What a bureau's form takes where: the mapping kept for it, else the one recognised.

    Raises TroubleError `workbook.…`.
    """
    sheets = writer.look_at(template)
    kept = kept_mapping(template)
    sheet = next((sheet for sheet in sheets if kept and sheet.name == kept.sheet), None)
    if kept is not None and sheet is not None:
        return TemplateLook(sheets, described(sheet, kept, pack), is_kept=True)
    return TemplateLook(sheets, suggest_mapping(sheets, pack), is_kept=False)


def existing_files(order: FormsOrder, season: str) -> tuple[str, ...]:
    """The names that are taken in the folder already."""
    names = (form.file_name(season) for form in order.forms)
    return tuple(name for name in names if (order.folder / name).exists())


def write_forms(
    library: Library, writer: SummaryWriter, order: FormsOrder, on_progress: Progress, is_cancelled: Cancelled
) -> FormsResult:
    """Writes every form of the order into its folder and puts it on record; a failure or a cancel leaves no file.

    Runs on a thread of its own. Raises RefusalError `summary.…`, `font.missing`; TroubleError `summary.…`, `workbook…`.
    """
    matter = _checked(library, order)
    try:
        making = Path(tempfile.mkdtemp(prefix=".summary-", dir=order.folder))
        try:
            return _write(library, writer, order, matter, making, on_progress, is_cancelled)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    except OSError as problem:
        code = "summary.disk_full" if is_disk_full(problem) else "summary.not_writable"
        raise TroubleError(code, folder=str(order.folder)) from problem


def _checked(library: Library, order: FormsOrder) -> SummaryMatter:
    require_role(library.user, EventAct.EXPORTED)
    if not order.forms:
        raise RefusalError("summary.no_form")
    if SummaryForm.TEMPLATE in order.forms and (order.template is None or order.mapping is None):
        raise RefusalError("summary.no_template", field="template")
    if not order.folder.is_dir():
        raise RefusalError("summary.folder_missing", folder=str(order.folder), field="folder")
    matter = library.read(gather_summary, order.ids)
    if not matter.applications:
        raise RefusalError("summary.nothing")
    library.read(require_season_open, matter.table.season)
    taken = existing_files(order, matter.table.season)
    if taken and not order.replaces:
        raise RefusalError("summary.exists", files="、".join(taken), field="folder")
    return matter


def _write(
    library: Library,
    writer: SummaryWriter,
    order: FormsOrder,
    matter: SummaryMatter,
    making: Path,
    on_progress: Progress,
    is_cancelled: Cancelled,
) -> FormsResult:
    names = [form.file_name(matter.table.season) for form in order.forms]
    for place, (form, name) in enumerate(zip(order.forms, names, strict=True)):
        if is_cancelled():
            return FormsResult((), 0, (), False, Changes(frozenset()), is_cancelled=True)
        _write_one(writer, form, matter, order, making / name)
        on_progress(place + 1, len(names))
    with _placed(making, order.folder, names) as files:
        library.change(_record, matter.applications, "、".join(map(order.called, order.forms)))
    is_kept = order.template is None or order.mapping is None or keep_mapping(order.template, order.mapping)
    changes = Changes(frozenset({Noun.CASE}), frozenset(matter.applications))
    return FormsResult(files, len(matter.applications), matter.left_out, is_kept, changes)


def _write_one(writer: SummaryWriter, form: SummaryForm, matter: SummaryMatter, order: FormsOrder, path: Path) -> None:
    match form:
        case SummaryForm.STANDARD:
            writer.standard(matter.table, path)
        case SummaryForm.BY_CONTACT:
            writer.by_contact(matter.table, matter.contacts, path)
        case SummaryForm.PUBLIC:
            writer.public(matter.table, path, order.shown)
        case SummaryForm.CSV:
            writer.csv(matter.table, path)
        case SummaryForm.PDF:
            path.write_bytes(writer.pdf(matter.table, order.is_whole))
        case SummaryForm.TEMPLATE:
            if order.template is not None and order.mapping is not None:
                writer.fill(matter.table, order.template, order.mapping, path)


@contextmanager
def _placed(making: Path, folder: Path, names: Sequence[str]) -> Iterator[tuple[Path, ...]]:
    """Puts the finished files in place; if anything fails, then or later, the former files are there again."""
    sync_tree(making)
    former = making / "former"
    former.mkdir()
    done: list[str] = []
    try:
        for name in names:
            if (folder / name).exists():
                (folder / name).rename(former / name)
            done.append(name)
            (making / name).rename(folder / name)
        sync_folder(folder)
        yield tuple(folder / name for name in names)
    except BaseException:
        for name in done:
            (folder / name).unlink(missing_ok=True)
            if (former / name).exists():
                (former / name).rename(folder / name)
        raise


def _record(unit: UnitOfWork, applications: Sequence[int], forms: str) -> None:
    """Telephones leave the desk with a summary: every case says so."""
    require_role(unit.actor, EventAct.EXPORTED)
    require_season_open(unit, unit.settings.get().season)
    detail: dict[str, str] = {RecordKey.SUMMARY_FORMS: forms, RecordKey.CASES: str(len(applications))}
    unit.events.append_many(
        [Event(unit.now, unit.actor.name, EventAct.EXPORTED, application_id=one, detail=detail) for one in applications]
    )
