"""The baseline of the start: a bare PySide6 window of three panes, nothing of ours in it.

Run as a program with the moment of its start (`time.monotonic()`) and the families of its font, if it is to have one;
prints the milliseconds until it is painted, and stays until its input is closed, so that it can be weighed.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QLabel,
    QMainWindow,
    QPlainTextEdit,
    QSplitter,
    QTableView,
    QWidget,
)

_NO_PARENT = QModelIndex()


class _Rows(QAbstractTableModel):
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 100_000

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return f"示例{index.row()}标准化试点" if role == Qt.ItemDataRole.DisplayRole else None


def main(started: float, families: list[str]) -> None:
    """Shows the window, waits until it is painted, and says how long that took."""
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    if families:
        app.setFont(QFont(families))
    window = QMainWindow()
    window.resize(1366, 768)
    splitter = QSplitter(Qt.Orientation.Horizontal)
    table = QTableView()
    table.setModel(_Rows(table))
    form = QWidget()
    fields = QFormLayout(form)
    for number in range(12):
        fields.addRow(f"字段{number}", QLabel("值"))
    for pane in (table, form, QPlainTextEdit("意见")):
        splitter.addWidget(pane)
    window.setCentralWidget(splitter)
    window.show()
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, app.quit))
    app.exec()
    sys.stdout.write(f"{(time.monotonic() - started) * 1000:.1f}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2:])
