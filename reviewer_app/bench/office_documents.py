"""The recommendations as ready .docx files of the same content, and LibreOffice turning them into PDF/A-2b."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import segno
from PIL import Image, ImageDraw

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.services.ports.papers import DocumentValues

_EMU = 36_000
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_FILTER = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'


def soffice() -> str | None:
    """LibreOffice's program on this machine."""
    return shutil.which("soffice")


def converting_rate(program: str, cases: Sequence[DocumentValues]) -> float:
    """Documents a second that LibreOffice converts in one process; its own start is not counted."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = [folder / f"{case.fields['intake_number']}.docx" for case in cases]
        for case, file in zip(cases, files, strict=True):
            write_docx(case, file)
        _convert(program, files[:1], folder)
        alone = _convert(program, files[:1], folder)
        together = _convert(program, files, folder)
        return (len(files) - 1) / max(together - alone, 1e-6)


def _convert(program: str, files: Sequence[Path], folder: Path) -> float:
    out = folder / f"out-{len(files)}"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    order = [program, profile, "--headless", "--convert-to", _FILTER, "--outdir", str(out), *map(str, files)]
    began = time.perf_counter()
    subprocess.run(order, check=True, capture_output=True)
    took = time.perf_counter() - began
    made = len(list(out.glob("*.pdf")))
    if made != len(files):
        raise RuntimeError(f"LibreOffice made {made} of {len(files)} documents")
    return took


def write_docx(case: DocumentValues, file: Path) -> None:
    """One case as an office would have it in a word processor: title, tables, opinion, signature, seal, code."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _relations([("officeDocument", "word/document.xml")]))
        pictures = [("image", "media/seal.png"), ("image", "media/code.png")]
        package.writestr("word/_rels/document.xml.rels", _relations(pictures))
        package.writestr("word/document.xml", _document(case))
        package.writestr("word/media/seal.png", _seal())
        package.writestr("word/media/code.png", _code(f"SHBZ|{case.fields['intake_number']}|1/2"))


def _relations(parts: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>{_PACKAGE}{listed}</Relationships>'


def _document(case: DocumentValues) -> str:
    told, tables = case.fields, case.tables
    parts = [
        _line("上海市市级标准化试点项目推荐意见", 22, "Noto Serif CJK SC", "center"),
        _line(case.number, 16, "Noto Serif CJK SC", "center"),
        _line("一、申报项目", 16, "Noto Sans CJK SC"),
        _table(tables["facts"], (4400, 4400)),
        _line("二、核对情况", 16, "Noto Sans CJK SC"),
        _table((("条款", "要点", "结论", "说明与依据"), *tables["checklist"]), (1200, 3400, 1000, 3200)),
        _line("三、推荐意见", 16, "Noto Sans CJK SC"),
        _line(told["opinion_text"], 16),
        _line(f"初审结论：建议作为{told['proposed_class']}推荐。", 16),
        _line(case.unit, 16, align="right"),
        _line(chinese_date(case.day), 16, align="right"),
        _picture("r1", 42, 1),
        _line(f"经办：{told['handler']}　　复核：{told['head']}", 14),
        _line(f"报送：{told['address']}　联系人 {told['contact']}", 14),
        _picture("r2", 19, 2),
        _line(f"案卷记录链首 {case.audit_head}", 6),
    ]
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="992"/></w:sectPr>'
    )
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        f'xmlns:r="{_RELATION}" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:p="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    )
    body = "".join(parts)
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {names}><w:body>{body}{page}</w:body></w:document>'


def _line(text: str, size: float, font: str = "Noto Serif CJK SC", align: str = "both") -> str:
    look = f'<w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif" w:eastAsia="{font}"/>'
    return (
        f'<w:p><w:pPr><w:spacing w:line="580" w:lineRule="exact"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr>{look}<w:sz w:val="{int(size * 2)}"/></w:rPr>{_words(text)}</w:r></w:p>'
    )


def _table(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    lines = "".join(
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_cell(text)}</w:tc>'
            for text, width in zip(row, widths, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>{lines}</w:tbl>"


def _cell(text: str) -> str:
    look = '<w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif" w:eastAsia="Noto Serif CJK SC"/>'
    return f'<w:p><w:r><w:rPr>{look}<w:sz w:val="21"/></w:rPr>{_words(text)}</w:r></w:p>'


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def _picture(relation: str, side: float, number: int) -> str:
    size = int(side * _EMU)
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{size}" cy="{size}"/>'
        f'<wp:docPr id="{number}" name="p{number}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><p:pic>'
        f'<p:nvPicPr><p:cNvPr id="{number}" name="p{number}"/><p:cNvPicPr/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f'<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{size}" cy="{size}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )


def _seal() -> bytes:
    picture = Image.new("RGB", (500, 500), "white")
    ImageDraw.Draw(picture).ellipse((8, 8, 492, 492), outline="#D7263D", width=13)
    return _png(picture)


def _code(content: str) -> bytes:
    target = io.BytesIO()
    segno.make_qr(content, error="m").save(target, kind="png", scale=8, border=4)
    return target.getvalue()


def _png(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
