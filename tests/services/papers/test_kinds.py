"""Each kind of document has its place: of a case, of a batch, or of neither; and a template of its own name."""

from __future__ import annotations

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.papers.guarantee_letters import LETTERS
from reviewer_app.services.papers.printing import OF_BATCH, OF_CASE
from reviewer_resources import names


def test_every_kind_of_paper_is_in_one_of_the_two_tables_or_of_no_case() -> None:
    """A kind without a line could be ordered and never made; one with a template has one of its own name."""
    of_none = {DocumentKind.CALIBRATION, DocumentKind.REGISTER, DocumentKind.RECOVERY_SHEET, DocumentKind.CLOSING_SLIP}
    of_none |= {DocumentKind.SEAL_COUNT, DocumentKind.CASE_FILE, DocumentKind.DOSSIER_CONTENTS, DocumentKind.SEAL_TRIAL}
    of_none |= {DocumentKind.SEAL_REGISTER, DocumentKind.MAIL_CHECK, DocumentKind.DESTRUCTION_LIST}
    of_none |= {DocumentKind.UNIT_CONTENTS, DocumentKind.FIGURES}
    lists = {DocumentKind.LEDGER_LIST, DocumentKind.DEEDS, DocumentKind.STANDARDS_LIST, DocumentKind.YEAR_TURN}
    lists |= {DocumentKind.CONSULTATION_LIST, DocumentKind.BODY_LIST, DocumentKind.RULES_LIST}
    lists |= {DocumentKind.RETENTION_LIST}
    of_none |= {DocumentKind.PACK_READING, DocumentKind.NOTICE_COMPARISON, *LETTERS, *lists}
    assert set(DocumentKind) == {*OF_CASE, *OF_BATCH, *of_none}
    assert not set(OF_CASE) & set(OF_BATCH)
    drawn = {DocumentKind.OPINION_OVERLAY, DocumentKind.SUMMARY, DocumentKind.CALIBRATION, DocumentKind.REGISTER}
    drawn |= {DocumentKind.SEAL_REGISTER, DocumentKind.FIGURES}
    drawn |= {DocumentKind.PACK_READING, DocumentKind.NOTICE_COMPARISON, *lists}
    assert {f"{kind}.toml" for kind in set(DocumentKind) - drawn} == set(names("templates", ".toml"))
