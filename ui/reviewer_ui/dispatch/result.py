"""What came of an export: every case with its file, or the sentence that says why there is none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.services.dispatch.exporting import BatchLineResult, BatchResult
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Card, TextRole, Words
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

COLUMNS: tuple[Column[BatchLineResult], ...] = (
    Column("收件编号", lambda line: line.intake_number, 130),
    Column("项目名称", lambda line: line.project_name),
    Column(
        "结果",
        lambda line: "未导出" if line.error else "已导出",
        92,
        lambda line: Tone.BAD if line.error else Tone.OK,
    ),
    Column("文件或原因", lambda line: line.error or line.file),
)


def open_folder(folder: Path) -> None:
    """Opens a folder in the system's own file window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class BatchResultView(Card):
    """The result of one batch."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = Path()
        self.title = Words("", TextRole.TITLE)
        self.where = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self.next_step = Words("", TextRole.NOTE, wrap=True)
        self.open = Button("打开文件夹", ButtonKind.PRIMARY, "folder")
        self.back = Button("返回报送")
        self.model: RowsModel[BatchLineResult] = RowsModel(COLUMNS, self)
        self.table = PlainTable("导出结果")
        self.table.show_model(self.model)
        self.open.clicked.connect(lambda: open_folder(self._folder))
        self.back.clicked.connect(self.left)
        self._lay_out()

    def show_result(self, result: BatchResult) -> None:
        """Shows one export, the cases without a file first."""
        self._folder = result.folder
        failed = sum(bool(line.error) for line in result.lines)
        done = len(result.lines) - failed
        self.title.setText(f"第 {result.number} 批：已导出 {done} 件" + (f"，{failed} 件未导出" if failed else ""))
        again = f"　其中 {result.taken_over} 件沿用上次中断前已做好的" if result.taken_over else ""
        self.where.setText(f"{result.folder}　汇总表：{result.summary_file}{again}")
        self.next_step.setText("打印并用印后，请回到报送页登记用印；寄出后登记报送。")
        self.model.show_rows(sorted(result.lines, key=lambda line: not line.error))
        self.open.setFocus()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        for line in (self.title, self.where, self.next_step):
            words.addWidget(line)
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 16, 12)
        top.setSpacing(8)
        top.addLayout(words, 1)
        top.addWidget(self.back)
        top.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
