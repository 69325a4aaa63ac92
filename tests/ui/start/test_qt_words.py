"""Qt's own dialogs speak Chinese throughout."""

from __future__ import annotations

import re

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from reviewer_ui.start.application import make_application


@pytest.mark.parametrize("kind", [QFileDialog, QPrintDialog])
def test_no_label_of_a_dialog_is_left_in_english(kind: type[QDialog], qtbot: QtBot) -> None:
    make_application()
    dialog = kind()
    qtbot.addWidget(dialog)
    if isinstance(dialog, QFileDialog):
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    labels = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("类型" in label or "打印" in label for label in labels)
    assert [label for label in labels if re.search("[A-Za-z]{3}", label)] == []
