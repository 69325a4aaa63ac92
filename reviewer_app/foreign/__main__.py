"""The child process itself: does the one piece of work it is handed and ends."""

from __future__ import annotations

import sys

from reviewer_app.foreign.child_work import serve

if __name__ == "__main__":
    sys.exit(serve())
