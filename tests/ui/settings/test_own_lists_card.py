"""The card of the bureau's own lists: read, asked, written, replaced; who may not import only reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.evidence.own_lists import ListKind, ListRow
from reviewer_app.services.office.own_lists import import_own_list
from reviewer_app.services.ports.look_ups import OwnListSheet
from reviewer_ui.settings import SettingsPage
from reviewer_ui.settings.own_lists import OwnListDialog, OwnListsCard
from support.builders import CLEAN
from support.casework import registered
from support.desk_pages import Office, office, type_text, unnamed
from support.fakes import FakeDesk, FakeUnit

ROW = ListRow(2, CLEAN["applicant"], "", "9.1E+17", date(2023, 3, 2), "2023-03-02", "计量违法", "")
SHEET = OwnListSheet("处罚.xlsx", "处罚", {"当事人": "单位名称", "日期": "日期"}, (ROW,), ("1 行的代码已丢失末几位。",))


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    made = office(tmp_path)
    made.lists.own_lists["处罚.xlsx"] = SHEET
    return made


def _page(at: Office, qtbot: QtBot) -> SettingsPage:
    page = SettingsPage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    page.show()
    return page


def _asked(card: OwnListsCard) -> OwnListDialog:
    return next(one for one in card.findChildren(OwnListDialog) if one.isVisible())


def test_a_list_is_shown_before_it_is_written(at: Office, qtbot: QtBot) -> None:
    registered(at.unit)
    page = _page(at, qtbot)
    card = page.own_lists
    assert "还没有清单" in card.note.text()
    card.take_file(Path("处罚.xlsx"))
    dialog = _asked(card)
    assert unnamed(dialog) == []
    assert dialog.said == (
        "“处罚.xlsx”的“处罚”，共 1 行。",
        "列：“当事人”为单位名称，日期。",
        "1 行的代码已丢失末几位。",
    )
    assert at.unit.own_lists.all() == ()
    dialog.write.click()
    assert dialog.note.text() == "请选择这是哪一种清单。"
    dialog.kind.setCurrentIndex(1)
    dialog.write.click()
    assert dialog.note.text() == "请填写清单截至哪一天，命中时会写明。"
    dialog.as_of.setDate(QDate(2024, 5, 19))
    dialog.write.click()
    assert dialog.note.text() == "请写明清单的来源，如：执法科处罚台账。"
    line = dialog.source.lineEdit()
    assert line is not None
    type_text(line, "执法科")
    dialog.write.click()
    (kept,) = at.unit.own_lists.all()
    assert (kept.kind, kept.source, kept.rows, kept.notes) == (ListKind.PENALTY, "执法科", 1, SHEET.notes)
    assert card.note.text() == "已写入行政处罚清单 1 行，截至 2024-05-19，涉及本年度 1 件申报。"
    assert card.model.rowCount() == 1
    assert at.unit.events.latest(1)[0].act == "own_list_imported"


def test_the_replaced_list_is_still_named(at: Office, qtbot: QtBot) -> None:
    for day in (date(2024, 5, 1), date(2024, 5, 8)):
        import_own_list(at.unit, SHEET, ListKind.PENALTY, "执法科", day)
    page = _page(at, qtbot)
    card = page.own_lists
    words = [card.model.index(row, 6).data() for row in range(card.model.rowCount())]
    assert words == ["现用", "已被新清单替换"]
    card.take_file(Path("处罚.xlsx"))
    assert [_asked(card).source.itemText(0), _asked(card).source.count()] == ["执法科", 1]


def test_a_file_that_is_no_list_is_one_sentence(at: Office, qtbot: QtBot) -> None:
    page = _page(at, qtbot)
    card = page.own_lists
    card.take_file(Path("照片.png"))
    assert "照片.png" in card.note.text()
    assert card.add_file.isEnabled()
    assert card.findChildren(OwnListDialog) == []


def test_who_may_not_import_only_reads(tmp_path: Path, qtbot: QtBot) -> None:
    unit = FakeUnit(User("示例乙", frozenset({Role.HEAD})))
    page = _page(office(tmp_path, FakeDesk(unit, tmp_path)), qtbot)
    card = page.own_lists
    assert not card.add_file.isVisible()
    assert card.table.isVisible()
