"""The one connection to SQLite: its settings, its transactions and the thread that owns it."""
