"""The lines of a stack: one for each paper awaited, then one for each page that is none of theirs; with a picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from reviewer_app.domain.dispatch.stacks import ExpectedPaper, OddPage, PageStand, PaperFound, PaperStand, StackPage
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.stacks.awaiting import AwaitedPapers
from reviewer_app.services.stacks.taking import StackPlan
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import Tone, tokens
from reviewer_ui.widgets.plain_table import RowDelegate
from reviewer_ui.widgets.rows_model import AnyIndex, Column, RowsModel

#: A row is high enough for the small picture of a page.
ROW = 50
_PICTURE = QSize(32, 44)
_PAPER = {
    PaperStand.COMPLETE: ("可收下", Tone.OK),
    PaperStand.MARK_OFF: ("请看", Tone.WARN),
    PaperStand.MARK_NOT_SEEN: ("请看", Tone.BAD),
    PaperStand.PAGES_MISSING: ("缺页", Tone.BAD),
    PaperStand.ABSENT: ("待扫描", Tone.IDLE),
    PaperStand.STALE: ("已失效", Tone.BAD),
}
_PAGE = {
    PageStand.DOUBLE: ("重页", Tone.IDLE),
    PageStand.OLDER: ("旧版", Tone.BAD),
    PageStand.UNSURE: ("待指定", Tone.WARN),
    PageStand.OTHER_BATCH: ("他批", Tone.BAD),
    PageStand.FOREIGN: ("外来页", Tone.WARN),
    PageStand.BROKEN: ("读不出", Tone.BAD),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A paper with what was found of it, or a page that is none of theirs; `places` are its pages in the stack."""

    paper: PaperFound | None
    odd: OddPage | None
    places: tuple[int, ...]
    says: str
    picture: QImage
    is_accepted: bool = False
    is_known: bool = False

    @property
    def name(self) -> str:
        """What it is called: the paper's number, or where the page lies in the stack."""
        if self.paper is not None:
            return self.paper.expected.called
        return f"扫描第 {self.places[0] + 1} 页"

    @property
    def pages(self) -> str:
        """How many of its pages are here."""
        if self.paper is None or not self.paper.expected.pages:
            return ""
        return f"{len(self.paper.places)} / {self.paper.expected.pages}"

    @property
    def mark(self) -> str:
        """What is said of the mark, or of what is missing."""
        if self.paper is None:
            return ""
        missing = f"缺第{'、'.join(map(str, self.paper.missing))}页" if self.paper.missing and self.paper.places else ""
        return "，".join(filter(None, (missing, self.paper.mark_words)))

    @property
    def stand(self) -> tuple[str, Tone]:
        """Its state in a word, and the tone of it."""
        if self.paper is not None:
            if self.is_known or (self.paper.stand is PaperStand.ABSENT and self.paper.expected.kept):
                return "已收", Tone.OK
            if self.is_accepted:
                return "已认可", Tone.OK
            return _PAPER[self.paper.stand]
        assert self.odd is not None
        return _PAGE[self.odd.stand]

    @property
    def told(self) -> str:
        """All that is said of it, for where there is room."""
        return "\n".join(filter(None, (self.says, self.mark)))

    @property
    def shown(self) -> int:
        """Which of its pages (from 0) is shown first: the one that bears the mark, where it is here."""
        place = self.paper.expected.place if self.paper is not None else None
        pages = sorted(self.paper.places) if self.paper is not None else []
        return pages.index(place.page) if place is not None and place.page in pages else 0

    @property
    def waits(self) -> bool:
        """Whether a person has to look before its scan is taken."""
        return self.paper is not None and self.paper.stand.asks_a_person and not (self.is_accepted or self.is_known)

    @property
    def can_be_taken(self) -> bool:
        """Whether its scan can be kept now."""
        return self.paper is not None and self.paper.stand.can_be_taken and not (self.waits or self.is_known)

    @property
    def can_be_named(self) -> bool:
        """Whether a person may say which page of which paper it is."""
        return self.odd is not None and self.odd.stand in (PageStand.FOREIGN, PageStand.UNSURE)


