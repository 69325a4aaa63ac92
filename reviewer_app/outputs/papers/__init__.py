"""The office's papers: templates, their blocks, and the making of documents."""
