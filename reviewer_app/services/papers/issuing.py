"""Issuing a paper: it gets its number, is made with it, and stands in the register with its bytes, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.letters import NamedProject, letter_copies, letter_mark
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.numbers import CODE_SETTINGS, Sealing
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.numbering import NumberGiven, PaperIssued, enter_paper, next_number, typed_number
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.readying import require_seal_allowed
from reviewer_app.services.dispatch.batch_letters import require_one_way
from reviewer_app.services.dispatch.batch_recording import moved_since
from reviewer_app.services.papers.letters import ADDRESSEE_OPEN
from reviewer_app.services.papers.making import make_document
from reviewer_app.services.papers.printing import PrintMatter, PrintOrder, gather
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.parts import Parts

#: Another paper may get the number while this one is made; then it takes the next one, a few times over.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class IssueChoice:
    """What the officer says when a paper is issued: a number the registry gave, why it skips some, to whom it goes."""

    typed: str = ""
    note: str = ""
    addressee: str = ""


@dataclass(frozen=True, slots=True)
class IssuedResult:
    """What was issued: the number it bears, or its place in the series, and what that touched."""

    called: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class IssuePlan:
    """A paper about to be issued, as it will read, and the head of the record under which it was gathered."""

    matter: PrintMatter
    given: NumberGiven
    party: str
    audit_head: str


def asks_addressee(kind: DocumentKind) -> bool:
    """Whether no record says whom a paper goes to, so that the officer is asked."""
    return kind is DocumentKind.TRANSFER_LETTER


def plan_issue(unit: UnitOfWork, order: PrintOrder, choice: IssueChoice) -> IssuePlan:
    """The paper with the number it will get.

    Raises RefusalError `act.role_needed`, `outgoing.…`, `letters.other_way`, and what `gather` raises.
    """
    require_role(unit.actor, EventAct.PAPER_ISSUED)
    if order.case_id and unit.applications.get(order.case_id).is_kept_from(unit.actor.name):
        raise RefusalError("recusal.keeps_off")
    kind = order.kind
    if kind not in CODE_SETTINGS:
        raise RefusalError("outgoing.no_series", paper=kind.label)
    matter = gather(unit, order)
    if matter.entry is not None:
        raise RefusalError("outgoing.issued_already", day=matter.entry.day, number=matter.entry.called)
    if not matter.can_issue or matter.values is None:
        raise RefusalError("outgoing.not_ready", paper=kind.label)
    if kind is DocumentKind.COVERING_LETTER:
        require_one_way(unit, order.batch_id, matter.contact)
    party = _party(matter, choice)
    typed = choice.typed.strip()
    given = typed_number(unit, kind, typed, choice.note) if typed else next_number(unit, kind)
    fields = dict(matter.values.fields)
    if "recipient" in fields:
        fields["recipient"] = party
    values = replace(matter.values, number=given.number, is_draft=False, reprint=0, fields=fields)
    return IssuePlan(replace(matter, values=values), given, party, unit.events.head())


def issue_paper(
    library: Library, parts: Parts, order: PrintOrder, choice: IssueChoice, seal: SealStyle = SealStyle.CIRCLE
) -> IssuedResult:
    """Issues a paper: its number is given and its bytes are kept together; whatever fails leaves no number used.

    Runs on a thread of its own. Raises RefusalError `outgoing.…`, and what `make_document` raises.
    """
    tries = 1 if choice.typed.strip() else _TRIES
    while True:
        plan = library.read(plan_issue, order, choice)
        pdf = make_document(parts, plan.matter, seal)
        tries -= 1
        try:
            return library.change(record_issued, plan, pdf, seal)
        except RefusalError as refusal:
            if refusal.code != "outgoing.taken_meanwhile" or not tries:
                raise


def record_issued(unit: UnitOfWork, plan: IssuePlan, pdf: bytes, seal: SealStyle) -> IssuedResult:
    """Enters a paper that was made as planned.

    Raises RefusalError `outgoing.changed_meanwhile`, `outgoing.taken_meanwhile`, `outgoing.issued_already`,
    `letters.other_way`, and `readiness.stopped` for the sample seal outside the practice season.
    """
    require_seal_allowed(unit, seal)
    matter, order = plan.matter, plan.matter.order
    if order.kind is DocumentKind.COVERING_LETTER:
        require_one_way(unit, order.batch_id, matter.contact)
    moved = moved_since(unit, plan.audit_head)
    if moved is None or moved & set(matter.case_ids):
        raise RefusalError("outgoing.changed_meanwhile")
    paper = PaperIssued(
        kind=order.kind,
        given=plan.given,
        party=plan.party,
        subject=_subject(unit, matter),
        case_id=order.case_id,
        batch_id=order.batch_id,
        basis=matter.basis,
        sealed_how=Sealing.SAMPLE if seal is SealStyle.SAMPLE else Sealing.OPEN,
        file_name=matter.file_name,
        said=said_of_letter(matter),
    )
    entry = enter_paper(unit, paper, pdf)
    return IssuedResult(entry.called, Changes(frozenset({Noun.REGISTER, Noun.CASE}), frozenset(matter.case_ids)))


def said_of_letter(matter: PrintMatter) -> dict[RecordKey, str]:
    """Which cases a covering letter names, and as what, with how many copies: the batch may be changed afterwards."""
    if matter.order.kind is not DocumentKind.COVERING_LETTER or matter.values is None:
        return {}
    projects = [NamedProject(*row) for row in matter.values.tables["projects"]]
    sheets, forms = (int(row[1].removesuffix("份")) for row in matter.values.tables["enclosures"][-2:])
    return {
        RecordKey.CASES: str(len(projects)),
        RecordKey.CONTENT_HASH: letter_mark(projects),
        RecordKey.COPIES: letter_copies(sheets, forms),
    }


def _party(matter: PrintMatter, choice: IssueChoice) -> str:
    """Whom the paper goes to: asked where no record says it, else as the paper itself says."""
    fields = matter.values.fields if matter.values else {}
    named = " ".join(choice.addressee.split())
    check_length(named, TextKind.NAME, "addressee")
    if asks_addressee(matter.order.kind):
        if not named or named == ADDRESSEE_OPEN:
            raise RefusalError("outgoing.no_addressee", field="addressee")
        return named
    return fields.get("recipient") or fields.get("applicant") or fields.get("address", "").split("（")[0]


def _subject(unit: UnitOfWork, matter: PrintMatter) -> str:
    """What the register calls the paper: its kind and the project or batch it speaks of."""
    order = matter.order
    if order.batch_id:
        contact = f"（{matter.contact}）" if matter.contact else ""
        return f"{order.kind.label}　第{unit.batches.get(order.batch_id).number}批{contact}"
    return f"{unit.applications.get(order.case_id).project_name}{order.kind.label}"
