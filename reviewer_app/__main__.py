"""Start of the program: arguments to the command line, failures to sentences."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the desk; the exit code for the shell."""
    if getattr(sys, "frozen", False):
        # In a packed program a printing or a reading process starts this very file again and must not open a window.
        from multiprocessing import freeze_support

        freeze_support()
        from reviewer_app.foreign.child_work import CHILD, serve

        if sys.argv[1:] == [CHILD]:
            return serve()
    from reviewer_app.cli.commands import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
