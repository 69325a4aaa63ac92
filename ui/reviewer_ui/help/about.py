"""关于: version, licence, and every component the program stands on with the licence of each."""

from __future__ import annotations

from importlib.metadata import PackageMetadata, PackageNotFoundError, distributions, version

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from reviewer_ui.widgets import Button, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

_OWN = "reviewer-desk"
#: A licence's full text stands where its name should in some packages; a name is never so long.
_LONGEST_NAME = 60
_CLASSIFIER = "License :: OSI Approved :: "


class AboutDialog(Dialog):
    """The program's version and licence, and a line for each component installed beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("关于")
        self.resize(640, 520)
        self.list = QTreeWidget()
        self.list.setAccessibleName("所用组件及其许可")
        self.list.setHeaderLabels(["组件", "版本", "许可"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.list.setColumnWidth(0, 220)
        for name, number, licence in components():
            QTreeWidgetItem(self.list, [name, number, licence])
        self.end = Button("关闭")
        self.end.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(Words(f"市级标准化试点初审工作台　{program_version()}", TextRole.TITLE))
        column.addWidget(Words("许可：Apache-2.0。程序不联网，数据全部留在本机案卷库里。", wrap=True))
        column.addWidget(Words("以下组件由各自的作者按所列许可提供。", TextRole.NOTE, wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self.end, 0, Qt.AlignmentFlag.AlignRight)


def components() -> list[tuple[str, str, str]]:
    """Name, version and licence of every installed component but the program itself, by name."""
    found = {}
    for one in distributions():
        name = str(one.metadata["Name"] or "")
        if name and name.lower() != _OWN:
            found[name.lower()] = (name, one.version, licence_of(one.metadata))
    return [found[key] for key in sorted(found)]


def licence_of(told: PackageMetadata) -> str:
    """A package's licence by its expression, its classifiers or the name it gives; else where it can be read."""
    expression = _said(told, "License-Expression")
    classified = [
        value.removeprefix(_CLASSIFIER) for value in told.get_all("Classifier") or [] if value.startswith(_CLASSIFIER)
    ]
    named = _said(told, "License")
    if expression:
        return expression
    if classified:
        return " · ".join(classified)
    return named if named and "\n" not in named and len(named) <= _LONGEST_NAME else "见组件自带的许可文件"


def _said(told: PackageMetadata, key: str) -> str:
    return str(told[key]).strip() if key in told else ""


def program_version() -> str:
    """The installed version; from an unpacked copy without installation, the word for that."""
    try:
        return version(_OWN)
    except PackageNotFoundError:
        return "未安装的副本"
