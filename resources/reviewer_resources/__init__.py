"""Data of the desk: notices, phrases, calendars, templates, icons, styles, samples; and how to read them."""

from __future__ import annotations

from reviewer_resources.shelf import names, path, text

__all__ = ["names", "path", "text"]
