"""Letters that lie in a folder beside a batch or alone: each is what the library issued, or is named."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from reviewer_app.cli.verify import Trusting, verify_path
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.cases.reading import read_attachment
from reviewer_app.services.office.register import void_number
from reviewer_app.services.papers.issuing import IssueChoice, issue_paper
from reviewer_app.services.papers.making import make_document
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.records import CheckLine, Grade, PrintedFile
from reviewer_app.wiring import Parts
from reviewer_db import OpenLibrary
from support.libraries import inside
from support.practice import practice_library
from support.tampered import flipped, with_note

KINDS = (
    DocumentKind.CORRECTION_NOTICE,
    DocumentKind.DECLINE_LETTER,
    DocumentKind.TRANSFER_LETTER,
    DocumentKind.CONSULTATION_LETTER,
    DocumentKind.RECOMMENDATION,
)
Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice library in which one letter of each kind was issued, its folder of letters and one other's beside."""
    place = tmp_path_factory.mktemp("letters")
    library = practice_library(place / "库")
    issued = [_issued(library, kind) for kind in KINDS]
    assert all(issued)
    covering = PrintOrder(
        DocumentKind.COVERING_LETTER, batch_id=library.read(lambda unit: unit.batches.all("2024")[0].id)
    )
    issue_paper(library, Parts(), covering, IssueChoice())
    _put_down(library, place / "文书")
    library.close()
    other = practice_library(place / "别库")
    for order in filter(None, issued):
        # Another office's numbers go on from where its own register stands.
        with suppress(RefusalError):
            issue_paper(
                other, Parts(), order, IssueChoice(typed="沪他市监标补〔2024〕7号", note="", addressee="示例机关")
            )
            break
    other.close()
    return place


def _issued(library: OpenLibrary, kind: DocumentKind) -> PrintOrder | None:
    """The order of a case's letter of this kind, issued now unless it was."""
    for case in library.read(lambda unit: [one for (one,) in inside(unit).main.execute("SELECT id FROM applications")]):
        order = PrintOrder(kind, case)
        with suppress(RefusalError):
            issue_paper(library, Parts(), order, IssueChoice(addressee="示例机关"))
            return order
    return None


def _intake_number(unit: UnitOfWork, case_id: int) -> str:
    return unit.applications.get(case_id).intake_number if case_id else ""


def _put_down(library: Library, folder: Path) -> None:
    """All letters of the register saved into a folder with a list over them."""
    (folder / "letters").mkdir(parents=True)
    files = []
    for entry in library.read(lambda unit: unit.register.all()):
        if entry.sha256 and entry.kind in set(KINDS) | {DocumentKind.COVERING_LETTER}:
            name = f"letters/{entry.kind}-{entry.id}.pdf"
            (folder / name).write_bytes(library.read(read_attachment, entry.sha256))
            number = library.read(_intake_number, entry.case_id)
            files.append(PrintedFile(name, entry.kind, (number,) if number else ()))
    pack = library.read(lambda unit: unit.packs.current("2024").sha256)
    heads = [head for head in (_head(folder / file.path) for file in files) if head]
    Parts().maker.manifest(folder, files, pack, heads[0])


def _head(path: Path) -> str:
    import pikepdf

    with pikepdf.open(path) as pdf:
        return str(pdf.docinfo.get("/DeskAuditHead", ""))


@pytest.fixture
def folder(office: Path, tmp_path: Path) -> Path:
    return shutil.copytree(office / "文书", tmp_path / "文书")


def looked(folder: Path, library: Path) -> list[CheckLine]:
    return verify_path(folder, None, lambda _name: PRACTICE_PASSWORD, Trusting(library=library))


def letter(folder: Path, kind: str) -> Path:
    return next(iter(sorted((folder / "letters").glob(f"{kind}-*.pdf"))))


