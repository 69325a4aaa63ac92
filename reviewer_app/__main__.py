"""Start of the program: arguments to the command line, failures to sentences."""

from __future__ import annotations

import os
import sys

from reviewer_app import logbook


def main() -> int:
    """Runs the desk; the exit code for the shell."""
    logbook.catch()
    keep_private()
    logbook.begin()
    if getattr(sys, "frozen", False):
        # In a packed program a printing or a reading process starts this very file again and must not open a window.
        from multiprocessing import freeze_support

        freeze_support()
        from reviewer_app.foreign.child_work import CHILD, serve

        if sys.argv[1:] == [CHILD]:
            return serve()
    from reviewer_app.cli.commands import run

    return run(sys.argv[1:])


def keep_private() -> None:
    """New files are their owner's alone, and no picture of the memory with its keys is left when the program falls."""
    os.umask(0o077)
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))


if __name__ == "__main__":
    sys.exit(main())
