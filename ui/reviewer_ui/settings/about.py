"""About the program: version, licence, and what it is built of."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from reviewer_ui.settings.card import SettingsCard


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
