"""The queue measured in a process of its own: pane and bare table in turns, or one of them alone to be weighed."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from reviewer_app.bench.memory import say_and_wait
from reviewer_db.measuring.bare_file import BareFile

_JUMPS_TO_FILL = 100


def main(what: str, folder: Path, password: str, file: Path, key: bytes) -> None:
    """`both` says the times of both as JSON; `pane` and `bare` show everything, scroll all over and say the rows."""
    bare = BareFile(file, key)
    if what == "bare":
        _scroll_bare(bare)
        return
    from reviewer_app.wiring import Parts
    from reviewer_ui.measuring.queue_speed import measure_queue

    parts = Parts()
    with tempfile.TemporaryDirectory() as scratch:
        library = parts.libraries.open(folder, parts.libraries.users(folder)[0], password)
        preferences = Path(scratch) / "preferences.ini"
        if what == "both":
            seen = measure_queue(library, parts, preferences, bare)
        else:
            seen = measure_queue(library, parts, preferences, None, rounds=1, jumps=_JUMPS_TO_FILL)
        say_and_wait([seen.rows, seen.first_paint, seen.whole_order, seen.jumps])
        library.close()


def _scroll_bare(bare: BareFile) -> None:
    import random

    from PySide6.QtWidgets import QApplication

    from reviewer_ui.measuring.bare_table import BareTable
    from reviewer_ui.theme import FAMILIES

    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    table = BareTable(bare, FAMILIES)
    table.show_whole()
    dice = random.Random(1)
    for _ in range(_JUMPS_TO_FILL):
        table.jump(dice.random())
    say_and_wait([table.count])


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]), bytes.fromhex(sys.argv[5]))
