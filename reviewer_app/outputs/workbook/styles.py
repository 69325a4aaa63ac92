"""The cell styles of a bureau's workbook: read for sizes and dates, added to for texts that begin like formulas."""

from __future__ import annotations

import copy
import re

from lxml import etree

from reviewer_app.outputs.workbook.package import MAIN, TemplatePackage

#: Built-in number formats that show dates (ECMA-376, 18.8.30, with the Chinese ones).
_DATES = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_DATE_CODE = re.compile(r"[ymd年月日]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_USUAL_SIZE = 11.0


class TemplateStyles:
    """The styles by their number in a cell's `s`."""

    def __init__(self, package: TemplatePackage) -> None:
        related = package.related(package.workbook_part)
        self._part = next((part for kind, part in related.values() if kind == "styles"), "")
        self._package = package
        self._tree = package.tree(self._part) if self._part else etree.Element(f"{{{MAIN}}}styleSheet")
        self._quoted: dict[str, str] = {}

    def quoted(self, style: str) -> str:
        """The same style, marked so that its text is never read as a formula, not even after editing the cell."""
        formats = self._tree.find(f"{{{MAIN}}}cellXfs")
        if formats is None or not len(formats):
            return style
        if style not in self._quoted:
            marked = copy.deepcopy(formats[int(style or 0)])
            marked.set("quotePrefix", "1")
            formats.append(marked)
            formats.set("count", str(len(formats)))
            self._quoted[style] = str(len(formats) - 1)
        return self._quoted[style]

    def shows_date(self, style: str) -> bool:
        """Whether a cell of the style shows a number as a date."""
        number = int(self._format(style).get("numFmtId", "0"))
        code = next(
            (
                entry.get("formatCode", "")
                for entry in self._tree.iterfind(f"{{{MAIN}}}numFmts/{{{MAIN}}}numFmt")
                if entry.get("numFmtId") == str(number)
            ),
            "",
        )
        return number in _DATES or bool(_DATE_CODE.search(_LITERAL.sub("", code)))

    def wraps(self, style: str) -> bool:
        """Whether text of the style is broken into lines."""
        alignment = self._format(style).find(f"{{{MAIN}}}alignment")
        return alignment is not None and alignment.get("wrapText") in ("1", "true")

    def size(self, style: str) -> float:
        """The size of the style's type, in points."""
        fonts = self._tree.findall(f"{{{MAIN}}}fonts/{{{MAIN}}}font")
        number = int(self._format(style).get("fontId", "0"))
        size = fonts[number].find(f"{{{MAIN}}}sz") if number < len(fonts) else None
        return float(size.get("val", _USUAL_SIZE)) if size is not None else _USUAL_SIZE

    def put_back(self) -> None:
        """Gives the package the styles back if one was added."""
        if self._quoted:
            self._package.put(self._part, self._tree)

    def _format(self, style: str) -> etree._Element:
        formats = self._tree.find(f"{{{MAIN}}}cellXfs")
        number = int(style or 0)
        return formats[number] if formats is not None and number < len(formats) else etree.Element("xf")
