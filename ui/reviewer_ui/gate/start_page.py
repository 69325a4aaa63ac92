"""The first start: two large choices, two small ones, and one sentence about encryption."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from reviewer_ui.gate.page import CARD_WIDTH, GatePage
from reviewer_ui.theme import sized_font, tokens
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words
from reviewer_ui.widgets.enter_key import press_by_enter
from reviewer_ui.widgets.icons import pixmap

_SIGN = 32


class LargeChoice(QAbstractButton):
    """A large button with a sign, a title and one line on what comes of it."""

    def __init__(self, icon_name: str, title: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._hint = hint
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, as Space does."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Room for sign, title and two lines."""
        return QSize(230, 172)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws sign over title over hint in a rounded frame."""
        worn = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_lit = self.underMouse() or self.hasFocus()
        painter.setPen(worn.color("accent" if is_lit else "line"))
        painter.setBrush(worn.color("accent_soft" if self.isDown() or self.underMouse() else "panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        scale = self.devicePixelRatioF()
        painter.drawPixmap(
            20, 22, pixmap(self._icon_name, worn.accent if self.isEnabled() else worn.ink3, _SIGN, scale)
        )
        painter.setPen(worn.color("ink" if self.isEnabled() else "ink3"))
        painter.setFont(sized_font(12, semi_bold=True))
        painter.drawText(QRectF(20, 66, self.width() - 40, 26), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setPen(worn.color("ink2"))
        painter.setFont(sized_font(9))
        wrapped = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(QRectF(20, 98, self.width() - 40, self.height() - 106), wrapped, self._hint)
        painter.end()


class StartPage(GatePage):
    """What to begin with."""

    practice_chosen = Signal(bool)
    """The practice library is wanted: of one season, or (true) of five."""
    new_chosen = Signal()
    open_chosen = Signal()
    restore_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("标准化试点初审工作台", "第一次使用，请选择从哪里开始。", parent)
        self.card.setFixedWidth(CARD_WIDTH + 60)
        self.practice = LargeChoice(
            "practice", "试用示例数据", "一套虚构的申报，可以随意操作，熟悉收件、核对、复核到报送的全过程。"
        )
        self.new = LargeChoice("cases", "新建案卷库", "为本单位建立案卷库，设定用户和密码，开始办理真实的申报。")
        self.practice.clicked.connect(lambda: self.practice_chosen.emit(False))
        self.new.clicked.connect(self.new_chosen)
        choices = QHBoxLayout()
        choices.setSpacing(16)
        choices.addWidget(self.practice)
        choices.addWidget(self.new)
        self.column.addSpacing(8)
        self.column.addLayout(choices)
        self.column.addSpacing(4)
        sentence = "案卷库整体加密，只保存在您选定的文件夹里，不连接网络；没有密码，任何人都无法读取。"
        self.column.addWidget(Words(sentence, TextRole.NOTE, wrap=True))
        other = Button("打开已有案卷库", ButtonKind.LINK, "folder")
        other.clicked.connect(self.open_chosen)
        restore = Button("从备份恢复", ButtonKind.LINK, "backup")
        restore.clicked.connect(self.restore_chosen)
        self.years = Button("试用五个年度的示例数据", ButtonKind.LINK, "practice")
        self.years.setToolTip("2022至2026年度的虚构案卷：立项后的台账、承诺标准、数读、保管和年度收尾都有内容。")
        self.years.clicked.connect(lambda: self.practice_chosen.emit(True))
        row = QHBoxLayout()
        row.addWidget(self.years)
        row.addWidget(other)
        row.addWidget(restore)
        row.addStretch(1)
        self.column.addWidget(self.note)
        self.column.addWidget(self.busy)
        self.column.addLayout(row)
