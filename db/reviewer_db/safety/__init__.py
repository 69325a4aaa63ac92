"""What keeps a library safe: its files, backups, restoring and verifying."""
