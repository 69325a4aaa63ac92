"""What Qt says when windows are drawn without a screen: one remark is no trouble, everything else is passed on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

#: Without a screen there is nobody to tell a window's least size to.
_NO_TROUBLE = "This plugin does not support propagateSizeHints()"


@contextmanager
def without_size_remarks() -> Iterator[None]:
    """Leaves that remark of Qt out of the error output for a while."""
    former: Callable[[QtMsgType, QMessageLogContext, str], object] | None = None

    def pass_on(kind: QtMsgType, context: QMessageLogContext, said: str) -> None:
        if said == _NO_TROUBLE:
            return
        if former is not None:
            former(kind, context, said)
        else:
            print(said, file=sys.stderr)

    former = qInstallMessageHandler(pass_on)
    try:
        yield
    finally:
        qInstallMessageHandler(former)
