"""Drawing without a screen says nothing that is no trouble, and hides nothing that is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning

from reviewer_ui.pictures.offscreen import without_size_remarks


@pytest.mark.parametrize("has_handler", [True, False])
@pytest.mark.no_qt_log
def test_only_the_remark_on_sizes_is_left_out(has_handler: bool, capfd: pytest.CaptureFixture[str]) -> None:
    """Another warning reaches whoever took Qt's messages before, or the error output."""
    told: list[str] = []
    former = qInstallMessageHandler((lambda kind, context, said: told.append(said)) if has_handler else None)
    try:
        with without_size_remarks():
            qWarning("This plugin does not support propagateSizeHints()")
            qWarning("something else")
        qWarning("afterwards")
    finally:
        qInstallMessageHandler(former)
    said = told if has_handler else capfd.readouterr().err.split("\n")
    assert [line for line in said if line] == ["something else", "afterwards"]
