"""The library of cases: encrypted SQLite, keys, stores, audit and backups."""
