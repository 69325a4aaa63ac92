"""Pictures of the way in: a list mapped by hand and come again, the pile with its ledger, scans, pairs and doubles."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from reviewer_app.domain.application import Application, Source
from reviewer_app.domain.evidence.scans import Place
from reviewer_app.services.cases.registering import current_pack, register_application
from reviewer_app.services.intake.halves import half_cases
from reviewer_app.services.intake.pinning import pin_place
from reviewer_app.services.intake.scans import ScanFile, keep_scan
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.reading import FieldRead, FormRead, PageRead
from reviewer_resources import path
from reviewer_ui.main_window import MainWindow
from reviewer_ui.theme import sized_font

_LIST, _SCAN = "practice-2024.csv", "申请表（盖章扫描件）.png"
_NUMBER = "网上申报编号"
_STRANGE = {"重点方向": "细类", "行业主管部门": "上级条线", "标准化管理机构": "谁来管"}
_DPI, _MM = 130, 130 / 25.4
_PAGE = (210, 297)
_FIELDS = ("project_name", "applicant", "credit_code", "applicant_kind", "sector", "contact_person", "contact_phone")
_FIRST_ROW, _ROW, _LEFT, _SPLIT, _RIGHT = 55, 14, 20, 70, 190
_SEAL = (150.0, 205.0, 21.0)
_VIEWER, _DRAWN_MS, _OPENED_MS = (1240, 700), 600, 60


def taking_in_pictures(window: MainWindow, library: Library) -> Iterator[tuple[str, Callable[[], None]]]:
    """Name by name what has to be opened for each picture; the cases they need are made on the way."""
    stand = _Stand(window, library)
    yield "list-by-hand", stand.map_by_hand
    yield "list-again", stand.read_again
    yield "pile", stand.take_in_pile
    yield "pairs", stand.show_pairs
    yield "scan", stand.show_scan
    yield "doubles", stand.show_doubles
    stand.leave()


class _Stand:
    """The library open in the window, with halves and doubles made for the pictures."""

    def __init__(self, window: MainWindow, library: Library) -> None:
        self._window, self._library = window, library
        self._scratch = tempfile.TemporaryDirectory()
        self._waiting = library.read(_online_halves)

    def leave(self) -> None:
        """Nothing of the made-up lists is left lying about."""
        self._scratch.cleanup()

    def map_by_hand(self) -> None:
        """A list three of whose heads nobody knows, with the dialog that gives them their fields."""
        head, *rows = _listed()
        self._read("外单位导出.csv", [[_STRANGE.get(one, one) for one in head], *rows])
        self._window.places.intake.preview.head.columns_asked.emit()

    def read_again(self) -> None:
        """The same list a week later: a telephone changed, a cell emptied, a new line, others gone."""
        head, *rows = _listed()
        phone, kind = head.index("联系电话"), head.index("重点方向")
        known = {case.values["filing_number"] for case in self._waiting}
        open_rows = [row for row in rows if row[head.index(_NUMBER)] in known]
        open_rows[0][phone], open_rows[1][kind] = "64220099", ""
        fresh = list(open_rows[2])
        fresh[head.index(_NUMBER)] = "SH20240620990099"
        fresh[head.index("项目名称")] = "社区助餐服务标准化试点"
        self._read("网上申报清单（5月24日）.csv", [head, fresh, *open_rows, *rows[:4]])

    def take_in_pile(self) -> None:
        """Two sets taken in, the third in hand with all its copies marked."""
        self._window.show_place("intake")
        page = self._window.places.intake
        page.receive_pile()
        pile = page.pile
        if pile is None:
            return
        pile.place.setText("卷柜 A-4")
        for place, case in enumerate(self._waiting[:3]):
            pile.identify(f"SHBZ|{case.intake_number}|1/1")
            pile.card.mark_alike()
            if place < 2:
                pile.take_in()

    def show_pairs(self) -> None:
        """Two papers without a number, each proposed to an online case with what speaks for it."""
        for case, spelt in zip(self._waiting[3:5], ("规范化", "标准 化"), strict=True):
            values = dict(case.values)
            values.pop("filing_number", None)
            values["project_name"] = values["project_name"].replace("标准化", spelt)
            self._library.change(register_application, values, Source.PAPER)
        pile = self._window.places.intake.pile
        if pile is not None:
            pile.put_aside()
            pile.refresh()

    def show_scan(self) -> None:
        """A scan beside its case: the seal pinned as evidence, what was read beside the record."""
        from reviewer_ui.scans.viewer import ScanDialog, show_scan

        case = self._waiting[0]
        said = {**case.values, "contact_phone": "64225566", "sector": "公共的服务"}
        file = Path(self._scratch.name) / _SCAN
        _draw(self._library, said, file)
        scan = ScanFile(_SCAN, file.read_bytes())
        self._library.change(keep_scan, case.id, [scan], _read_as(self._library, said), "手工指定")
        (kept,) = (
            one for one in self._library.read(lambda unit: unit.attachments.of(case.id)) if one.name == scan.name
        )
        x, y, radius = _SEAL
        box = [round(side * 10) for side in (x - radius, y - radius, x + radius, y + radius)]
        rule = self._library.read(_seal_point)
        self._library.change(pin_place, case.id, rule, kept.sha256, Place(1, *box))
        show_scan(self._window.context, case.id, kept.sha256, self._window)
        for dialog in self._window.findChildren(ScanDialog):
            dialog.resize(*_VIEWER)
            # The page is drawn beside the window's thread, once it was asked for.
            dialog.grab()
        _wait(_DRAWN_MS)

    def show_doubles(self) -> None:
        """The same project handed in twice, side by side with a choice field by field."""
        from reviewer_ui.detail.pane import CasePane

        case = self._waiting[5]
        values = {**case.values, "filing_number": "SH20240620990077", "contact_phone": "64225577"}
        self._library.change(register_application, values, Source.ONLINE)
        self._window.show_place("cases")
        self._window.cases.queue.show_table(False)
        self._window.cases.queue.reveal(case.id)
        self._window.cases.open_case(case.id)
        _wait(_OPENED_MS)
        pane = self._window.findChild(CasePane)
        if pane is not None:
            pane.doubles.open()

    def _read(self, name: str, rows: Sequence[Sequence[str]]) -> None:
        file = Path(self._scratch.name) / name
        with file.open("w", encoding="utf-8-sig", newline="") as text:
            csv.writer(text).writerows(rows)
        self._window.show_place("intake")
        self._window.places.intake.read_list(file)


def _wait(milliseconds: int) -> None:
    """Lets the window work on for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _online_halves(unit: UnitOfWork) -> list[Application]:
    """Online cases whose paper is still to come."""
    return unit.applications.some([half.case_id for half in half_cases(unit, Source.ONLINE)])


