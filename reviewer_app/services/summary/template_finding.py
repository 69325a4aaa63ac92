"""Finding in a bureau's empty form where the list goes and where unit, filler, telephone and date are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from unicodedata import normalize

from reviewer_app.domain.notice import NoticePack
from reviewer_app.services.ports.papers import TemplateMapping, TemplateSheet
from reviewer_app.services.summary.cell_places import area_places, cell_place, column_letters

#: Heads of forms for what the summary puts together itself; a field's own heads stand in the pack.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "@row": ("序号", "编号", "号"),
    "@intake_number": ("收件编号", "受理编号", "登记编号"),
    "@proposed_class": ("项目类别", "项目类型", "推荐类别", "类别", "试点类别", "拟推荐类别"),
    "@outcome": ("结论", "推荐结论", "初审结论"),
    "@opinion_text": ("推荐意见", "推荐单位意见", "推荐部门意见", "推荐部门推荐意见", "初审意见", "推荐理由"),
    "@period": ("计划起止", "起止时间", "起止日期", "起止年月", "计划起止时间", "试点期限", "实施期限", "实施周期"),
    "@contact": ("市局联系人",),
    "@contact_phone": ("市局联系电话",),
    "@department": ("主管部门意见",),
}
_NAMES = ("姓名", "名称")
_NOTE = re.compile(r"\([^)]*\)")
_NOISE = re.compile(r"[\s*_:、，,.。;；]")
#: Fewer heads than this are no list.
_FEWEST_HEADS = 3
_BLANK = r"[\s_＿]*(?:年[\s_＿]*月[\s_＿]*日)?"
_NOTED = r"(?:\s*[（(][^）)]{1,8}[）)])?"
_LABELS: Mapping[str, str] = {
    "填报单位": r"(?:填报|报送|推荐|上报)(?:单位|部门)",
    "填报人": r"填\s*(?:报|表)\s*人|经\s*办\s*人|联\s*系\s*人",
    "联系电话": r"联系电话|联系方式|电\s*话",
    "填报日期": r"(?:填报|填表|上报|报送)?(?:日\s*期|时间)",
}
#: Labels that are no heads of a list either; the others may be, so without a colon they are left alone above its heads.
_SURE = ("填报单位", "填报日期")
_LABEL = re.compile("|".join(f"(?P<l{number}>{pattern})" for number, pattern in enumerate(_LABELS.values())))
_YEAR = re.compile(r"(?:[_＿]{2,}|\s{2,}|20[\sX×_]{2})\s*(?=年度)")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was found: the mapping, the form's heads by column, its label cells, and summary heads without a column."""

    mapping: TemplateMapping
    heads: Mapping[str, str]
    labels: Mapping[str, str]
    unplaced: tuple[str, ...]

    @property
    def is_found(self) -> bool:
        """Whether a list was recognised at all."""
        return bool(self.mapping.columns)


def suggest_mapping(sheets: Iterable[TemplateSheet], pack: NoticePack) -> Suggestion:
    """The best guess over all sheets; without any recognisable list its columns are empty."""
    words = _head_words(pack)
    tried = [_suggest_on(sheet, words, pack) for sheet in sheets]
    return max(tried, key=lambda found: len(found.mapping.columns))


def described(sheet: TemplateSheet, mapping: TemplateMapping, pack: NoticePack) -> Suggestion:
    """A mapping that was kept, with what the form says in those places."""
    grid, words = _Grid(sheet), _head_words(pack)
    headers = {entry.header for entry in pack.summary}
    # Kept under a version of the pack that called a column otherwise.
    columns = {
        letters: header if header in headers else words.get(_bare(header), header)
        for letters, header in mapping.columns.items()
    }
    found = _suggestion(sheet, grid, mapping.first_row - 1, columns, pack)
    labels = {cell: grid.said(cell) for cell in mapping.cells}
    return replace(found, mapping=replace(mapping, columns=columns), labels=labels)


