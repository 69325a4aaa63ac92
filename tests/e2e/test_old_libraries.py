"""Libraries made by earlier versions open: one of each schema is kept, with what its sheets said then.

They are practice seasons (all invented), worked on a little further; `schema-N` was made by the last version of the
program that wrote schema N. Whoever adds a step to the schema keeps one made just before.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.evidence.look_ups import LookUpResult
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.readiness import PointForce
from reviewer_app.domain.record import FORMER_KEYS, keys_of
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.cases.numbering import next_number
from reviewer_app.services.cases.reading import open_case, queue_index
from reviewer_app.services.cases.readying import facts_of, give_reasons, open_for, signed
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.dispatch.mail_check import excuse_point, mail_check
from reviewer_app.services.dispatch.road import road_of
from reviewer_app.services.office.register import read_register
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_app.wiring import Parts
from reviewer_db import OpenLibrary
from reviewer_db.tables.migrations import MAIN_STEPS
from reviewer_resources.initials import initials
from support.printed import poppler_text

OLD = Path(__file__).with_name("old_libraries")
KEPT = sorted(folder.name.removeprefix("schema-") for folder in OLD.glob("schema-*"))


@pytest.fixture
def schema(request: pytest.FixtureRequest) -> str:
    """The version of the schema that the library of this test was made with."""
    return str(request.node.callspec.params["library"])


@pytest.fixture
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenLibrary]:
    folder = tmp_path / "library"
    shutil.copytree(OLD / f"schema-{request.param}" / "library", folder)
    library = Parts().libraries.open(folder, "示例甲", PRACTICE_PASSWORD)
    yield library
    library.close()


def said(content: bytes) -> str:
    """All a sheet says; the hashes are left out: the record has another after each act, each library its own pack.

    So is its number, which once was made of the intake number and now comes from the register.
    """
    return without_number(re.sub("(第[12]版)[0-9a-f]{12}|[0-9a-f]{64}", r"\1…", poppler_text(content)))


def sheets_of(schema: str) -> dict[str, str]:
    """What the sheets said when the library was put here, by intake number: the first two share theirs."""
    own = OLD / f"schema-{schema}" / "sheets"
    texts = (own if own.is_dir() else OLD / "sheets").glob("*.txt")
    return {path.stem: without_number(path.read_text(encoding="utf-8").strip()) for path in texts}


def without_number(text: str) -> str:
    """A sheet's text without the number of the recommendation."""
    return re.sub("沪示市监标荐〔2024〕[0-9]+号", "沪示市监标荐〔2024〕…号", text)


def explain_all(unit: UnitOfWork, case_id: int) -> None:
    """What was signed off before reasons were asked for is explained before it is printed, point by point."""
    opinion = signed(unit.opinions.of(case_id))
    points = open_for(facts_of(unit, unit.applications.get(case_id)), opinion, ReadinessAct.BATCH)
    assert {point.force for point in points} == {PointForce.REASON}
    give_reasons(unit, case_id, {point.id: "当时已核实，补记理由。" for point in points})


def recommendation_numbers(library: OpenLibrary) -> list[str]:
    """The numbers of the recommendations in the register, in its order."""
    return [entry.number for entry in library.read(read_register).entries if entry.kind == "recommendation"]


def counted(number: str) -> int:
    """The running number within its year."""
    return int(number.rpartition("〕")[2].rstrip("号"))


def test_a_library_of_every_earlier_schema_is_kept() -> None:
    """The steps of the schema are counted by the libraries they begin from."""
    kept = {int(folder.name.removeprefix("schema-")) for folder in OLD.glob("schema-*")}
    assert kept >= set(range(1, len(MAIN_STEPS)))


@pytest.mark.parametrize("library", ["2"], indirect=True)
def test_what_was_compared_before_it_had_a_table_stands_in_it(library: OpenLibrary) -> None:
    """The answers of paper against online were draft boxes of the case; its other drafts are still there."""
    view = library.read(open_case, 1)
    found = view.comparisons
    assert {field_id: one.is_same for field_id, one in found.items()} == {
        "project_name": True,
        "applicant": False,
        "contact": False,
    }
    assert found["applicant"].paper
    assert {one.by for one in found.values()} == {"示例甲"}
    assert all(one.at is not None for one in found.values())
    assert {"opinion.text", "reason:withdraw"} <= set(view.drafts)
    assert [box for box in view.drafts if box.startswith("paper:")] == []


@pytest.mark.parametrize("library", ["3"], indirect=True)
def test_look_ups_kept_with_answers_stand_in_a_table_of_their_own(library: OpenLibrary) -> None:
    """Their result was words alone and they had no window: nobody stated what they came to."""
    view = library.read(open_case, 1)
    assert [(one.found.site, one.found.on.isoformat(), one.found.words, one.by) for one in view.look_ups] == [
        ("信用公示系统（演练）", "2024-05-17", "未见不良记录", "示例甲"),
    ]
    assert [one.found.rule_ids for one in view.look_ups] == [("E1.credit",)]
    assert {one.found.result for one in view.look_ups} == {LookUpResult.UNSTATED}
    assert {(one.found.start, one.found.end) for one in view.look_ups} == {(None, None)}


