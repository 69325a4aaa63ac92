"""The record's words: entries of the first versions are read under today's keys, each key of its own act alone."""

from __future__ import annotations

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.record import FORMER_KEYS, EventAct, RecordKey, detail_as_stored, keys_of


def test_an_entry_with_chinese_keys_is_read_under_their_codes() -> None:
    stored = {"批次": "1", "文件": "推荐意见.pdf", "用印处": "留圈"}
    read = {RecordKey.BATCH: "1", RecordKey.FILE: "推荐意见.pdf", RecordKey.SEAL_STYLE: "留圈"}
    assert detail_as_stored("exported", stored) == read
    assert detail_as_stored("exported", {str(key): value for key, value in read.items()}) == read


#: What the first versions could print; a kind that came later was never stored by its label.
FIRST_KINDS = (
    "recommendation", "opinion-overlay", "calibration", "correction-notice", "receipt", "covering-letter",
    "contents-list", "labels", "envelope-dl", "envelope-c5", "transfer-letter", "run-sheet", "summary",
)  # fmt: skip


def test_every_document_printed_by_the_first_versions_is_known_again() -> None:
    """They named it by its label, under a word that elsewhere means a file."""
    for kind in map(DocumentKind, FIRST_KINDS):
        assert detail_as_stored("printed", {"文件": kind.label}) == {RecordKey.DOCUMENT: kind.value}
        assert detail_as_stored("printed", {"document": kind.value}) == {RecordKey.DOCUMENT: kind.value}


def test_a_field_that_is_called_as_a_key_stays_a_field() -> None:
    amended = {"联系人": "样本乙 → 样本丁", "单位": "甲 → 乙"}
    assert detail_as_stored("amended", amended) == amended
    assert detail_as_stored("imported_again", {"文件": "清单.xlsx", **amended}) == {
        RecordKey.FILE: "清单.xlsx",
        **amended,
    }


def test_an_act_that_this_program_does_not_know_is_read_as_it_stands() -> None:
    assert detail_as_stored("prophesied", {"文件": "甲"}) == {"文件": "甲"}
    assert keys_of("prophesied") == ()


def test_only_acts_of_the_record_have_keys() -> None:
    assert set(FORMER_KEYS) <= set(EventAct)
