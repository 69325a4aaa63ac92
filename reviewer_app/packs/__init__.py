"""Notice packs: from a file's text to typed rules; a bad node is named by file and key."""