def relist(folder: Path) -> None:
    """The list written anew so that it agrees with the files as they are now, whichever they are."""
    place = folder / "manifest.json"
    content = json.loads(place.read_text(encoding="utf-8"))
    known = {one["path"]: one for one in content["files"]}
    there = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.pdf"))]
    content["files"] = [
        known.get(name, {"path": name, "kind": "decline-letter", "applications": []})
        | {"sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()}
        for name in there
    ]
    place.write_text(json.dumps(content), encoding="utf-8")


def test_letters_as_they_were_issued_are_intact(folder: Path, office: Path) -> None:
    lines = looked(folder, office / "库")
    assert {line.standing for line in lines} == {Grade.INTACT}, [
        line for line in lines if line.standing is not Grade.INTACT
    ]
    said = [line for line in lines if "与案卷库登记的" in line.message]
    assert len(said) == len(list((folder / "letters").iterdir())) >= len(KINDS) + 1
    assert any("不予推荐告知书" in line.message for line in said)


@pytest.mark.parametrize("kind", [*KINDS, DocumentKind.COVERING_LETTER])
def test_a_letter_changed_is_named(kind: DocumentKind, folder: Path, office: Path) -> None:
    """A byte of the file, with the list written anew; it is named with the number that the register has."""
    place = letter(folder, kind)
    content = place.read_bytes()
    place.write_bytes(flipped(content, content.index(b"/Contents") + 11))
    relist(folder)
    broken = [line for line in looked(folder, office / "库") if line.is_broken and line.part.endswith(place.name)]
    assert any("案卷库登记" in line.message or "发文登记里没有" in line.message for line in broken), broken


def test_a_letter_swapped_for_one_of_another_office_is_named(folder: Path, office: Path) -> None:
    """It is whole by itself and stands in the list: only the register does not have it."""
    other = Parts().libraries.open(office / "别库", "示例甲", PRACTICE_PASSWORD)
    entry = next(one for one in other.read(lambda unit: unit.register.all()) if one.number.startswith("沪他"))
    (folder / "letters" / "另一份.pdf").write_bytes(other.read(read_attachment, entry.sha256))
    other.close()
    relist(folder)
    broken = [line for line in looked(folder, office / "库") if line.is_broken and line.part == "letters/另一份.pdf"]
    assert [line.message for line in broken][-1:] == ["案卷库的发文登记里没有这份文书。"]


def test_a_letter_the_list_names_and_nobody_finds_is_named_with_its_number(folder: Path, office: Path) -> None:
    place = letter(folder, DocumentKind.DECLINE_LETTER)
    place.unlink()
    said = [line.message for line in looked(folder, office / "库") if line.is_broken and line.part.endswith(place.name)]
    assert any("不予推荐告知书沪" in one and "文件夹中没有" in one for one in said)


def test_a_draft_in_the_folder_is_none_that_left(folder: Path, office: Path) -> None:
    library = Parts().libraries.open(office / "库", "示例甲", PRACTICE_PASSWORD)
    for case in range(1, 60):
        with suppress(RefusalError):
            matter = library.read(gather, PrintOrder(DocumentKind.CORRECTION_NOTICE, case))
            if matter.entry is None:
                break
    (folder / "letters" / "草稿.pdf").write_bytes(make_document(Parts(), matter, SealStyle.CIRCLE))
    library.close()
    relist(folder)
    (said,) = [
        line for line in looked(folder, office / "库") if line.part == "letters/草稿.pdf" and "登记" in line.message
    ]
    assert (said.standing, "不是发出的文书" in said.message) == (Grade.NOTICE, True)


def test_what_was_added_behind_a_letter_leaves_it_known_and_is_judged_by_itself(folder: Path, office: Path) -> None:
    place = letter(folder, DocumentKind.TRANSFER_LETTER)
    place.write_bytes(with_note(place.read_bytes()))
    relist(folder)
    lines = [line for line in looked(folder, office / "库") if line.part.endswith(place.name)]
    assert any("只追加了签名或附注" in line.message for line in lines)
    assert any(line.is_broken for line in lines)


def test_a_letter_whose_number_was_given_up_is_not_intact(office: Path, tmp_path: Path) -> None:
    place = tmp_path / "办"
    shutil.copytree(office / "库", place / "库")
    folder = shutil.copytree(office / "文书", place / "文书")
    library = Parts().libraries.open(place / "库", "示例甲", PRACTICE_PASSWORD)
    entry = next(
        one for one in library.read(lambda unit: unit.register.all()) if one.kind == DocumentKind.DECLINE_LETTER
    )
    library.change(void_number, entry.id, "重复")
    library.close(without_backup=True)
    said = [line.message for line in looked(folder, place / "库") if line.is_broken]
    assert any("已经作废" in one for one in said)


def test_a_folder_whose_sheets_were_all_taken_away_is_known_by_its_summary(office: Path, tmp_path: Path) -> None:
    """The letters alone do not make it whole: the batch is known by the summary, and each sheet is named."""
    folder = shutil.copytree(office / "库" / "exports" / "2024-01", tmp_path / "报送")
    names = {f"推荐意见/{path.name}" for path in (folder / "推荐意见").iterdir()}
    shutil.rmtree(folder / "推荐意见")
    shutil.copytree(office / "文书" / "letters", folder / "letters")
    relist(folder)
    broken = {line.part for line in looked(folder, office / "库") if line.is_broken}
    assert names <= broken
