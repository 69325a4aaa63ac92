"""The settings: office, notice, people, backups, and what the program is."""

from reviewer_ui.settings.page import SettingsPage

__all__ = ["SettingsPage"]
