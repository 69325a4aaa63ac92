"""What passes between the services and the outer parts as plain values: settings, sheets, pages, proofs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from reviewer_app.domain.application import Finding
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import RecordKey
from reviewer_app.domain.soundness import CheckLine as CheckLine
from reviewer_app.domain.soundness import Grade as Grade
from reviewer_app.domain.soundness import LastCheck as LastCheck
from reviewer_app.domain.soundness import counted as counted
from reviewer_app.domain.soundness import standing_of as standing_of
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the admin: the word beside its line, what it is for, and its key on record, if any.

    A switch is on or off and has a box; every other one is typed.
    """

    name: str
    label: str
    hint: str
    key: RecordKey | None = None
    is_switch: bool = False


def _typed(label: str, hint: str, key: RecordKey | None = None, default: str = "") -> str:
    return field(default=default, metadata={"label": label, "hint": hint, "key": key})


def _switch(label: str, hint: str, key: RecordKey) -> bool:
    return field(default=False, metadata={"label": label, "hint": hint, "key": key, "is_switch": True})


_BUREAU, _MARK, _CODE = RecordKey.BUREAU, RecordKey.NUMBER_MARK, RecordKey.OFFICE_CODES
#: Minutes, in a library in which nothing else was settled.
_LOCK_AFTER = "10"
#: Days before a visit and before the end of a term on which the ledger reminds, and days for what follows.
_VISIT_LEAD, _END_LEAD, _FINISHING = "7", "60、30", "30"


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What one library knows of its office; kept in the library, written by the admin.

    This is the table of the settings: the store, the card in the window and the record follow from it. A setting that
    is typed has its word and its purpose, in the order of the card; those of one key stand on record together.

    The codes begin the document numbers: of the recommendation, the correction notice, the transfer letter, the
    covering letter, the letters of a decline, of a consultation, of a recommendation withdrawn and of a guarantor.
    GB/T 9704-2012 (7.2.5) leaves them to each agency and asks that one agency's numbers do not repeat, so every kind
    has its own code here (no source settles the codes); without a code a kind bears no number. With
    `allows_self_approval` who submitted an opinion may sign it off too, with a reason.
    """

    bureau: str = _typed("单位全称", "印在推荐意见和汇总表上，请写全称。", _BUREAU)
    number_mark: str = _typed(
        "收件编号字头", "收件编号的中间一段，如“示”编成 2024-示-0001；只影响以后登记的案件。", _MARK
    )
    agency_code: str = _typed("推荐意见代字", "推荐意见文号的开头，如“沪示市监标荐”；不填则不编文号。", _CODE)
    correction_code: str = _typed("补正通知代字", "补正通知文号的开头；各文种分别编号，代字不能相同。", _CODE)
    transfer_code: str = _typed("转送函代字", "转送函文号的开头；不填则不编文号。", _CODE)
    letter_code: str = _typed("报送函代字", "报送函文号的开头，如“沪示市监函”；不填则不编文号。", _CODE)
    decline_code: str = _typed("不予推荐告知书代字", "不予推荐告知书文号的开头；不填则不编文号。", _CODE)
    consultation_code: str = _typed("征求意见函代字", "征求意见函文号的开头；不填则不编文号。", _CODE)
    withdrawal_code: str = _typed("撤回推荐函代字", "撤回推荐函文号的开头；不填则不编文号。", _CODE)
    visit_code: str = _typed("走访通知代字", "走访通知文号的开头；不填则不编文号。", _CODE)
    reminder_code: str = _typed("提醒函代字", "提醒函文号的开头；不填则不编文号。", _CODE)
    support_code: str = _typed("延期支持函代字", "延期支持函文号的开头；不填则不编文号。", _CODE)
    acceptance_code: str = _typed("验收推荐函代字", "验收推荐函文号的开头；不填则不编文号。", _CODE)
    conclusion_code: str = _typed("试点结论告知函代字", "试点结论告知函文号的开头；不填则不编文号。", _CODE)
    telephone: str = _typed("联系电话", "印在汇总表、函和信封上。")
    address: str = _typed("办公地址", "印在信封的寄件人处和补正通知的送交地点。")
    postcode: str = _typed("邮政编码", "六位数字，印在信封的寄件人处。")
    lock_after: str = _typed(
        "自动锁定（分钟）",
        "这么多分钟没有按键和移动鼠标，就遮住窗口，本人输入密码才能继续；0 为不自动锁定。",
        RecordKey.LOCK_AFTER,
        _LOCK_AFTER,
    )
    visit_lead_days: str = _typed(
        "走访提醒（天）", "计划走访、节点和收尾事项到期前这么多天，台账开始提醒。", default=_VISIT_LEAD
    )
    end_lead_days: str = _typed("期满提醒（天）", "期满前这些天各提醒一次，用顿号分开，如 60、30。", default=_END_LEAD)
    finishing_days: str = _typed(
        "收尾期限（天）",
        "验收合格后登记证书、登记证书后结项的内部时限；通知没有规定。",
        default=_FINISHING,
    )
    revocation_list: str = _typed(
        "吊销列表文件",
        "签发单位公布的 .crl 文件的完整路径，用证书签名前先查；不填则不查。本系统不联网，新的列表须由本单位取来替换。",
        RecordKey.REVOCATIONS,
    )
    practice_date: date | None = None
    #: Where the second copies of the backups go; nowhere when empty. Chosen on the card of the backups.
    backup_place: str = ""
    season: str = "2024"
    allows_self_approval: bool = _switch(
        "本人复核",
        "平时关闭，由第二人复核；开启后本人复核须写明理由，并写入推荐意见、核对单和流转记录。",
        RecordKey.SELF_APPROVAL,
    )

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """The codes that are set, each with the name of its setting."""
        names = (one.name for one in SETTINGS if one.key is _CODE)
        return tuple((name, getattr(self, name)) for name in names if getattr(self, name))

    @property
    def lock_minutes(self) -> int:
        """After how many minutes without key or mouse the window is covered; 0 for never."""
        return int(self.lock_after) if self.lock_after.isdecimal() else int(_LOCK_AFTER)

    @property
    def on_record(self) -> dict[str, str]:
        """What an entry says of the settings, by key; those of one key that are set stand together, later ones last."""
        said: dict[str, list[str]] = {}
        for one in SETTINGS:
            if one.key is not None:
                said.setdefault(one.key, []).extend(filter(None, [getattr(self, one.name)]))
        switched = {
            str(one.key): sentence(f"{one.key}.{'on' if getattr(self, one.name) else 'off'}") for one in SWITCHES
        }
        later = {str(key): "、".join(said.pop(key)) for key in (RecordKey.LOCK_AFTER, RecordKey.REVOCATIONS)}
        return {key: "、".join(values) for key, values in said.items()} | switched | later


_TABLE = tuple(Setting(one.name, **one.metadata) for one in fields(OfficeSettings) if one.metadata)
#: The settings that are typed, in the order of the card, and those that are on or off.
SETTINGS = tuple(one for one in _TABLE if not one.is_switch)
SWITCHES = tuple(one for one in _TABLE if one.is_switch)


@dataclass(frozen=True, slots=True)
class KnownCase:
    """What an import has to know of a case already there (all of them are read at once).

    `digest`: what the list said at the last import; `was_told`: a later one said what was not written into it.
    """

    id: int
    intake_number: str
    filing_number: str
    applicant_key: str
    project_key: str
    digest: str
    state: str
    is_away: bool = False
    source: str = ""
    was_told: bool = False
    project_class: str = ""


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """One backup of a library.

    `sequence` counts the backups of a library whatever its clock says (0: made before they were counted); `entries` is
    how long the record was (None: not known).
    """

    path: Path
    made_at: datetime
    size: int
    sequence: int = 0
    entries: int | None = None


@dataclass(frozen=True, slots=True)
class RestoreLogin:
    """Whose password a restoring asks for: the library's own people, or the backup's when its key file is lost."""

    names: tuple[str, ...]
    is_of_backup: bool = False


@dataclass(frozen=True, slots=True)
class ClockJump:
    """A computer's clock that does not go on from what the library last noted."""

    now: datetime
    last: datetime

    @property
    def is_behind(self) -> bool:
        """Whether it was set back; else it is far ahead."""
        return self.now < self.last


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One data row of a list: its row number in the sheet and its values by field id, normalised."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadNote:
    """What the reading of a list met in one place: `row` counts from 1, 0 stands for the whole file.

    `field` is the label of the field, or the head of a column that is none; empty where no column is meant.
    """

    code: str
    row: int
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a list: its place from 0, its letters, its head, its first values, and the id of its field."""

    place: int
    letters: str
    head: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class PastedList:
    """A list as it was copied in a table program: its page or its lines of text, cells parted by tabs."""

    content: bytes
    is_page: bool = False
    name: str = "粘贴的清单"


#: Where a list comes from.
ListSource = Path | PastedList


#: What a column is given by hand that says what the portal has done with each application, and no field of the form.
STATUS_FIELD = "portal_status"
#: The row of the head where a list has none.
NO_HEAD = -1


@dataclass(frozen=True, slots=True)
class ReadChoice:
    """What the officer chose about the reading: sheet, row of the head (0: found), column's place → id of its field.

    A column given an empty id is left out. `is_open` shows the columns even where no word of them is known.
    """

    sheet: str = ""
    header_row: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """What the checks of a pack found in each row of a list while the rest of it was still being read, by row number.

    `digests` are those of the rows without a status.
    """

    pack: NoticePack
    findings: Mapping[int, tuple[Finding, ...]]
    digests: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class ImportedList:
    """A list of applications as read: mapping column header → field id, what was not recognised, and the rows.

    `notes` are the remarks on how the file was read; `columns` and `sheets` are all that could be chosen, and
    `fingerprint` is that of the head's words; `statuses` says by row number what the portal has done with it;
    `other_sheets` are the sheets of the same file that hold
    applications too and were not read, with their row counts; `checked` is added by the desk, never read from a file.
    """

    path: Path
    sheet_name: str
    header_row: int
    mapping: Mapping[str, str]
    unmapped: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    left_out: tuple[int, ...]
    other_sheets: tuple[tuple[str, int], ...] = ()
    notes: tuple[ReadNote, ...] = ()
    columns: tuple[SheetColumn, ...] = ()
    sheets: tuple[str, ...] = ()
    fingerprint: str = ""
    statuses: Mapping[str, str] = field(default_factory=dict)
    checked: CheckedRows | None = field(default=None, compare=False, repr=False, metadata={"stays": True})

    def found_by(self, pack: NoticePack) -> Mapping[int, tuple[Finding, ...]]:
        """What the checks of this very pack found while the list was read, by row number; nothing of another pack."""
        return self.checked.findings if self.checked is not None and self.checked.pack == pack else {}


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """One file of an export folder: path relative to it with `/`, kind, and the intake numbers it speaks of."""

    path: str
    kind: str
    applications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A letter in a folder: path, kind and number it says, its SHA-256 today, then before each addition, newest first.

    One that only a list names is not there and has the hash the list gives.
    """

    path: str
    kind: str
    number: str
    hashes: tuple[str, ...]
    is_there: bool = True

    @property
    def is_draft(self) -> bool:
        """Whether it bears no number; nothing that left the office is without one where its kind has a code."""
        return not self.number


class ReservedPart(StrEnum):
    """What a public summary leaves out besides telephones and addresses, unless it is chosen."""

    CONTACTS = "contacts"
    LEADERS = "leaders"
    OPINION = "opinion"

    @property
    def label(self) -> str:
        """The part in the office's words."""
        return {"contacts": "联系人", "leaders": "负责人", "opinion": "推荐意见"}[self.value]


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """The 推荐汇总表: heads, widths, rows of text, and the lines above and below.

    `personal` marks the columns that hold telephones or mail addresses; a public table says no telephone above either.
    `reserved` marks the columns that it leaves out as well unless they are chosen.
    `called` names the sheet and the file's subject; a table that is not the summary is made, not filled in.
    `reasons` are the rows' opinions in short, for paper.
    """

    title: str
    bureau: str
    season: str
    made_on: date
    filled_by: str
    telephone: str
    headers: tuple[str, ...]
    widths: tuple[float, ...]
    is_text: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, int], ...]
    audit_head: str
    personal: tuple[bool, ...] = ()
    reserved: tuple[ReservedPart | None, ...] = ()
    is_public: bool = False
    made_at: datetime | None = None
    called: str = "推荐汇总表"
    reasons: tuple[str, ...] = ()