@pytest.mark.parametrize("library", ["3"], indirect=True)
def test_numbers_that_stood_on_papers_before_the_register_are_in_it(library: OpenLibrary) -> None:
    """They are known from the batches and from what was printed, and no paper gets one of them again."""
    book = library.read(read_register)
    assert {entry.number: (entry.kind_label, str(entry.delivered_on or "")) for entry in book.entries} == {
        "沪示市监标荐〔2024〕10号": ("推荐意见", "2024-05-19"),
        "沪示市监标荐〔2024〕21号": ("推荐意见", "2024-05-19"),
        "沪示市监标补〔2024〕2号": ("补正通知", ""),
        "沪示市监标函〔2024〕40号": ("转送函", ""),
        "沪示市监函〔2024〕1号": ("报送函", ""),
    }
    assert {gap.explanation for gap in book.gaps} == {"启用登记簿之前编的号"}
    sent = next(entry for entry in book.entries if entry.kind == "correction-notice")
    matter = library.read(gather, PrintOrder(DocumentKind.CORRECTION_NOTICE, sent.case_id))
    assert (matter.number, matter.can_issue) == (sent.number, False)
    assert library.read(next_number, DocumentKind.TRANSFER_LETTER).number == "沪示市监标函〔2024〕41号"


@pytest.mark.parametrize("library", ["8"], indirect=True)
def test_cases_of_an_old_library_are_found_by_person_telephone_and_letters(library: OpenLibrary) -> None:
    """They were looked for by names and numbers alone."""
    case = library.read(open_case, 1).application
    person, phone = case.values["contact_person"], case.values["contact_phone"]
    for text in (person, f"电话:{phone}", f"单位:{initials(case.applicant)} 项目:{initials(case.project_name)[:6]}"):
        assert 1 in library.read(queue_index, QueueQuery(case.season, Tab.ALL, text)).ids, text


@pytest.mark.parametrize(
    "library", sorted(folder.name.removeprefix("schema-") for folder in OLD.glob("schema-*")), indirect=True
)
def test_an_old_library_opens_intact_and_exports_the_same_sheets(
    library: OpenLibrary, schema: str, tmp_path: Path
) -> None:
    """Opened by today's program it is whole, every case is there, and each sheet says what it said."""
    assert [line for line in library.verify() if line.is_broken] == []
    record = library.read(lambda unit: unit.events.latest(10_000))
    codes = {key for event in record for key in event.detail if key in keys_of(event.act)}
    assert codes >= {"batch", "file", "row", "name", "roles", "outcome", "due_on", "stored_at"}
    assert {key for event in record for key in event.detail if key in FORMER_KEYS.get(event.act, {})} == set()
    for choice in library.read(plan_batch):
        if choice.refusal == "batch.still_open":
            library.change(explain_all, choice.application_id)
    earlier = recommendation_numbers(library)
    chosen = [choice.application_id for choice in library.read(plan_batch) if choice.is_allowed]
    target = tmp_path / "export"
    result = export_batch(
        library, Parts().maker, chosen, target, SealStyle.SAMPLE, lambda done, total: None, lambda: False, target
    )
    assert [line.error for line in result.lines if line.error] == []
    now = {line.intake_number: said((target / line.file).read_bytes()) for line in result.lines}
    once = sheets_of(schema)
    assert len(once) == 12
    numbers = recommendation_numbers(library)
    assert len(numbers) == len(set(numbers)) == 14
    assert numbers[: len(earlier)] == earlier
    assert numbers[len(earlier)] == f"沪示市监标荐〔2024〕{1 + max(counted(one) for one in earlier)}号"
    assert now == once
    goes_on_without_a_letter(library)


def goes_on_without_a_letter(library: OpenLibrary) -> None:
    """The batch sent before letters were a part of it lacks none; the new one waits for its own, or for a reason."""
    batches = {batch.number: batch for batch in library.read(list_batches)}
    roads = {number: library.read(road_of, batch.id) for number, batch in batches.items()}
    newest = max(batches)
    assert [number for number, road in roads.items() if road.letters_open] == [newest]
    assert roads[newest].current is RoadStep.MAKE
    points = library.read(mail_check, batches[newest].id).points
    (lacking,) = [point for point in points if point.id == "counts:letter"]
    library.change(excuse_point, batches[newest].id, lacking.id, "市局同意本批不附函", lacking.facts)
    road = library.read(road_of, batches[newest].id)
    assert (road.letters_open, road.current) == (0, RoadStep.SEAL)
