"""The settings place: office, notice, people, password, backups, about, one card below the other."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_ui.context import Context
from reviewer_ui.settings.backups import BackupsCard
from reviewer_ui.settings.card import SettingsCard
from reviewer_ui.settings.desks import DesksCard
from reviewer_ui.settings.fonts import FontsCard
from reviewer_ui.settings.notice import NoticeCard
from reviewer_ui.settings.office import OfficeCard
from reviewer_ui.settings.own_lists import OwnListsCard
from reviewer_ui.settings.people import PasswordCard, PeopleCard
from reviewer_ui.settings.printers import PrintersCard
from reviewer_ui.settings.season import SeasonCard
from reviewer_ui.settings.trust import TrustCard


class AboutCard(SettingsCard):
    """What one tells the person who looks after the machine."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("关于", parent)
        self.add_value("程序", f"市级标准化试点初审工作台　{program_version()}")
        self.add_value("许可", "Apache-2.0")
        self.add_value("界面库", f"Qt {qVersion()}（LGPL）")
        self.add_value("数据", "全部留在本机案卷库里，程序不联网。")


def program_version() -> str:
    """The installed version; from an unpacked copy without installation, the word for that."""
    try:
        return version("reviewer-desk")
    except PackageNotFoundError:
        return "未安装的副本"


_WIDEST = 1040


class SettingsPage(QWidget):
    """设置: what rarely changes, in plain sections."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = OfficeCard(context)
        self.people = PeopleCard(context)
        self.password = PasswordCard(context)
        self.backups = BackupsCard(context)
        self.season = SeasonCard(context)
        self.notice = NoticeCard(context)
        self.fonts = FontsCard(context)
        self.printers = PrintersCard(context)
        self.trust = TrustCard(context)
        self.own_lists = OwnListsCard(context)
        self.desks = DesksCard(context)
        self.about = AboutCard()
        self._scroll = QScrollArea()
        self._lay_out()
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
            self.desks,
        ):
            card.refresh()

    def show_card(self, card: QWidget) -> None:
        """Scrolls until a card begins at the top of the page, as far as there is enough below it."""
        self._scroll.verticalScrollBar().setValue(card.y())

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        people = (self.office, self.season, self.notice, self.people, self.password)
        papers = (self.backups, self.desks, self.own_lists, self.trust, self.fonts, self.printers, self.about)
        for card in (*people, *papers):
            column.addWidget(card)
        column.addStretch(1)
        cards = QWidget()
        cards.setMaximumWidth(_WIDEST)
        cards.setLayout(column)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(cards, 100)
        row.addStretch(1)
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(middle)
        middle.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _note_changes(self, changes: Changes) -> None:
        if Noun.SETTINGS in changes.nouns:
            self.office.refresh()
            self.season.refresh()
            self.notice.refresh()
        if Noun.OWN_LISTS in changes.nouns:
            self.own_lists.refresh()
