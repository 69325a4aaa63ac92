"""The child process itself: does the one piece of work it is handed and ends."""

from __future__ import annotations

import os

from reviewer_app.foreign.child_work import serve

if __name__ == "__main__":
    # Whatever it holds goes with it: giving back a long list row by row would keep the desk waiting.
    os._exit(serve())
