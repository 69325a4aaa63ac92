"""The library: encrypted files, key slots, stores, backups; the only place that knows SQLite."""

from reviewer_db.desk import OpenLibrary
from reviewer_db.folder.lock import holder
from reviewer_db.gate import LibraryGate, PracticeSeason

__all__ = ["LibraryGate", "OpenLibrary", "PracticeSeason", "holder"]