COLUMNS: tuple[Column[Line], ...] = (
    Column("发文号", lambda one: one.name, 190),
    Column("项目", lambda one: one.says),
    Column("页数", lambda one: one.pages, 64),
    Column("扫描件", lambda _one: "", 64),
    Column("印迹", lambda one: one.mark, 210),
    Column("状态", lambda one: one.stand[0], 92, lambda one: one.stand[1]),
)
_SMALL = 3


class StackRows(RowsModel[Line]):
    """The lines with their small pictures."""

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """As every table; the column of scans gives its picture."""
        if role == Qt.ItemDataRole.DecorationRole:
            return self.row_at(index.row()).picture if index.column() == _SMALL else None
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == _SMALL:
            return "扫描件：有" if self.row_at(index.row()).places else "扫描件：无"
        return super().data(index, role)


class StackDelegate(RowDelegate):
    """Draws the small picture in a thin frame; an empty frame where nothing was scanned."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draws one cell."""
        super().paint(painter, option, index)
        if index.column() != _SMALL:
            return
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        room = option.rect.adjusted(10, (ROW - _PICTURE.height()) // 2, 0, 0)
        frame = room.adjusted(0, 0, _PICTURE.width() - room.width(), _PICTURE.height() - room.height())
        painter.save()
        if isinstance(picture, QImage) and not picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(frame, picture)
        else:
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
        painter.setPen(tokens().color("line"))
        painter.drawRect(frame)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """High enough for the picture."""
        return QSize(super().sizeHint(option, index).width(), ROW)


def lines_of(plan: StackPlan, accepted: frozenset[int]) -> list[Line]:
    """A line for each paper, and then for each page that is none of theirs."""
    pages = plan.read.pages
    found = [
        Line(
            one,
            None,
            one.in_order,
            _title_of(one),
            picture_of(pages[_shown_place(one)]) if one.places else QImage(),
            one.expected.entry_id in accepted and one.stand.asks_a_person,
            plan.is_known(one),
        )
        for one in plan.match.papers
    ]
    found += [
        Line(None, one, (one.place,), _said_of(one, plan), picture_of(pages[one.place])) for one in plan.match.odd
    ]
    return found


def awaited_lines(awaited: AwaitedPapers) -> list[Line]:
    """A line for each paper that is awaited, before anything was read."""
    expected = (
        ExpectedPaper(one.entry.id, one.entry.called, one.entry.kind, one.title, 0, "", stale=one.stale, kept=one.kept)
        for one in awaited.papers
    )
    papers = (PaperFound(one, PaperStand.STALE if one.stale else PaperStand.ABSENT, {}) for one in expected)
    return [Line(one, None, (), _title_of(one), QImage()) for one in papers]


def picture_of(page: StackPage) -> QImage:
    """The small picture of a page; none where its dots are not what they claim."""
    width = page.small_width
    if width <= 0 or not page.small or len(page.small) % (3 * width):
        return QImage()
    height = len(page.small) // (3 * width)
    return QImage(page.small, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _shown_place(found: PaperFound) -> int:
    """The page that bears the mark, else the first."""
    wanted = found.expected.place.page if found.expected.place is not None else 0
    return found.places.get(wanted, found.in_order[0])


def _title_of(found: PaperFound) -> str:
    why = found.expected.stale if found.stand is PaperStand.STALE else found.expected.kept
    return f"{found.expected.title}（{why}）" if why else found.expected.title


def _said_of(odd: OddPage, plan: StackPlan) -> str:
    """What a page is that belongs to none of the papers."""
    said = odd.said
    if said is None:
        page = plan.read.pages[odd.place]
        file = f"（{one_line(plan.read.paths[page.file].name)}）" if len(plan.read.paths) > 1 else ""
        return sentence(f"stack_page.{odd.stand.value}") + file
    kind = said.kind.label if said.kind is not None else ""
    named = " ".join(filter(None, (kind, said.number, f"第{said.page}页，共{said.total}页")))
    where = plan.others.get(said.number, "")
    return sentence(f"stack_page.{odd.stand.value}_said", {"page": named, "where": f"（{where}）" if where else ""})
