"""PDF files: drawing, archival form, proof of content, and pages of others."""
