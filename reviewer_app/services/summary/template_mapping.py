"""The mapping of a bureau's form, kept beside it: cell places mean something only with that very file.

It lies in `<template>.mapping.json`, so it goes where the form goes, serves every library and every colleague who opens
the form from a shared folder, and is gone with the form; the office's settings need not know of it.
"""

from __future__ import annotations

import json
from pathlib import Path

from reviewer_app.durable import write_file
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.ports.papers import TemplateMapping
from reviewer_app.small_files import json_of

_VERSION = 1


def mapping_file(template: Path) -> Path:
    """Where the mapping of a template lies."""
    return template.with_name(f"{template.name}.mapping.json")


def kept_mapping(template: Path) -> TemplateMapping | None:
    """The mapping kept for this very file; None if there is none, or if the template was changed since."""
    try:
        kept = json_of(mapping_file(template))
        if kept["version"] != _VERSION or kept["template_sha256"] != _digest(template):
            return None
        return TemplateMapping(
            sheet=str(kept["sheet"]),
            cells={str(cell): str(text) for cell, text in kept["cells"].items()},
            first_row=int(kept["first_row"]),
            columns={str(column): str(header) for column, header in kept["columns"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None


def keep_mapping(template: Path, mapping: TemplateMapping) -> bool:
    """Keeps a mapping for the next time; False where the template's folder cannot be written to."""
    told = {
        "version": _VERSION,
        "template_sha256": "",
        "sheet": mapping.sheet,
        "first_row": mapping.first_row,
        "columns": dict(mapping.columns),
        "cells": dict(mapping.cells),
    }
    try:
        told["template_sha256"] = _digest(template)
        text = json.dumps(told, ensure_ascii=False, indent=2)
        write_file(mapping_file(template), f"{text}\n".encode())
    except OSError:
        return False
    return True


def _digest(template: Path) -> str:
    return file_hash(template)
