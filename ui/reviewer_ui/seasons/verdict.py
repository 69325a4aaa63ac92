"""What the editor says of a draft it looked at: each fault with its place, and whether it can be loaded."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer_app.packs.checking import PackCheck
from reviewer_app.packs.drafting import PackDraft, WrittenDraft, says_nothing_new, written
from reviewer_app.packs.form import PackForm
from reviewer_app.packs.rewriting import Place
from reviewer_app.services.seasons.drafting import DraftDesk
from reviewer_app.services.seasons.editing import check_edited
from reviewer_resources.phrases import sentence
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.rows_model import Column


@dataclass(frozen=True, slots=True)
class LookedDraft:
    """A draft as it was looked at: what was made of it, its check, and whether it lays down anything new."""

    written: WrittenDraft
    check: PackCheck
    is_new: bool


@dataclass(frozen=True, slots=True)
class EditorFinding:
    """What does not agree, or was typed and cannot stand in the text: how its place is called, its key, why."""

    called: str
    key: str
    reason: str
    place: Place = ()

    @property
    def where(self) -> str:
        """The place in the form's words, with its key."""
        return f"{self.called}（{self.key}）" if self.called and self.key else self.called or self.key


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a draft can be loaded, and the sentence that says so or why not."""

    said: str
    tone: Tone | None
    can_load: bool = False


FINDING_COLUMNS: tuple[Column[EditorFinding], ...] = (
    Column("位置", lambda one: one.where, 420),
    Column("不符之处", lambda one: one.reason),
)


def look_at(draft: PackDraft, current: str) -> LookedDraft:
    """Writes what can be written and checks the text; `current` is the text of the version in force."""
    found = written(draft)
    text = found.draft.text
    return LookedDraft(found, check_edited(text), not says_nothing_new(text, current))


def waiting_findings(written: WrittenDraft) -> list[EditorFinding]:
    """What was typed and does not stand in the text, each with its reason."""
    held = [one for one in written.draft.typed if one.place in written.held and one not in written.gone]
    found = [EditorFinding(one.called, "", sentence_of(written.held[one.place]), one.place) for one in held]
    gone = [sentence("pack_form.gone_here", {"typed": one.words}) for one in written.gone]
    return found + [EditorFinding(one.called, "", said) for one, said in zip(written.gone, gone, strict=True)]


def check_findings(check: PackCheck, form: PackForm) -> list[EditorFinding]:
    """What does not agree in the text, called by the form's words."""
    return [EditorFinding(form.called(one.key), one.key, one.reason) for one in check.findings]


def verdict_on(
    looked: LookedDraft, waiting: list[EditorFinding], faults: list[EditorFinding], desk: DraftDesk
) -> Verdict:
    """What is to be said of a draft, the first thing that keeps it from being loaded before all others."""
    check = looked.check
    if waiting and looked.written.form.parts:
        first = waiting[0]
        said = {"count": len(waiting), "called": first.called, "reason": first.reason}
        return Verdict(sentence("pack_editor.held", said), Tone.BAD)
    if faults or check.frame is None:
        first = faults[0]
        places = {"count": len(faults), "file": check.file, "key": first.where, "reason": first.reason}
        return Verdict(sentence("pack_editor.disagrees", places), Tone.BAD)
    if not looked.is_new:
        return Verdict(sentence("pack_editor.nothing_new", {"pack": desk.current.called}), None)
    if looked.written.draft.base != desk.current.sha256:
        return Verdict(sentence("pack_editor.of_former"), Tone.WARN)
    values = {"count": len(check.points), "version": check.frame.version, "season": check.frame.season}
    return Verdict(sentence("pack_editor.agrees", values), Tone.OK, can_load=True)
