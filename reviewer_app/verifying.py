"""Verifying whatever an officer points at: a library, an export folder or one PDF."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.practice_names import PRACTICE_PASSWORD, PRACTICE_USER
from reviewer_app.services.records import CheckLine
from reviewer_app.wiring import make_gate, make_verifier

#: A password may be handed over by the environment, where no other user of the machine sees it in a process list.
PASSWORD_VARIABLE = "REVIEWER_PASSWORD"
_PRACTICE_LIBRARY = "library"


def verify_path(path: Path, user: str | None, ask_password: Callable[[str], str]) -> list[CheckLine]:
    """One line for each part that was looked at.

    Raises TroubleError `verifying.no_path`, `verifying.nothing`, `verify.…`; for a library what its opening raises.
    """
    path = path.resolve() if path.name in ("", "..") else path
    if not path.exists():
        raise TroubleError("verifying.no_path", path=str(path))
    if path.is_file():
        return make_verifier().verify_pdf(path)
    if (path / "manifest.json").exists():
        return _verify_export(path)
    gate = make_gate()
    if not (path / "keys.json").exists():
        raise TroubleError("verifying.nothing", path=str(path))
    names = gate.users(path)
    name = user or names[0]
    given = os.environ.get(PASSWORD_VARIABLE)
    if not given and name == PRACTICE_USER:
        # The practice library's password is no secret, and nobody real bears that name.
        with suppress(RefusalError):
            return gate.verify(path, PRACTICE_USER, PRACTICE_PASSWORD)
    return gate.verify(path, name, given or ask_password(name))


def _verify_export(folder: Path) -> list[CheckLine]:
    """An export by its manifest; a practice library kept in the demo's folder is looked at as a library."""
    lines = make_verifier().verify_folder(folder)
    kept = folder / _PRACTICE_LIBRARY
    if not (kept / "keys.json").exists():
        return lines
    listed = [line for line in lines if not line.part.startswith(f"{_PRACTICE_LIBRARY}/")]
    return [*listed, *make_gate().verify(kept, PRACTICE_USER, PRACTICE_PASSWORD)]
