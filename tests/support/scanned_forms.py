"""Forms as applicants hand them in: made digital by reportlab in several layouts, and as scans of those pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.reading import FormRead

PACK = shipped_pack()
DPI = 200

#: What stands on the form; dates as people write them are read as days.
VALUES: Mapping[str, str] = {
    "项目名称": "城市智慧停车服务标准化试点",
    "申报单位": "上海示例镕堃停车管理有限公司",
    "统一社会信用代码": "91310115MAXX00015T",
    "单位性质": "企业",
    "项目类别": "一般",
    "领域": "现代服务业",
    "网上申报编号": "SH2024018273645",
    "计划开始日期": "2024-06-01",
    "联系人": "样本乙",
    "联系电话": "021-64220011",
    "专职标准化人员数": "12",
    "试点目标": "建立覆盖停车场规划、运营、服务和评价全过程的标准体系，形成可复制可推广的经验，带动五十家停车场。",
}
_WRITTEN = {"2024-06-01": "2024年6月1日"}
_TICKED = {"企业": "☑企业 □机关 □事业单位 □社会团体 □民办非企业单位 □其他"}


@cache
def _font() -> str:
    (path, *_) = sorted(Path("/usr/share/fonts/truetype/lxgw-wenkai").glob("*Regular*"))
    pdfmetrics.registerFont(TTFont("form", str(path)))
    return "form"


def form_canvas(path: Path) -> Canvas:
    """An empty form with its head, to be drawn on."""
    canvas = Canvas(str(path), pagesize=(210 * mm, 297 * mm))
    canvas.setFont(_font(), 10.5)
    canvas.drawCentredString(105 * mm, 270 * mm, "上海市标准化试点申请表")
    return canvas


def _wrapped(text: str, letters: int) -> list[str]:
    return [text[place : place + letters] for place in range(0, len(text), letters)]


def with_colons(path: Path) -> Path:
    """One label, a colon and its value a line; a long value goes on below."""
    canvas, y = form_canvas(path), 255.0
    for label, value in VALUES.items():
        first, *more = _wrapped(_WRITTEN.get(value, value), 34)
        canvas.drawString(25 * mm, y * mm, f"{label}：{first}")
        for line in more:
            y -= 6
            canvas.drawString((25 + 3.7 * (len(label) + 1)) * mm, y * mm, line)
        y -= 9
    canvas.save()
    return path


def in_table(path: Path, columns: int = 2) -> Path:
    """Pairs of label and value in the cells of a table, boxes to be ticked among them."""
    canvas, y = form_canvas(path), 258.0
    pairs = list(VALUES.items())
    for first in range(0, len(pairs), columns):
        row = pairs[first : first + columns] if len(pairs[first][1]) < 30 else pairs[first : first + 1]
        width = 180 / len(row)
        for place, (label, value) in enumerate(row):
            x = 15 + place * width
            canvas.rect(x * mm, (y - 16) * mm, 34 * mm, 16 * mm)
            canvas.rect((x + 34) * mm, (y - 16) * mm, (width - 34) * mm, 16 * mm)
            canvas.drawString((x + 2) * mm, (y - 6) * mm, label)
            said = _TICKED.get(value, _WRITTEN.get(value, value))
            for line, text in enumerate(_wrapped(said, int((width - 36) / 3.8))):
                canvas.drawString((x + 35) * mm, (y - 5 - 4 * line) * mm, text)
        y -= 16
    canvas.save()
    return path


def labels_above(path: Path) -> Path:
    """Each value in a box under that of its label."""
    canvas, y = form_canvas(path), 262.0
    for label, value in VALUES.items():
        canvas.rect(15 * mm, (y - 6) * mm, 180 * mm, 6 * mm)
        canvas.rect(15 * mm, (y - 18) * mm, 180 * mm, 12 * mm)
        canvas.drawString(17 * mm, (y - 4.5) * mm, label)
        for line, text in enumerate(_wrapped(_WRITTEN.get(value, value), 44)):
            canvas.drawString(17 * mm, (y - 10.5 - 5 * line) * mm, text)
        y -= 18.5
    canvas.save()
    return path


def scanned(form: Path, turn: int = 0, angle: float = 1.2) -> Path:
    """The first page of a form as a scanner brings it: a picture, askew and lying turned counter-clockwise."""
    page = pypdfium2.PdfDocument(form)[0].render(scale=DPI / 72).to_pil().convert("RGB")
    page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(250, 250, 250)).rotate(turn, expand=True)
    page = Image.blend(page, Image.effect_noise(page.size, 24).convert("RGB"), 0.1)
    path = form.with_name(f"{form.stem}-{turn}.jpg")
    page.save(path, quality=70, dpi=(DPI, DPI))
    return path


def stamped(path: Path, centre_mm: tuple[float, float], diameter_mm: float, turn: int = 0) -> Path:
    """A page with a red ring and star, without letters."""
    page = Image.new("RGB", (1654, 2339), (244, 243, 240))
    draw, per_mm = ImageDraw.Draw(page), DPI / 25.4
    x, y, radius = centre_mm[0] * per_mm, centre_mm[1] * per_mm, diameter_mm * per_mm / 2
    ring = (x - radius, y - radius, x + radius, y + radius)
    draw.ellipse(ring, outline=(205, 60, 70), width=9)
    draw.regular_polygon((x, y, radius * 0.3), 5, fill=(205, 60, 70))
    page.rotate(turn, expand=True).save(path, dpi=(DPI, DPI))
    return path


def read_labels(read: FormRead) -> dict[str, str]:
    """Label → value of what was read."""
    return {one.label: one.value for one in read.fields}


def grey_pages(*greys: int, size: tuple[int, int] = (300, 420)) -> bytes:
    """A scan of one grey page after the other, each A4."""
    first, *others = [Image.new("RGB", size, (grey,) * 3) for grey in greys]
    packed = BytesIO()
    first.save(packed, "PDF", save_all=True, append_images=others, resolution=size[1] / 297 * 25.4)
    return packed.getvalue()


def changed_inside(scan: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """A scan with something done to its inside."""
    packed = BytesIO()
    with pikepdf.open(BytesIO(scan)) as opened:
        change(opened)
        opened.save(packed)
    return packed.getvalue()
