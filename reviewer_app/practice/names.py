"""Who enters the practice library, and how: no secret, and needed before anything else of the practice is loaded."""

from __future__ import annotations

#: The practice library is for everybody to look into; its password is no secret and stands in the README.
PRACTICE_PASSWORD = "演练2024"
PRACTICE_USER = "示例甲"
