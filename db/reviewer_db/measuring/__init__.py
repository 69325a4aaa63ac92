"""What the library's work is compared with and counted in: a bare encrypted file, and the statements that were run."""
