"""The days and counts of a season: what the notice gives, what no source settles, and what the office sets itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: How many days a look-up counts where a pack does not say; no source settles it [待确认].
LOOK_UP_DAYS = 30


@dataclass(frozen=True, slots=True)
class ClassDeadlines:
    """The days of one class of projects where the notice gives it days of its own."""

    project_class: str
    applicant_deadline: date
    sending_deadline: date


#: What the years may be counted back from beside a date field of the form.
FROM_TODAY, FROM_DEADLINE = "today", "applicant_deadline"
#: What one parcel is for: one contact of the municipal bureau, or the whole batch; no source settles it [待确认].
FOR_CONTACT, FOR_ALL = "contact", "all"


@dataclass(frozen=True, slots=True)
class Limits:
    """Days and counts of the season; what no source settles is marked 待确认 by `unsettled` (names of members).

    `copies_to_send` and `sheets_to_send` are 0 while nobody has said how many of the forms' copies and of the
    recommendation's sheets are sent, `parcel_for` is empty while nobody has said what one parcel is for. A class in
    `by_class` has days of its own. The two `own` days are what the office sets itself for taking in and for sending;
    they stop nothing.
    """

    applicant_deadline: date
    sending_deadline: date
    term_months: int
    extension_months: int
    copies_required: int
    lookback_years: int
    lookback_from: str
    tell_defects_workdays: int
    review_workdays: int
    correction_workdays: int
    opinion_characters: int
    look_up_days: int = LOOK_UP_DAYS
    unsettled: tuple[str, ...] = ()
    copies_to_send: int = 0
    by_class: tuple[ClassDeadlines, ...] = ()
    own_intake_day: date | None = None
    own_sending_day: date | None = None
    sheets_to_send: int = 0
    parcel_for: str = ""

    @property
    def sheets_sent(self) -> int:
        """How many sheets of each recommendation are sent: one while nobody has said otherwise."""
        return self.sheets_to_send or 1

    @property
    def is_parcel_per_contact(self) -> bool:
        """Whether each contact gets a parcel: so while nobody has said otherwise."""
        return self.parcel_for != FOR_ALL

    def deadlines_of(self, values: Mapping[str, str]) -> tuple[date, date]:
        """The last day to apply and the last day to send for an application's class."""
        asked = values.get("project_class", "")
        for one in self.by_class:
            if one.project_class == asked:
                return one.applicant_deadline, one.sending_deadline
        return self.applicant_deadline, self.sending_deadline
