"""The main job once through, in the real window on a real encrypted library, its files read back by other programs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pdfplumber
import pytest
import python_calamine
from PySide6.QtWidgets import QApplication

from reviewer_app.cli.verify import verify_path
from reviewer_app.domain.application import Role, User
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.states import State
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import OfficeSettings
from reviewer_app.wiring import Parts
from reviewer_db.gate import LibraryGate
from reviewer_ui.start.application import make_application
from support.officer import Officer

OFFICE = OfficeSettings(
    bureau="上海市示例区市场监督管理局", number_mark="示", agency_code="沪示市监标荐", telephone="021-60000000"
)
PASSWORD = "practice-only-2024"
PROJECT = "社区助餐𠮷祥服务标准化试点"
LIST = f"""2024年度市级标准化试点网上申报清单,,,,,,,,,,,,
办件编号,提交日期,项目名称,项目类别,所属领域,重点方向,单位名称（盖章）,统一社会信用代码,单位性质,联系人,联系电话,标准化管理机构,专职标准化人员数
SH2024617120017,2024年5月8日,{PROJECT},一般,公共服务,养老服务,上海示例甲东服务有限公司,91310104MAXX00015W,企业,样本甲,64220000转2527,标准化办公室,2
SH2024617120018,2024/5/9,=1+1智慧航运标准化试点,一般,现代服务业,航运服务,上海示例乙西服务有限公司,91310115MAXX00015T,企业,样本乙,021-52345678,标准化办公室,1
SH2024617120017,2024年5月8日,{PROJECT},一般,公共服务,养老服务,上海示例甲东服务有限公司,91310104MAXX00015W,企业,样本甲,64220000转2527,标准化办公室,2
合计,,3件,,,,,,,,,,
"""


@pytest.fixture
def gate() -> LibraryGate:
    return Parts().libraries


@pytest.fixture
def library(gate: LibraryGate, tmp_path: Path, qapp: QApplication) -> Path:
    make_application()
    folder = tmp_path / "library"
    desk = gate.create(folder, OFFICE, "示例甲", PASSWORD)
    desk.add_user(User("示例乙", frozenset({Role.HEAD})), PASSWORD, is_own=True)
    desk.close()
    return folder


def _states(unit: UnitOfWork) -> dict[str, State]:
    return {
        unit.applications.get(known.id).project_name: unit.applications.get(known.id).state
        for known in unit.applications.known("2024")
    }


def test_from_a_list_to_the_sealed_sheet(gate: LibraryGate, library: Path, tmp_path: Path) -> None:
    source = tmp_path / "清单.csv"
    source.write_text(LIST, encoding="gb18030")
    _import_and_propose(gate, library, source, tmp_path)
    _sign_off(gate, library, tmp_path)
    exported = tmp_path / "第一批"
    _export(gate, library, exported, tmp_path)
    _read_back(exported)


def _import_and_propose(gate: LibraryGate, library: Path, source: Path, tmp_path: Path) -> None:
    handler = Officer(gate, gate.open(library, "示例甲", PASSWORD), tmp_path / "甲.ini")
    handler.reads_list(source)
    handler.presses("写入 2 件")
    handler.reads_list(source)
    assert handler.window.places.intake.preview.model.rowCount() == 3
    handler.opens("𠮷")
    handler.answers("E1.registered", Verdict.MET)
    handler.answers_the_rest(Verdict.MET)
    handler.presses("推荐")
    handler.writes("推荐部门意见", "经初审，该单位具备申报条件，建议作为一般项目推荐。")
    handler.explains_the_rest("申报单位已到场说明，原件已核对。")
    handler.presses("提交并看下一件")
    assert handler.library.read(_states)[PROJECT] is State.PROPOSED
    handler.leaves()


def _sign_off(gate: LibraryGate, library: Path, tmp_path: Path) -> None:
    head = Officer(gate, gate.open(library, "示例乙", PASSWORD), tmp_path / "乙.ini")
    head.opens(PROJECT)
    head.presses("复核同意")
    assert head.library.read(_states)[PROJECT] is State.SIGNED_OFF
    head.leaves()


def _export(gate: LibraryGate, library: Path, exported: Path, tmp_path: Path) -> None:
    keeper = Officer(gate, gate.open(library, "示例甲", PASSWORD), tmp_path / "甲.ini")
    keeper.goes_to("dispatch")
    page = keeper.window.places.page("dispatch")
    assert page is not None
    options = page.preview.options  # type: ignore[attr-defined]
    options.folder.line.setText(str(exported))
    options.folder.line.textEdited.emit(str(exported))
    keeper.presses("导出 1 件")
    keeper.leaves()


def _read_back(exported: Path) -> None:
    manifest = json.loads((exported / "manifest.json").read_text(encoding="utf-8"))
    assert [entry["kind"] for entry in manifest["files"]] == ["recommendation", "summary", "list"]
    assert all(not line.is_broken for line in verify_path(exported, None, lambda _name: ""))
    rows = (
        python_calamine.CalamineWorkbook.from_path(str(exported / "推荐汇总表.xlsx")).get_sheet_by_index(0).to_python()
    )
    listed = [row for row in rows if PROJECT in row]
    assert len(listed) == 1
    assert "91310104MAXX00015W" in listed[0]
    (sheet,) = (exported / "推荐意见").iterdir()
    with pdfplumber.open(sheet) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    assert "建议作为一般项目推荐" in text.replace("\n", "")
    assert "胡伟" in text
    copied = subprocess.run(["pdftotext", str(sheet), "-"], capture_output=True, check=True, text=True)
    assert "𠮷祥" in copied.stdout
    fonts = subprocess.run(["pdffonts", str(sheet)], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), "every font is embedded"
