"""Certificates and keys: files, tokens, trusted issuers and time stamps."""
