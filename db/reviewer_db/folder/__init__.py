"""The library's folder on disk: its layout, key file, lock and the delay after wrong passwords."""
