"""The recommendation sheet: one case's facts, checklist, opinion, signature and seal, as an office would sign it."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer_app.domain.batch import SealStyle
from reviewer_app.outputs.fonts.book import Role
from reviewer_app.outputs.page.flow import Flow, PlacedLine
from reviewer_app.outputs.page.foot import FootWords, put_feet
from reviewer_app.outputs.page.imprint import imprint_height, imprint_part, put_imprint
from reviewer_app.outputs.page.items import MM, OFFICIAL, DraftMark, Text, baseline
from reviewer_app.outputs.page.signature_block import place_signature, signature_items
from reviewer_app.outputs.page.table import Cell, Row, TableStyle, opening_height, put_table
from reviewer_app.outputs.page.typeset import Line, TextStyle, Typesetter
from reviewer_app.outputs.pdf.archival import DocumentInfo
from reviewer_app.outputs.pdf.render import DAY_KEY, moment, render
from reviewer_app.services.ports.records import RecommendationValues

TITLE = ("上海市市级标准化试点项目", "推荐意见")
_NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class SheetLook:
    """How the two tables are set; the rest of the page follows the standard."""

    facts: TableStyle
    points: TableStyle


#: Airy rows, and closer ones taken when they save a page (7.3.5.4 lets lines be set closer for the seal's sake).
USUAL = SheetLook(
    facts=TableStyle(TextStyle(Role.BODY, 11.5), TextStyle(Role.HEITI, 10.5), 5.4, pad_y=1.0, least_height=7.4),
    points=TableStyle(TextStyle(Role.BODY, 10.5), TextStyle(Role.HEITI, 10.5), 4.8, pad_y=0.9, least_height=6.7),
)
CLOSE = SheetLook(
    facts=TableStyle(TextStyle(Role.BODY, 11), TextStyle(Role.HEITI, 10), 4.9, pad_y=0.8, least_height=6.5),
    points=TableStyle(TextStyle(Role.BODY, 10), TextStyle(Role.HEITI, 10), 4.4, pad_y=0.7, least_height=5.7),
)
_GOOD_PAGES = 2
FACT_WIDTHS = (28.0, 50.0, 28.0, 50.0)
POINT_WIDTHS = (20.0, 58.0, 18.0, 60.0)
POINT_HEAD = tuple(Cell(word, is_centred=True, is_label=True) for word in ("条款", "要点", "结论", "说明与依据"))
_NOTE = TextStyle(Role.BODY, 12)
#: The smallest size (pt) a document number is set in to stay on one line.
LEAST_NUMBER = 7.0
_GAP = 3.0
#: Between signature and imprint, and between a table and what follows (mm).
_AIR = 4.0


def recommendation_pdf(setter: Typesetter, values: RecommendationValues, seal: str) -> bytes:
    """The sheet as PDF bytes, the same for the same values."""
    style = OFFICIAL
    flow = lay_out(setter, values, seal)
    if len(flow.sheets) > _GOOD_PAGES:
        closer = lay_out(setter, values, seal, CLOSE)
        flow = closer if len(closer.sheets) < len(flow.sheets) else flow
    again = f"　第{values.reprint}次补打" if values.reprint else ""
    put_feet(flow, FootWords("受理编号", values.intake_number, f"规则 {values.pack}{again}", values.audit_head))
    if values.is_draft:
        for sheet in flow.sheets:
            sheet.items.insert(0, DraftMark())
            sheet.add(Text(style.grid.left, 28.0, "草稿", style.level_one))
    return render(flow.sheets, setter, style.grid, _info(values))


def lay_out(setter: Typesetter, values: RecommendationValues, seal: str, look: SheetLook = USUAL) -> Flow:
    """The sheet's pages, without their feet."""
    flow = Flow(setter, OFFICIAL)
    flow.y += flow.style.grid.line_pitch
    flow.title(TITLE)
    _number_line(flow, values.document_number)
    _heading(flow, 0, "申报项目")
    put_table(flow, FACT_WIDTHS, fact_rows(setter, values, look.facts), look.facts)
    flow.skip(_AIR)
    _points(flow, values, look.points)
    _opinion(flow, values, seal)
    return flow


def _number_line(flow: Flow, number: str) -> None:
    """The document number, centred under the title."""
    style = flow.style
    flow.skip(_GAP)
    if number:
        fitted = flow.setter.shrunk(number, style.body, style.grid.width * MM, LEAST_NUMBER)
        flow.centred(Line(number, flow.setter.width(number, fitted)), fitted, style.grid.line_pitch)
    flow.skip(_GAP)


def _heading(flow: Flow, place: int, title: str, following: float = 12.0) -> None:
    """A level-one heading that never stands alone at the foot of a page."""
    flow.need(flow.style.grid.line_pitch + following)
    for line in flow.set_paragraph(f"{_NUMERALS[place]}、{title}", flow.style.level_one):
        flow.put(line)