def suggest_from_row(sheet: TemplateSheet, head_row: int, pack: NoticePack) -> Suggestion:
    """The guess when the officer says in which row the (last) heads stand."""
    grid = _Grid(sheet)
    return _suggestion(sheet, grid, head_row, _matched(grid, head_row, _head_words(pack)), pack)


def _suggest_on(sheet: TemplateSheet, words: Mapping[str, str], pack: NoticePack) -> Suggestion:
    grid = _Grid(sheet)
    best_row, best = 0, dict[str, str]()
    for row in range(1, grid.last_row + 1):
        found = _matched(grid, row, words)
        # A lower row wins a tie: heads merged over two rows are seen from both, and the lower says more.
        if len(found) >= max(len(best), _FEWEST_HEADS):
            best_row, best = row, found
    return _suggestion(sheet, grid, best_row, best, pack)


def _suggestion(
    sheet: TemplateSheet, grid: _Grid, head_row: int, columns: Mapping[str, str], pack: NoticePack
) -> Suggestion:
    labels = dict(_label_cells(grid, head_row)) if head_row else {}
    heads = {column_letters(column): " ".join(grid.head(column, head_row)) for column in grid.columns()}
    return Suggestion(
        mapping=TemplateMapping(sheet.name, labels, head_row + 1 if head_row else 1, columns),
        heads={letters: text for letters, text in heads.items() if text} if head_row else {},
        labels={cell: grid.said(cell) for cell in labels},
        unplaced=tuple(entry.header for entry in pack.summary if entry.header not in columns.values()),
    )


class _Grid:
    """A sheet's texts by place, a merged area saying its text in every place."""

    def __init__(self, sheet: TemplateSheet) -> None:
        self.texts = {place: text for cell, text in sheet.texts.items() if (place := cell_place(cell))}
        self.anchors: dict[tuple[int, int], tuple[int, int]] = {}
        self.wide: dict[tuple[int, int], int] = {}
        for area in sheet.merged:
            self._merge(area)
        self.last_row = max((row for _, row in self.texts), default=0)

    def _merge(self, area: str) -> None:
        places = area_places(area)
        if places is None or (places[2] - places[0]) * (places[3] - places[1]) > 10_000:
            return
        left, top, right, low = places
        self.wide[left, top] = right
        for column in range(left, right + 1):
            for row in range(top, low + 1):
                self.anchors[column, row] = (left, top)

    def columns(self) -> list[int]:
        """The columns where anything stands."""
        return sorted({column for column, _ in self.texts} | {column for column, _ in self.anchors})

    def anchor(self, column: int, row: int) -> tuple[int, int]:
        """The place whose text shows at a place."""
        return self.anchors.get((column, row), (column, row))

    def beside(self, column: int, row: int) -> tuple[int, int]:
        """The place to the right of a cell, merged ones as one."""
        return self.wide.get((column, row), column) + 1, row

    def head(self, column: int, row: int) -> list[str]:
        """What stands over a column: the group's head, if there is one, and the column's own."""
        own, above = self.anchor(column, row), self.anchor(column, row - 1)
        parts = [self.texts.get(own, "")]
        is_group = above != own and above in self.texts and self.wide.get(above, above[0]) > above[0]
        if is_group and self.wide[above] - above[0] < 8:
            parts.insert(0, self.texts[above])
        return [part for part in parts if part]

    def said(self, cell: str) -> str:
        """What stands in a cell, or left of it."""
        column, row = cell_place(cell) or (1, 1)
        return self.texts.get((column, row)) or next(
            (self.texts[self.anchor(at, row)] for at in range(column - 1, 0, -1) if self.anchor(at, row) in self.texts),
            "",
        )


def _head_words(pack: NoticePack) -> dict[str, str]:
    """The summary's head for every way a form may say it; the first column to claim a word keeps it."""
    words: dict[str, str] = {}
    for column in pack.summary:
        words.setdefault(_bare(column.header), column.header)
    for column in pack.summary:
        field = next((field for field in pack.fields if field.id == column.value), None)
        said = (field.label, *field.synonyms) if field else _WORDS.get(column.value, ())
        for word in said:
            words.setdefault(_bare(word), column.header)
    return words


