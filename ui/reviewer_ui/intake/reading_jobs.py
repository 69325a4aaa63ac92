"""The long jobs of intake: reading a list with its preview, its first rows meanwhile, writing the blank form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.foreign.stopping import telling
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.intake.previewing import ImportPreview, preview_import
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.records import ImportedList, ListSource, ReadChoice
from reviewer_ui.columns.remembered import remembered_choice


def previewing(
    parts: Parts, source: ListSource, choice: ReadChoice | None, remembered: Mapping[str, Mapping[str, str]]
) -> Callable[[Library, Progress, Cancelled], tuple[ImportPreview, dict[str, str]]]:
    """The long job of a preview: read the file off the window's thread, then ask the library about every row."""

    def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> tuple[ImportPreview, dict[str, str]]:
        pack = library.read(current_pack)
        with telling(on_progress):
            sheet = _read(parts, source, pack, choice, remembered)
        return library.read(preview_import, sheet, is_cancelled), _labels(pack)

    return work


def first_rows(
    parts: Parts, source: Path, choice: ReadChoice | None
) -> Callable[[Library, Progress, Cancelled], tuple[ImportedList, dict[str, str]] | None]:
    """The job beside it: the first rows of a long list, in a moment; None where it gives none."""

    def work(
        library: Library, _on_progress: Progress, _is_cancelled: Cancelled
    ) -> tuple[ImportedList, dict[str, str]] | None:
        pack = library.read(current_pack)
        found = parts.reader.beginning(source, pack, choice)
        return (found[0], _labels(pack)) if found else None

    return work


def _labels(pack: NoticePack) -> dict[str, str]:
    return {field.id: field.label for field in pack.fields}


def writing_form(parts: Parts, path: Path) -> Callable[[Library, Progress, Cancelled], None]:
    """The long job of writing the blank form for applicants."""

    def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> None:
        try:
            parts.summaries.applicant_form(library.read(current_pack), path)
        except OSError as problem:
            raise TroubleError("panes.copy_unwritable", path=str(path)) from problem

    return work


def _read(
    parts: Parts,
    source: ListSource,
    pack: NoticePack,
    choice: ReadChoice | None,
    remembered: Mapping[str, Mapping[str, str]],
) -> ImportedList:
    """A list as it was chosen by hand, now or earlier under the same head; TroubleError `sheet.…`."""
    try:
        sheet = parts.reader.read(source, pack, choice)
    except TroubleError as trouble:
        if trouble.code != "sheet.no_known_column" or not remembered:
            raise
        again = remembered_choice(remembered, parts.reader.read(source, pack, ReadChoice(is_open=True)))
        if again is None:
            raise
    else:
        is_chosen = choice is not None and bool(choice.fields)
        again = None if is_chosen else remembered_choice(remembered, sheet)
    return sheet if again is None else parts.reader.read(source, pack, again)
