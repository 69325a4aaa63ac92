"""The season's own notice: attached on the season's card, opened from the point in hand at its page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from reviewer_app.services.seasons.notice_file import attach_notice, notice_file
from reviewer_ui.printing.notice import NoticeDialog
from reviewer_ui.reading_size import reading_size
from reviewer_ui.settings.season import SeasonCard
from reviewer_ui.widgets.form_dialog import FormDialog
from support.casework import registered
from support.desk_pages import Office, office, unnamed
from support.followed import FollowedOpinion

_PAGES = (
    ("关于开展试点工作的通知", "一、试点类型"),
    ("二、申报条件", "（一）依法登记"),
    ("（二）有工作基础", "五、材料"),
)


@pytest.fixture(scope="module")
def notice() -> bytes:
    """A notice of three pages, its letters as text."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    for lines in _PAGES:
        canvas.setFont("STSong-Light", 14)
        for number, line in enumerate(lines):
            canvas.drawString(40, 240 - 60 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.fixture
def at(tmp_path: Path) -> Office:
    return office(tmp_path)


def test_an_admin_attaches_the_notice_and_says_where_it_comes_from(
    at: Office, qtbot: QtBot, notice: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "通知.pdf"
    file.write_bytes(notice)
    card = SeasonCard(at.context)
    qtbot.addWidget(card)
    card.notice.click()
    (form,) = [one for one in card.findChildren(FormDialog) if one.isVisible()]
    assert unnamed(form) == []
    form.fill("file", str(file))
    form.confirm.click()
    assert form.note.text() == "请写明文件的来源，如市局网站和下载日期。"
    assert notice_file(at.unit, "2024") is None
    form.fill("reason", "市局网站，2024-04-01 下载")
    form.confirm.click()
    kept = notice_file(at.unit, "2024")
    assert kept is not None
    assert (kept.name, card.note.text()) == ("通知.pdf", "通知原文已附上。")


def test_the_point_in_hand_opens_the_notice_at_its_page(at: Office, qtbot: QtBot, notice: bytes) -> None:
    pane = FollowedOpinion(at.context)
    qtbot.addWidget(pane)
    pane.show_case(registered(at.unit))
    pane.checklist.set_current("E2.staff")
    pane.clause.notice.click()
    assert "还没有附上通知原文" in at.said[-1].text
    attach_notice(at.unit, "2024", "通知.pdf", notice, "市局网站下载")
    pane.clause.notice.click()
    (dialog,) = [one for one in pane.findChildren(NoticeDialog) if one.isVisible()]
    assert (dialog.clause.text(), dialog.bar.page.value()) == ("通知二（二） 专兼职标准化人员", 3)
    dialog.turn_to("二（一）", "依法登记", 0)
    assert (dialog.bar.page.value(), dialog.note.text()) == (2, "")
    dialog.turn_to("九（一）", "没有的一条", 0)
    assert dialog.note.text() == "没有在原文里找到“九（一）”，从第 1 页看起。"
    dialog.turn_to("九（一）", "规则包写明的一条", 2)
    assert (dialog.bar.page.value(), dialog.note.text()) == (2, "")


def test_the_notice_opens_in_the_size_in_which_the_person_reads(at: Office, qtbot: QtBot, notice: bytes) -> None:
    usual = NoticeDialog("通知.pdf", notice)
    reading_size().step(1)
    larger = NoticeDialog("通知.pdf", notice)
    for dialog in (usual, larger):
        qtbot.addWidget(dialog)
    larger.show()
    reading_size().step(0)
    usual.show()
    assert larger.view.factor() == pytest.approx(usual.view.factor() * 1.1, rel=0.02)
