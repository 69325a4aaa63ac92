"""The library: encrypted files, key slots, stores, backups; the only place that knows SQLite."""

from reviewer_db.desk import LibraryDesk
from reviewer_db.folder.lock import holder
from reviewer_db.gate import LibraryGate, PracticeSeason

__all__ = ["LibraryDesk", "LibraryGate", "PracticeSeason", "holder"]
