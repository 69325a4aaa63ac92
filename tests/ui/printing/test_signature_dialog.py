"""检验签名: the officer is told in sentences who signed, what changed since, and what a certificate is worth."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.office.trust import trust_certificates
from reviewer_app.services.papers.making import make_document
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_app.wiring import Parts
from reviewer_ui.dropped_files import offer_files
from reviewer_ui.printing.signature import SignatureDialog
from support.builders import CLEAN
from support.desk_pages import Office, office, unnamed
from support.signed_pages import HOLDER, PASSWORD, certificate_file, identity, p12


@pytest.fixture(scope="module")
def parts() -> Parts:
    return Parts()


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot, parts: Parts) -> Office:
    return office(tmp_path, printing=parts)


@pytest.fixture
def dialog(at: Office, parts: Parts, qtbot: QtBot) -> SignatureDialog:
    dialog = SignatureDialog(at.context)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def paper(at: Office, parts: Parts, tmp_path: Path) -> Path:
    case_id = register_application(at.unit, CLEAN, Source.ONLINE).application_id
    matter = gather(at.unit, PrintOrder(DocumentKind.RUN_SHEET, case_id))
    file = tmp_path / "核对单.pdf"
    file.write_bytes(make_document(parts, matter, SealStyle.CIRCLE))
    return file


def test_a_paper_of_ours_is_told_intact(dialog: SignatureDialog, paper: Path) -> None:
    dialog.check(paper)
    assert dialog.sentences()[0] == "核对单.pdf：内容与生成时一致。"
    assert dialog.head.title() == "核对单.pdf"
    assert dialog.head.right().endswith("项完好")
    assert unnamed(dialog) == []


def test_a_signed_paper_tells_the_signer_and_the_certificates_worth(
    dialog: SignatureDialog, parts: Parts, paper: Path, tmp_path: Path
) -> None:
    signed = parts.signer.sign(paper.read_bytes(), p12(tmp_path, identity()), PASSWORD)
    paper.write_bytes(signed)
    assert offer_files(dialog.empty, [paper])
    said = "".join(dialog.sentences())
    assert f"“{HOLDER}”于" in said
    assert "自建证书" in said


def test_two_signatures_on_one_paper_are_told_apart_by_their_names(
    dialog: SignatureDialog, parts: Parts, paper: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        paper.write_bytes(parts.signer.sign(paper.read_bytes(), p12(tmp_path, identity()), PASSWORD))
    dialog.check(paper)
    told = [line.part for line in parts.verifier.verify_pdf(paper)]
    assert [said.partition("：")[0] for said in dialog.sentences()] == told
    assert len(set(told)) > 2


def test_a_changed_paper_is_told_so(dialog: SignatureDialog, paper: Path) -> None:
    content = bytearray(paper.read_bytes())
    content[len(content) // 2] ^= 1
    paper.write_bytes(content)
    dialog.check(paper)
    assert "1 项异常" in dialog.head.right()


def test_a_file_that_is_gone_is_told_below_and_the_former_result_stays(dialog: SignatureDialog, paper: Path) -> None:
    dialog.check(paper)
    dialog.check(paper.with_name("没有.pdf"))
    assert "没有.pdf" in dialog.note.text()
    assert dialog.head.title() == "核对单.pdf"


class HeldVerifier:
    """Looks at 慢.pdf only when the test lets it."""

    def __init__(self) -> None:
        self.may_end, self.ended = threading.Event(), threading.Event()

    def verify_pdf(self, path: Path, _trusted: Sequence[bytes]) -> list[CheckLine]:
        if path.name == "慢.pdf":
            assert self.may_end.wait(20)
            self.ended.set()
        return [CheckLine(path.name, Grade.INTACT, "看过。")]


def test_the_file_chosen_last_is_the_one_told(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    verifier, parts = HeldVerifier(), Parts()
    monkeypatch.setattr(Parts, "verifier", verifier)
    background = (context := office(tmp_path, synchronous=False, printing=parts).context).background
    dialog = SignatureDialog(context)
    qtbot.addWidget(dialog)
    dialog.check(tmp_path / "慢.pdf")
    dialog.check(tmp_path / "快.pdf")
    qtbot.waitUntil(lambda: dialog.head.title() == "快.pdf")
    verifier.may_end.set()
    qtbot.waitUntil(lambda: verifier.ended.is_set() and not background.is_busy)
    assert dialog.sentences() == ["快.pdf：看过。"]
    background.close()


def test_the_certificate_to_sign_with_is_told_in_plain_words(dialog: SignatureDialog, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    held = p12(tmp_path, identity(first=now - timedelta(days=1), last=now + timedelta(days=30)))
    assert held.file is not None
    card = dialog.certificate
    assert not card.look.isEnabled()
    card.take_file(held.file)
    card.password.setText("不对")
    card.look.click()
    assert card.said.text().startswith("证书密码不对")
    assert card.password.text() == ""
    card.password.setText(PASSWORD)
    card.look.click()
    assert card.said.text().startswith(f"{HOLDER}，由")
    assert "不具法律效力" in card.said.text()


def test_an_issuer_on_the_offices_list_is_told_trusted_and_the_counts_say_so(
    dialog: SignatureDialog, at: Office, parts: Parts, paper: Path, tmp_path: Path
) -> None:
    root = identity("示例认证中心")
    paper.write_bytes(parts.signer.sign(paper.read_bytes(), p12(tmp_path, identity("示例甲", root)), PASSWORD))
    dialog.check(paper)
    assert dialog.head.right().endswith("，1 项注意")
    trust_certificates(at.unit, parts.signer.certificates_in(certificate_file(tmp_path, root)))
    dialog.check(paper)
    assert "可追溯到信任名单上的签发者" in "".join(dialog.sentences())
    assert dialog.head.right().endswith("项完好")