def _seal_point(unit: UnitOfWork) -> str:
    """The point about the applicant's seal in the season's notice."""
    return next(rule.id for rule in current_pack(unit).rules if rule.id.endswith(".seal"))


def _listed() -> list[list[str]]:
    """The practice season's list from its head on."""
    with path("samples", _LIST).open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.reader(text))
    first = next(place for place, row in enumerate(rows) if _NUMBER in row)
    return rows[first:]


def _read_as(library: Library, said: Mapping[str, str]) -> FormRead:
    """What stands on the drawn page, as it is read of a form: one value the reader is not sure of."""
    labels = {field.id: field.label for field in library.read(current_pack).fields}
    fields = []
    for place, field_id in enumerate(_FIELDS):
        top = _FIRST_ROW + place * _ROW
        box = (float(_SPLIT), float(top), float(_RIGHT), float(top + _ROW))
        value, is_sure = said.get(field_id, ""), field_id != "sector"
        fields.append(FieldRead(field_id, labels[field_id], value, 1, box, 0.98 if is_sure else 0.61, is_sure))
    page = PageRead(0, 1, float(_PAGE[0]), float(_PAGE[1]))
    return FormRead((_SCAN,), (page,), tuple(fields), (), ())


def _draw(library: Library, said: Mapping[str, str], file: Path) -> None:
    """A filled form with a red round seal, as a scanner brings it."""
    labels = {field.id: field.label for field in library.read(current_pack).fields}
    picture = QImage(round(_PAGE[0] * _MM), round(_PAGE[1] * _MM), QImage.Format.Format_RGB32)
    picture.setDotsPerMeterX(round(_MM * 1000))
    picture.setDotsPerMeterY(round(_MM * 1000))
    picture.fill(QColor(246, 245, 241))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_MM, _MM)
    font = sized_font(10)
    font.setPixelSize(5)
    painter.setFont(font)
    ink = QPen(QColor(40, 40, 44), 0.25)
    painter.setPen(ink)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(0, 30, _PAGE[0], 14), Qt.AlignmentFlag.AlignCenter, "上海市标准化试点申请表（演练）")
    for place, field_id in enumerate(_FIELDS):
        top = _FIRST_ROW + place * _ROW
        for left, right, text in ((_LEFT, _SPLIT, labels[field_id]), (_SPLIT, _RIGHT, said.get(field_id, ""))):
            cell = QRectF(left, top, right - left, _ROW)
            painter.drawRect(cell)
            painter.drawText(cell.adjusted(3, 0, -3, 0), middle, text)
    x, y, radius = _SEAL
    painter.drawText(QRectF(60, y - 5, 60, 10), middle, "申报单位（盖章）：")
    painter.setPen(QPen(QColor(205, 60, 70), 1.2))
    painter.drawEllipse(QPointF(x, y), radius, radius)
    painter.setFont(font)
    painter.drawText(QRectF(x - radius, y - 5, 2 * radius, 10), Qt.AlignmentFlag.AlignCenter, "样章")
    painter.end()
    if not picture.save(str(file)):
        raise OSError(f"{file.name} could not be written")