def fact_rows(setter: Typesetter, values: RecommendationValues, style: TableStyle) -> list[Row]:
    """The facts as rows of label and value; two short ones that follow each other share a row."""
    pairs = [("受理编号", values.intake_number), ("依据文件", values.notice_number), *values.facts]
    room = (FACT_WIDTHS[1] - 2 * style.pad_x) * MM
    rows: list[Row] = []
    waiting: tuple[Cell, ...] = ()
    for label, said in pairs:
        value = Cell(said or "—")
        is_short = "\n" not in said and setter.width(said, style.cell) <= room
        name = Cell(label, is_centred=True, is_label=True)
        if waiting and is_short:
            rows.append((*waiting, name, value))
            waiting = ()
            continue
        if waiting:
            rows.append(_alone(waiting))
        waiting = (name, value)
        if not is_short:
            rows.append(_alone(waiting))
            waiting = ()
    return [*rows, _alone(waiting)] if waiting else rows


def _alone(pair: tuple[Cell, ...]) -> Row:
    """A fact with a row of its own."""
    return pair[0], Cell(pair[1].text, span=3)


def _points(flow: Flow, values: RecommendationValues, style: TableStyle) -> None:
    """The checklist with its answers, and the window the last three years were counted by."""
    if not values.checklist:
        return
    rows = [
        (Cell(clause, is_centred=True), Cell(title), Cell(verdict, is_centred=True), Cell(said))
        for clause, title, verdict, said in values.checklist
    ]
    following = opening_height(flow, POINT_WIDTHS, rows, style, POINT_HEAD)
    _heading(flow, 1, "核对情况", following + 7.5)
    if values.lookback:
        _small_paragraph(flow, f"近三年核查期间：{values.lookback}")
    put_table(flow, POINT_WIDTHS, rows, style, POINT_HEAD)
    flow.skip(_AIR)


def _small_paragraph(flow: Flow, text: str) -> None:
    grid = flow.style.grid
    indent = 2 * _NOTE.size
    for number, line in enumerate(flow.setter.lines(text, _NOTE, grid.width * MM, indent)):
        x = grid.left + (indent / MM if number == 0 else 0.0)
        flow.sheet.add(Text(x, baseline(flow.y, 6.6, _NOTE.size), line.text, _NOTE, line.stretch))
        flow.y += 6.6
    flow.y += 1.4


def _opinion(flow: Flow, values: RecommendationValues, seal: str) -> None:
    """Opinion and conclusion on the line grid, then signature, seal and imprint, never without text on their page."""
    style = flow.style
    flow.snap()
    if values.is_draft:
        seal = SealStyle.CIRCLE  # a draft is never sealed, not even with the sample
    place = place_signature(flow.setter, values.bureau, values.signed_on, style)
    imprint = _imprint_lines(flow, values)
    number = 2 if values.checklist else 1
    lines = flow.set_paragraph(f"{_NUMERALS[number]}、{_opinion_title(values)}", style.level_one)
    lines += flow.set_paragraph(values.opinion_text, style.body) if values.opinion_text.strip() else []
    lines += flow.set_paragraph(_conclusion(values), style.body)
    flow.put_all(lines, tail=place.height + _AIR + imprint_height(imprint), together=3)
    flow.sheet.add(*signature_items(place, flow.y, values.bureau, values.signed_on, seal, style))
    put_imprint(flow, imprint)


def _opinion_title(values: RecommendationValues) -> str:
    return "推荐意见" if values.outcome == "推荐" else "初审意见"


def _conclusion(values: RecommendationValues) -> str:
    """The outcome in one sentence, with the class that is proposed if there is one."""
    if values.outcome == "推荐" and values.proposed_class:
        return f"初审结论：推荐，拟按{values.proposed_class}申报。"
    return f"初审结论：{values.outcome}。"


def _imprint_lines(flow: Flow, values: RecommendationValues) -> list[list[PlacedLine]]:
    """Who handled and who checked, and to whom it goes: the parts between the imprint's rules (7.4)."""
    people = f"经办：{values.handler}　　复核：{values.head}"
    if values.is_self_approved:
        people += "　　（经办与复核为同一人）"
    receiver = "\n".join(part for part in (values.address, f"联系人 {values.contact}") if part)
    return [imprint_part(flow, people), imprint_part(flow, f"报送：{receiver}")]


def _info(values: RecommendationValues) -> DocumentInfo:
    return DocumentInfo(
        title=f"{values.project_name}推荐意见",
        author=values.bureau,
        subject=f"{values.notice_title}（{values.notice_number}）",
        made_at=moment(values.made_at, values.signed_on),
        entries={
            "DeskKind": "recommendation",
            DAY_KEY: values.signed_on.isoformat(),
            "DeskIntake": values.intake_number,
            "DeskNumber": values.document_number,
            "DeskAuditHead": values.audit_head,
            "DeskPack": values.pack,
        },
    )
