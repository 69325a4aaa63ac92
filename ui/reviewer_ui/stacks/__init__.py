"""The window of stacks: stamped sheets read back, each paper beside what is awaited of it."""
