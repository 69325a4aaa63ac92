"""Links planted in a shared folder where an act will write: none is followed, and what cannot be written is said."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer_app.domain.errors import OfficeError
from reviewer_app.outputs.summary.applicant_form import write_applicant_form
from reviewer_app.outputs.summary.findings import write_findings_sheet
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.practice.bureau_form import make_sample_template
from reviewer_app.services.handover import sending
from reviewer_app.services.ports.papers import TemplateMapping
from reviewer_app.services.summary.summaries import FormsOrder, SummaryForm, write_forms
from reviewer_app.services.summary.template_mapping import keep_mapping, mapping_file
from reviewer_db.safety import second_place
from reviewer_resources.phrases import codes
from support.outside_acts import OUTSIDE
from support.savers import BY_ACT, PLANTED, Victim
from support.small_office import DECIDED, OPEN, Office, copied_office, make_office, other_card
from support.two_desks import CODEC

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office that is copied for each try."""
    place = tmp_path_factory.mktemp("office")
    make_office(place)
    return place


def _act(name: str) -> Callable[[Office], None]:
    def work(office: Office) -> None:
        for _ in OUTSIDE[name](office):
            continue

    return work


def _forms(office: Office) -> None:
    template = office.library.folder.parent / "市局模板.xlsx"
    make_sample_template(template)
    mapping = TemplateMapping("申报汇总表", {}, 6, {"B": "项目名称"})
    forms = (SummaryForm.STANDARD, SummaryForm.CSV, SummaryForm.PDF, SummaryForm.TEMPLATE)
    order = FormsOrder(forms, office.goal, (DECIDED,), template, mapping, replaces=True)
    write_forms(office.library, office.parts.summaries, order, lambda *_: None, lambda: False)


def _save_again(office: Office) -> None:
    taken = office.goal / "别的.移交件"
    taken.mkdir()
    lost = taken / "今天.移交件"
    handed = sending.hand_over_cases(office.library, CODEC, [OPEN], other_card(office), lost)
    assert handed.saved_to == lost
    # As after a hand-over whose place could not be written.
    sending._aside(office.library, handed.package.sha256).write_bytes(lost.read_bytes())
    sending.save_again(office.library, handed.package.sha256, office.goal / "今天.移交件")


def _mapping(office: Office) -> None:
    template = office.goal / "市局模板.xlsx"
    template.write_bytes(b"form")
    keep_mapping(template, TemplateMapping("1", {}, 2, {}))


def _shelf(office: Office) -> Path:
    return second_place.shelf_in(office.goal, office.library._ring_id)


#: By the name of the try: what is done, and the names in the shared folder it gives.
_TRIES: dict[str, tuple[Callable[[Office], None], Callable[[Office], tuple[Path, ...]]]] = {
    "export": (_act("export"), lambda office: (office.goal / "日报",)),
    "forms": (_forms, lambda office: tuple(office.goal / form.file_name("2024") for form in SummaryForm)),
    "hand_over_out": (_act("hand_over_out"), lambda office: (office.goal / "今天.移交件",)),
    "save_again": (_save_again, lambda office: (office.goal / "今天.移交件",)),
    "mapping": (_mapping, lambda office: (mapping_file(office.goal / "市局模板.xlsx"),)),
    "findings": (
        lambda office: write_findings_sheet(office.goal / "核对结果.xlsx", ["一"], [["二"]]),
        lambda office: (office.goal / "核对结果.xlsx",),
    ),
    "applicant_form": (
        lambda office: write_applicant_form(shipped_pack(), office.goal / "申报信息表.xlsx"),
        lambda office: (office.goal / "申报信息表.xlsx",),
    ),
    "sample_form": (
        lambda office: make_sample_template(office.goal / "样表.xlsx"),
        lambda office: (office.goal / "样表.xlsx",),
    ),
    "archive": (_act("archive"), lambda office: (office.goal / "归档",)),
    "dossier": (_act("dossier"), lambda office: (office.goal / "档案.pdf", office.goal / "档案-另附")),
    "sign_pack": (_act("sign_pack"), lambda office: (office.goal / "sh-2024.rulepack",)),
    "second_place": (_act("second_place"), lambda office: (_shelf(office),)),
}


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize("name", _TRIES)
def test_no_planted_link_is_followed(made: Path, tmp_path: Path, name: str, planted: str) -> None:
    victim, goal = Victim(tmp_path / "别人的"), tmp_path / "共享"
    goal.mkdir()
    with copied_office(made, tmp_path / "office", goal) as office:
        work, targets = _TRIES[name]
        for target in targets(office):
            PLANTED[planted](target, victim)
        refused = ""
        try:
            work(office)
        except OfficeError as error:
            refused = error.code
        assert refused in {"", *codes()}
        assert victim.is_unharmed()
        if not refused:
            # Where something was written it is a file or folder of its own; two forms need not be asked for.
            written = [target for target in targets(office) if target.exists() and not target.is_symlink()]
            assert written
        assert [line.message for line in office.library.verify() if line.is_broken] == []


def test_every_saver_has_its_try() -> None:
    assert set(BY_ACT.values()) == set(_TRIES)
