"""The settings place: an index at the left, the sections one below the other at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, qVersion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reviewer_app.domain.changes import Changes, Noun
from reviewer_ui.context import Context
from reviewer_ui.help.about import program_version
from reviewer_ui.settings.backups import BackupsCard
from reviewer_ui.settings.card import SettingsCard
from reviewer_ui.settings.desks import DesksCard
from reviewer_ui.settings.fonts import FontsCard
from reviewer_ui.settings.look import LookCard
from reviewer_ui.settings.notice import NoticeCard
from reviewer_ui.settings.office import OfficeCard
from reviewer_ui.settings.own_lists import OwnListsCard
from reviewer_ui.settings.people import PasswordCard, PeopleCard
from reviewer_ui.settings.printers import PrintersCard
from reviewer_ui.settings.seal import SealSetupCard
from reviewer_ui.settings.season import SeasonCard
from reviewer_ui.settings.trust import TrustCard
from reviewer_ui.widgets import Button, give_keys_to_ground

_WIDEST = 1040
_INDEX_WIDTH = 132
_INDEX_ROW = 36
#: A section counts as the one being read once its head has come so near the top.
_NEAR_TOP = 80


class AboutCard(SettingsCard):
    """What one tells the person who looks after the machine."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("关于", parent)
        self.add_value("程序", f"市级标准化试点初审工作台　{program_version()}")
        self.add_value("许可", "Apache-2.0")
        self.add_value("界面库", f"Qt {qVersion()}（LGPL）")
        self.add_value("数据", "全部留在本机案卷库里，程序不联网。")
        self.components = Button("所用组件及其许可…")
        self.components.clicked.connect(context.actions["help.about"].trigger)
        self.add_buttons(self.components)


class SettingsPage(QWidget):
    """设置: what rarely changes, in plain sections that are found by the index."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = OfficeCard(context)
        self.people = PeopleCard(context)
        self.password = PasswordCard(context)
        self.backups = BackupsCard(context)
        self.season = SeasonCard(context)
        self.notice = NoticeCard(context)
        self.look = LookCard(context)
        self.fonts = FontsCard(context)
        self.printers = PrintersCard(context)
        self.trust = TrustCard(context)
        self.seal = SealSetupCard(context)
        self.own_lists = OwnListsCard(context)
        self.desks = DesksCard(context)
        self.about = AboutCard(context)
        #: The index: each word with its sections in their order.
        self.sections: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            ("单位", (self.office,)),
            ("年度", (self.season, self.notice, self.own_lists)),
            ("人员", (self.people, self.password)),
            ("备份", (self.backups,)),
            ("移交", (self.desks,)),
            ("印章", (self.seal,)),
            ("信任", (self.trust,)),
            ("打印", (self.fonts, self.printers)),
            ("外观", (self.look,)),
            ("关于", (self.about,)),
        )
        self.index = QListWidget()
        self._is_marking = False
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName("设置各项")
        give_keys_to_ground(self._scroll)
        self._lay_out()
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _value: self._mark_section())
        self.index.itemClicked.connect(lambda _item: self._go_to_current())
        self.index.itemActivated.connect(lambda _item: self._go_to_current())
        self.index.currentRowChanged.connect(lambda _row: self._follow_keys())
        context.background.changed.connect(self._note_changes)

    def refresh(self) -> None:
        """Reads everything again."""
        for card in (
            self.office,
            self.people,
            self.backups,
            self.season,
            self.notice,
            self.own_lists,
            self.trust,
            self.seal,
            self.desks,
            self.look,
        ):
            card.refresh()

    def show_card(self, card: QWidget) -> None:
        """Scrolls until a card begins at the top of the page, as far as there is enough below it."""
        self._scroll.verticalScrollBar().setValue(card.y())
        for row, (_word, cards) in enumerate(self.sections):
            if card in cards:
                self.index.setCurrentRow(row)

    def show_section(self, word: str) -> None:
        """Goes to a section by its word in the index, with the keyboard at its first control."""
        for one, cards in self.sections:
            if one == word:
                self.show_card(cards[0])
                begin_at(cards[0])

    def _go_to_current(self) -> None:
        row = self.index.currentRow()
        if row >= 0:
            self.show_card(self.sections[row][1][0])

    def _follow_keys(self) -> None:
        """The page goes along with the keys in the index; where the page was scrolled, the index went along with it."""
        if self.index.hasFocus() and not self._is_marking:
            self._go_to_current()

    def _mark_section(self) -> None:
        """The index follows what is being read; at the page's end that is its last section."""
        bar = self._scroll.verticalScrollBar()
        row = 0
        for number, (_word, cards) in enumerate(self.sections):
            if cards[0].y() - bar.value() <= _NEAR_TOP:
                row = number
        chosen = self.index.currentRow()
        # Short sections at the end never come to the top: one chosen there stays marked while it is in sight.
        if chosen > row and bar.value() == bar.maximum() and self._is_in_sight(self.sections[chosen][1][0]):
            return
        self._is_marking = True
        self.index.setCurrentRow(row)
        self._is_marking = False

    def _is_in_sight(self, card: QWidget) -> bool:
        top = card.mapTo(self._scroll.viewport(), QPoint(0, 0)).y()
        return 0 <= top < self._scroll.viewport().height()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        for word, cards in self.sections:
            QListWidgetItem(word, self.index).setSizeHint(QSize(0, _INDEX_ROW))
            for card in cards:
                column.addWidget(card)
        column.addStretch(1)
        cards_of_all = QWidget()
        cards_of_all.setMaximumWidth(_WIDEST)
        cards_of_all.setLayout(column)
        _dress_index(self.index)
        middle = _in_the_middle([cards_of_all])
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(middle)
        middle.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.index)
        outer.addWidget(scroll, 1)

    def _note_changes(self, changes: Changes) -> None:
        if Noun.SETTINGS in changes.nouns:
            self.office.refresh()
            self.season.refresh()
            self.notice.refresh()
        if Noun.OWN_LISTS in changes.nouns:
            self.own_lists.refresh()


def begin_at(card: QWidget) -> None:
    """Puts the keyboard on the first control of a card that takes it."""
    for child in card.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isEnabled() and child.isVisibleTo(card):
            child.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _dress_index(index: QListWidget) -> None:
    index.setAccessibleName("设置的目录")
    index.setFixedWidth(_INDEX_WIDTH)
    index.setFrameShape(QFrame.Shape.NoFrame)
    index.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    index.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    index.setUniformItemSizes(True)
    index.setCurrentRow(0)


def _in_the_middle(widgets: Sequence[QWidget]) -> QWidget:
    middle = QWidget()
    row = QHBoxLayout(middle)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget, 100)
    row.addStretch(1)
    return middle
