"""Scans: taken in and given to their cases, shown beside the case, pinned as evidence, read as candidates."""
