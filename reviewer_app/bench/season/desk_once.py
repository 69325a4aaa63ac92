"""The true program in a process of its own, which says on its output what each key came to."""

from __future__ import annotations

import sys
from pathlib import Path

from reviewer_app.wiring import Parts


def main(folder: Path, preferences_file: Path) -> int:
    """Runs the window until it is closed."""
    from reviewer_ui.measuring.keys_watched import run_watched

    return run_watched(Parts(), folder, preferences_file)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
