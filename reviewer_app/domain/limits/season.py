"""The days and counts of a season: what the notice gives, what no source settles, and what the office sets itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: How many days a look-up counts where a pack does not say; no source settles it [待确认].
LOOK_UP_DAYS = 30
#: What the office keeps to inside where a pack does not say: workdays, and characters of an opinion [待确认].
WITHIN_OFFICE = {
    "tell_defects_workdays": 5,
    "review_workdays": 20,
    "correction_workdays": 10,
    "opinion_characters": 300,
    "look_up_days": LOOK_UP_DAYS,
}
#: How many years the papers of a case are kept by how it ended, the personal data in them and the drafts beside them,
#: where a pack does not say [待确认].
KEEP_YEARS = {
    "keep_sent_years": 30,
    "keep_declined_years": 10,
    "keep_ended_years": 10,
    "keep_personal_years": 5,
    "keep_working_years": 1,
}


@dataclass(frozen=True, slots=True)
class ClassLimits:
    """What holds for one class of projects alone; None and 0 where the season's own holds for it too."""

    project_class: str
    applicant_deadline: date | None = None
    sending_deadline: date | None = None
    term_months: int = 0
    most_per_applicant: int = 0


#: What the years may be counted back from beside a date field of the form.
FROM_TODAY, FROM_DEADLINE = "today", "applicant_deadline"
#: What one parcel is for: one contact of the municipal bureau, or the whole batch; no source settles it [待确认].
FOR_CONTACT, FOR_ALL = "contact", "all"


@dataclass(frozen=True, slots=True)
class Limits:
    """Days and counts of the season; what no source settles is marked 待确认 by `unsettled` (names of members).

    `copies_to_send` and `sheets_to_send` are 0 while nobody has said how many of the forms' copies and of the
    recommendation's sheets are sent, `parcel_for` is empty while nobody has said what one parcel is for. A class in
    `by_class` has days, a term or a number of its own; `most_per_applicant` is how many projects one unit may apply
    with, 0 where the notice does not say; `extension_months` is 0 where none is given. The two `own` days are what the
    office sets itself for taking in and for sending; they stop nothing. The `keep_…_years` say how long the papers of a
    case are kept, by how it ended.
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
    by_class: tuple[ClassLimits, ...] = ()
    own_intake_day: date | None = None
    own_sending_day: date | None = None
    keep_sent_years: int = KEEP_YEARS["keep_sent_years"]
    keep_declined_years: int = KEEP_YEARS["keep_declined_years"]
    keep_ended_years: int = KEEP_YEARS["keep_ended_years"]
    sheets_to_send: int = 0
    parcel_for: str = ""
    most_per_applicant: int = 0
    keep_personal_years: int = KEEP_YEARS["keep_personal_years"]
    keep_working_years: int = KEEP_YEARS["keep_working_years"]

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
        own = self.of_class(values)
        applicant, sending = self.applicant_deadline, self.sending_deadline
        return (own.applicant_deadline or applicant, own.sending_deadline or sending) if own else (applicant, sending)

    def term_of(self, values: Mapping[str, str]) -> int:
        """The months of the term for an application's class."""
        own = self.of_class(values)
        return (own.term_months if own else 0) or self.term_months

    def of_class(self, values: Mapping[str, str]) -> ClassLimits | None:
        """What holds for an application's class alone, if anything does."""
        asked = values.get("project_class", "")
        return next((one for one in self.by_class if one.project_class == asked), None)

    @property
    def counts_projects(self) -> bool:
        """Whether there is a number of projects that one unit may apply with."""
        return bool(self.most_per_applicant) or self.counts_by_class

    @property
    def counts_by_class(self) -> bool:
        """Whether a class has a number of its own that one unit may apply with."""
        return any(one.most_per_applicant for one in self.by_class)
