"""What is done to a pack's draft beside typing: parts added and taken away, carried over, discarded; all taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog

from reviewer_app.packs.drafting import PackDraft, taken_back, with_part, without_part
from reviewer_app.packs.form import CLASSES, CONTACTS, PackForm, PackPart, new_contact
from reviewer_app.packs.rewriting import Place
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.seasons.drafting import DraftDesk, discard_draft, put_draft_back, version_in_force
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.seasons.draft_line import DraftLine
from reviewer_ui.seasons.form import PackFormView

Change = Callable[[PackDraft], PackDraft]


class EditedDraft(Protocol):
    """The editor as its acts know it."""

    line: DraftLine
    form: PackFormView

    @property
    def draft(self) -> PackDraft:
        """The draft as it stands."""

    @property
    def desk(self) -> DraftDesk | None:
        """What the library knows of it."""

    def look(self, change: Change, told: Callable[[PackDraft], object] | None = None) -> None:
        """Changes the draft and looks at it; `told` gets the one before."""

    def keep_now(self) -> None:
        """Stores the draft at once."""

    def read(self, then: Callable[[DraftDesk], object]) -> None:
        """Reads the library's side again."""

    def begin(self, desk: DraftDesk) -> None:
        """Shows the draft of the library in place of what stands here."""

    def show_marks(self) -> None:
        """Goes to the first place of the text where a draft and the version in force say otherwise."""

    def refuse(self, error: Exception) -> None:
        """Says why something was not done."""

    def here(self, then: Callable[..., object]) -> Callable[..., None]:
        """What is done with an answer, if the editor is still there to show it."""


class DraftActs(QObject):
    """Each act is said in the draft's line, with 撤销 beside it; what was typed since is left as it is by that."""

    def __init__(self, context: Context, season: str, dialog: QDialog, edited: EditedDraft) -> None:
        super().__init__(dialog)
        self._context, self._season, self._dialog, self._edited = context, season, dialog, edited
        form, line = edited.form, edited.line
        form.dropped.connect(self.drop)
        form.contact_wanted.connect(self.add_contact)
        form.class_wanted.connect(self.add_class)
        form.removal_wanted.connect(self.take_away)
        line.compare_wanted.connect(self.compare)
        line.carry_wanted.connect(self.carry_over)
        line.put_back_wanted.connect(self.put_back)

    def add_contact(self) -> None:
        """One more contact at the end."""
        self._change(lambda draft: with_part(draft, CONTACTS, new_contact()), sentence("pack_form.contact_added"))

    def add_class(self) -> None:
        """Days and terms of a class's own; the first class that has none yet."""
        free = _free_class(self._edited.form.form)
        said = sentence("pack_form.class_added", {"name": free})
        self._change(lambda draft: with_part(draft, CLASSES, {"class": free}), said)

    def take_away(self, part: PackPart) -> None:
        """A contact or class goes with what was typed there."""
        self._change(lambda draft: without_part(draft, part), sentence("pack_form.taken_away", {"part": part.title}))

    def drop(self, places: tuple[Place, ...]) -> None:
        """Forgets what was typed and cannot stand in the text."""
        dropped = [one for one in self._edited.draft.typed if one.place in places]
        said = sentence("pack_form.dropped", {"named": "、".join(f"“{one.words}”" for one in dropped)})
        self._change(lambda draft: draft.without_typed(places), said)

    def carry_over(self) -> None:
        """The draft on the version in force: what only one of the two changed stands as it is, the rest is marked."""
        before = self._edited.draft

        def show(found: tuple[PackDraft, int]) -> None:
            draft, both = found
            code = "pack_draft.carried_both" if both else "pack_draft.carried"
            said = sentence(code, {"count": both})
            self._change(lambda now: taken_back(draft, before, now), said, self._edited.show_marks)

        season = self._season

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> tuple[PackDraft, int]:
            return library.read(version_in_force, season, before).carry(before)

        edited = self._edited
        self._context.background.run_long(work, edited.here(show), edited.here(edited.refuse), is_quiet=True)

    def compare(self) -> None:
        """The version the draft was begun on beside the one in force."""
        desk = self._edited.desk
        if desk is not None:
            from reviewer_ui.seasons.notices import NoticesDialog

            pair = desk.base.sha256, desk.current.sha256
            dialog = NoticesDialog(self._context, self._season, self._dialog, pair)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def discard(self) -> None:
        """Puts the version in force in the place of the draft, which can be put back until another one is discarded."""
        before = self._edited.desk.discarded_at if self._edited.desk is not None else None
        said = sentence("pack_draft.discarded")
        if before is not None:
            said += sentence("pack_draft.discarded_former", {"at": f"{before:%Y-%m-%d %H:%M}"})
        self._turn(discard_draft, lambda: self._edited.line.tell(said, self.put_back, until_typed=True))

    def put_back(self) -> None:
        """Puts the draft back that was discarded."""
        self._turn(put_draft_back, lambda: self._edited.line.tell(sentence("pack_draft.put_back")))

    def _change(self, change: Change, said: str, then: Callable[[], object] = lambda: None) -> None:
        edited = self._edited

        def tell(before: PackDraft) -> None:
            after = edited.draft
            edited.keep_now()
            edited.line.tell(said, lambda: edited.look(lambda now: taken_back(before, after, now)))
            then()

        edited.look(change, tell)

    def _turn(self, act: Callable[..., None], told: Callable[[], object]) -> None:
        edited = self._edited

        def show(desk: DraftDesk) -> None:
            edited.begin(desk)
            told()

        edited.keep_now()
        self._context.background.run_change(
            act,
            self._season,
            then=edited.here(lambda _done: edited.read(show)),
            failed=edited.here(edited.refuse),
        )


def _free_class(form: PackForm) -> str:
    taken = {one.known_by for one in form.parts if one.place[:-1] == CLASSES}
    return next((one for one in form.classes if one not in taken), "")
