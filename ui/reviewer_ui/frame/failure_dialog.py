"""The two dialogs for what went wrong: trouble around us says what to do next; a fault of ours apologises."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer_ui.messages import Message, MessageKind
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.icons import Sign

_SIGN_SIDE = 28


class FailureDialog(Dialog):
    """One sentence; for a defect the report stands below to be copied; `offer` names a way out, if there is one."""

    offer_taken = Signal()

    def __init__(self, message: Message, parent: QWidget | None = None, offer: str = "") -> None:
        super().__init__(parent)
        self._message = message
        is_defect = message.kind is MessageKind.DEFECT
        self.setWindowTitle("程序出了差错" if is_defect else "没有完成")
        self.setMinimumWidth(460)
        self._report = QPlainTextEdit(message.report)
        self._report.setReadOnly(True)
        self._report.setAccessibleName("差错报告")
        self._report.setVisible(is_defect)
        self.bundle = Button("查看并保存报告…")
        self.bundle.setVisible(is_defect)
        self.bundle.clicked.connect(self._show_bundle)
        self._copy = Button("复制报告", icon_name="copy")
        self._copy.setVisible(is_defect)
        self._copy.clicked.connect(self.copy_report)
        self.offer = Button(offer)
        self.offer.setVisible(bool(offer))
        self.offer.clicked.connect(self._take_offer)
        close = Button("继续工作" if is_defect else "知道了", ButtonKind.PRIMARY)
        close.clicked.connect(self.accept)
        close.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(self._words_row())
        column.addWidget(self._report)
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addWidget(self.bundle)
        buttons.addStretch(1)
        buttons.addWidget(self.offer)
        buttons.addWidget(close)
        column.addLayout(buttons)
        close.setFocus()

    def _words_row(self) -> QHBoxLayout:
        sign = Sign("warn", "warn", _SIGN_SIDE)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(self._message.text, TextRole.BODY, wrap=True, selectable=True), 1)
        return row

    def _take_offer(self) -> None:
        self.accept()
        self.offer_taken.emit()

    def _show_bundle(self) -> None:
        """Shows all that would be given away; it is saved only from there."""
        from reviewer_ui.frame.report_dialog import ReportDialog

        dialog = ReportDialog(self._message.trail, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def copy_report(self) -> None:
        """Puts the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._message.report)
        self._copy.setText("已复制")
