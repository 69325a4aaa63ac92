"""What the office keeps besides its cases: users, settings, packs, register, own lists, trusted certificates."""
