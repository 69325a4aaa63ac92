"""The papers of a case or a batch: gathered, made and put on record as printed."""
