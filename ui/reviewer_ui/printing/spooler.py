"""What the print service said last: Qt hands a job over and does not tell when it was refused."""

from __future__ import annotations

import ctypes
import sys
from functools import cache

_LIBRARY = "libcups.so.2"
#: IPP statuses from here on are errors (RFC 8011, 4.1.6).
_FIRST_ERROR = 0x0400


def was_refused() -> bool:
    """Whether the last job this thread handed to the print service was refused (not accepting, service gone).

    The service keeps its last answer by thread: ask on the thread that printed, right after. Where printing does not
    go through that service nothing is known, and nothing is claimed.
    """
    service = _service()
    return service is not None and int(service.cupsLastError()) >= _FIRST_ERROR


@cache
def _service() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(_LIBRARY)
    except OSError:
        return None
