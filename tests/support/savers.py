"""Every place of the program that puts a file or folder where somebody wants it, and how planted links are tried there.

A house test finds the places in the code: a new one has its line here before it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

#: Tried with links planted, by the name of the try: acts of an office in `tests/e2e`, windows in `tests/ui`.
BY_ACT: Mapping[str, str] = {
    "reviewer_app/services/dispatch/placing.py:place_export.change": "export",
    "reviewer_app/outputs/checking/export_folder.py:write_manifest": "export",
    "reviewer_app/services/dispatch/file_hash.py:write_folder_list": "export",
    "reviewer_app/outputs/summary/workbook.py:write_sheets": "forms",
    "reviewer_app/outputs/summary/applicant_form.py:write_applicant_form": "applicant_form",
    "reviewer_app/outputs/summary/writer.py:write_csv": "forms",
    "reviewer_app/outputs/workbook/package.py:TemplatePackage.save": "forms",
    "reviewer_app/services/summary/template_mapping.py:keep_mapping": "mapping",
    "reviewer_app/services/archive/dossier.py:_place": "dossier",
    "reviewer_app/services/archive/package.py:_Work.made": "archive",
    "reviewer_app/services/archive/package.py:_Work._write": "archive",
    "reviewer_app/services/archive/package.py:_Work._write_papers": "archive",
    "reviewer_app/services/archive/package.py:_Work._put_in_place": "archive",
    "reviewer_app/services/handover/signed_packs.py:sign_pack.work": "sign_pack",
    "reviewer_app/services/handover/sending.py:hand_over_cases": "hand_over_out",
    "reviewer_app/services/handover/sending.py:_save": "hand_over_out",
    "reviewer_app/services/handover/sending.py:save_again": "save_again",
    "reviewer_app/outputs/summary/findings.py:write_findings_sheet": "findings",
    "reviewer_app/practice/bureau_form.py:make_sample_template": "sample_form",
    "db/reviewer_db/safety/second_place.py:prepare": "second_place",
    "db/reviewer_db/safety/second_place.py:bring": "second_place",
}
BY_WINDOW: Mapping[str, str] = {
    "ui/reviewer_ui/file_copy.py:save_copy.work": "copy",
    "ui/reviewer_ui/frame/report_dialog.py:ReportDialog.save_to": "report",
    "ui/reviewer_ui/printing/preview.py:PreviewDialog.save_as.work": "preview",
    "ui/reviewer_ui/settings/desks.py:DesksCard.give_card.work": "card",
    "ui/reviewer_ui/settings/recovery_sheet.py:SheetDialog.save_as.work": "recovery_sheet",
}
_IN_LIBRARY = "in the library's own folder, which is its owner's alone"
#: Not tried, and why.
NOT_SHARED: Mapping[str, str] = {
    "db/reviewer_db/folder/keys.py:KeyRing.save": _IN_LIBRARY,
    "db/reviewer_db/folder/layout.py:write_whole": "the way of the others here",
    "db/reviewer_db/folder/login_delay.py:LoginDelay._save": _IN_LIBRARY,
    "db/reviewer_db/gate.py:LibraryGate.create": _IN_LIBRARY,
    "db/reviewer_db/gate.py:LibraryGate.open_practice": "the practice library stands in the program's own data",
    "db/reviewer_db/making.py:make_room": _IN_LIBRARY,
    "db/reviewer_db/people/failed_logins.py:note_failed": _IN_LIBRARY,
    "db/reviewer_db/people/rekeying.py:make_under": _IN_LIBRARY,
    "db/reviewer_db/safety/backup.py:make": _IN_LIBRARY,
    "db/reviewer_db/safety/backup.py:_copy_all": _IN_LIBRARY,
    "db/reviewer_db/safety/last_entry.py:note_last_entry": _IN_LIBRARY,
    "db/reviewer_db/safety/rehearsal.py:rehearse": _IN_LIBRARY,
    "db/reviewer_db/safety/restore.py:restore": _IN_LIBRARY,
    "db/reviewer_db/safety/shelf.py:write_list": "in a folder made just before, under no name yet",
    "db/reviewer_db/safety/shelf.py:thin": "a folder's own name is changed, nothing is written",
    "db/reviewer_db/sqlite/first_page.py:give_back": _IN_LIBRARY,
    "reviewer_app/services/sealing/setup.py:image_as_file": "a new folder of its owner's alone, soon gone",
    "reviewer_app/services/sealing/file_sealing.py:_lay_in_folder": "tried where sessions are sealed",
    "reviewer_app/services/dispatch/placing.py:_take_back": "a folder's own name is changed, nothing is written",
    "reviewer_app/services/dispatch/placing.py:place_instead.change": "only folders' own names are changed",
    "reviewer_app/services/dispatch/changing/updating.py:_update": "in the working folder, swept of links before",
    "reviewer_app/services/dispatch/changing/updating.py:_take_along": "in the working folder, swept of links before",
    "reviewer_app/services/dispatch/placing.py:_write_note": _IN_LIBRARY,
    "reviewer_app/demo/demo.py:make_demo": "invented cases, in a folder of the demo's own",
    "reviewer_app/demo/road.py:_put": "the same",
    "reviewer_app/demo/years.py:_put": "the same",
    "reviewer_app/practice/credential.py:write_sample_seal": "invented, in the practice library",
    "reviewer_app/practice/credential.py:make_demo_credential": "invented, in the practice library",
    "reviewer_app/outputs/figures/workbook.py:write_figures": "written whole as the summary's forms are, tried there",
    "ui/reviewer_ui/printing/jobs/saving.py:save_job.work": "written whole as the preview's copy is, tried there",
    "ui/reviewer_ui/ledger/taking_along.py:save_calendar.work": "written whole as the preview's copy is, tried there",
    "reviewer_app/bench/survival/office.py:Day.save": "measures, in a scratch folder",
    "reviewer_app/bench/scans/stacks.py:stamped_stack": "measures, in a scratch folder",
}


class Victim:
    """Somebody's own folder with a file in it, to which links are planted; both must stay as they are."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "重要.txt"
        folder.mkdir()
        self.file.write_text("不可丢失", encoding="utf-8")
        self.file.chmod(0o640)
        self._before = self._told()

    def is_unharmed(self) -> bool:
        """Whether nothing there was changed, added or taken away."""
        return self._told() == self._before

    def _told(self) -> dict[str, tuple[int, bytes]]:
        return {
            path.name: (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
            for path in (self.folder, *self.folder.iterdir())
        }


def _to_file(target: Path, victim: Victim) -> None:
    target.symlink_to(victim.file)


def _to_nothing_yet(target: Path, victim: Victim) -> None:
    target.symlink_to(victim.folder / "新的.txt")


def _to_folder(target: Path, victim: Victim) -> None:
    target.symlink_to(victim.folder, target_is_directory=True)


def _to_file_under_working_names(target: Path, victim: Victim) -> None:
    for place in _working_names(target):
        place.symlink_to(victim.file)


def _to_folder_under_working_names(target: Path, victim: Victim) -> None:
    for place in _working_names(target):
        place.symlink_to(victim.folder, target_is_directory=True)


def _working_names(target: Path) -> Iterator[Path]:
    for name in (
        f".{target.name}.part",
        f"{target.name}.part",
        f".{target.name}.new",
        f"{target.name}.new",
        f".{target.name}.part.lock",
        f".{target.name}.part.jsonl",
        f".making-{target.name}",
    ):
        yield target.with_name(name)


#: What may be planted, by what it leads to.
PLANTED: Mapping[str, Callable[[Path, Victim], None]] = {
    "file": _to_file,
    "nothing_yet": _to_nothing_yet,
    "folder": _to_folder,
    "working_file": _to_file_under_working_names,
    "working_folder": _to_folder_under_working_names,
}
