"""Keeps the window alive on Python 3.11: PySide6 6.12 gives back references to None and True that it never took.

Measured with 6.12.0 on 3.11: each `QObject.parent()` that is None, each `QModelIndex.data()` without a value and each
emitted signal lowers the count of None or True by one; after some thousand events the interpreter aborts with
"deallocating None". From 3.12 on these objects are immortal and nothing is to be done.
"""

from __future__ import annotations

import ctypes
import sys

#: More than any session can take away.
_PLENTY = 1 << 40


def _guard_singletons() -> None:
    """Lifts the reference counts of the three constants far above what can be lost."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for constant in (None, True, False):
        if sys.getrefcount(constant) < _PLENTY:
            # CPython keeps the reference count in the first word of an object.
            ctypes.c_ssize_t.from_address(id(constant)).value += _PLENTY


_guard_singletons()