def _matched(grid: _Grid, row: int, words: Mapping[str, str]) -> dict[str, str]:
    """The columns whose head in that row is known, each head once."""
    found: dict[str, str] = {}
    for column in grid.columns():
        if grid.anchor(column, row)[0] != column:
            continue
        header = _known(grid.head(column, row), words)
        if header and header not in found.values():
            found[column_letters(column)] = header
    return found


def _known(parts: list[str], words: Mapping[str, str]) -> str:
    """The summary's head for a form's head, said with its group first."""
    if not parts or len(parts[-1]) > 30:
        return ""
    own, group = _bare(parts[-1]), _bare(parts[0])
    tries = [f"{group}{own}", own] if len(parts) > 1 else [own]
    if len(parts) > 1 and own in _NAMES:
        tries[1:1] = [group]
        tries = [said for said in tries if said != own]
    for prefix in ("所属", "申报", "单位", "项目"):
        tries += [said.removeprefix(prefix) for said in tries if said.startswith(prefix)]
    return next((words[said] for said in tries if said in words), "")


def _bare(text: str) -> str:
    """A head without notes in brackets, blanks and signs, in half width."""
    plain = normalize("NFKC", text)
    return _NOISE.sub("", _NOTE.sub("", plain) or plain).casefold()


def _label_cells(grid: _Grid, head_row: int) -> Iterator[tuple[str, str]]:
    """Cells above and below the list that ask for something, with the text they take."""
    for (column, row), text in sorted(grid.texts.items(), key=lambda item: (item[0][1], item[0][0])):
        if grid.anchor(column, row) != (column, row) or len(text) > 200:
            continue
        if row < head_row and grid.anchor(column, head_row) == (column, row):
            continue
        if row < head_row and _YEAR.search(text):
            yield f"{column_letters(column)}{row}", _YEAR.sub("{年度}", text)
        elif row < head_row or row > head_row + 1:
            yield from _labelled(grid, column, row, text) or _bare_label(grid, column, row, text, head_row)


def _labelled(grid: _Grid, column: int, row: int, text: str) -> list[tuple[str, str]]:
    """A label's own cell when there is room in it, else the empty one beside it."""
    pattern = re.compile(rf"(?P<label>(?:{_LABEL.pattern}){_NOTED}\s*[：:]){_BLANK}")
    matches = list(pattern.finditer(text))
    if not matches:
        return []
    beside = grid.beside(column, row)
    is_alone = len(matches) == 1 and matches[0].end() == len(text.rstrip()) and not text[: matches[0].start()].strip()
    is_single = (column, row) not in grid.wide
    if is_alone and is_single and beside not in grid.texts and beside[0] <= max(grid.columns()):
        return [(f"{column_letters(beside[0])}{row}", f"{{{_meant(matches[0])}}}")]
    return [(f"{column_letters(column)}{row}", pattern.sub(_with_place, text).rstrip())]


def _bare_label(grid: _Grid, column: int, row: int, text: str, head_row: int) -> list[tuple[str, str]]:
    """The empty cell beside a label that has no colon because it stands in a cell of its own."""
    match = re.fullmatch(rf"\s*(?:{_LABEL.pattern}){_NOTED}\s*", text)
    beside = grid.beside(column, row)
    if match is None or beside in grid.texts or beside[0] > max(grid.columns()):
        return []
    is_sure = _meant(match) in _SURE
    return [(f"{column_letters(beside[0])}{row}", f"{{{_meant(match)}}}")] if is_sure or row > head_row else []


def _with_place(match: re.Match[str]) -> str:
    gap = "　　" if match.end() < len(match.string) else ""
    return f"{match['label']}{{{_meant(match)}}}{gap}"


def _meant(match: re.Match[str]) -> str:
    """Which of the office's values a label asks for."""
    return next(name for number, name in enumerate(_LABELS) if match[f"l{number}"] is not None)
