"""The two kinds of failure an officer can do something about; the sentence for each code stands in phrases/."""

from __future__ import annotations


class OfficeError(Exception):
    """A failure with a code and values; no exception text ever reaches an officer."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        inside = ", ".join(f"{key}={value!r}" for key, value in self.values.items())
        return f"{self.code}({inside})"


class RefusalError(OfficeError):
    """A rule of the office says no: shown where the officer is, nothing is lost.

    `field` in the values, when given, is the id of the field the sentence belongs beside.
    """


class TroubleError(OfficeError):
    """The surroundings failed (disk full, file locked, file damaged): a sentence says what to do next."""
