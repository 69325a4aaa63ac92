"""A case's files are judged and bound in processes of their own; one that ends its process is found and left out."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import pikepdf
import pytest

from reviewer_app.domain.errors import TroubleError
from reviewer_app.foreign import dossiers
from reviewer_app.foreign.dossiers import ForeignBinder
from reviewer_app.services.ports.dispatch.archiving import DAMAGED, OTHER_KIND, Binding, Fate, Paper


def _papers(count: int) -> tuple[Paper, ...]:
    return tuple(Paper(f"附件{number}", f"{number}.pdf", b"%PDF-", is_own=not number) for number in range(count))


def _child(traps: set[str], code: str, asked: list[int]) -> Callable[..., object]:
    """A child that ends at some files, and else says that each is two pages."""

    def work(_work: str, _kind: object, _about: str, papers: tuple[Paper, ...], *_: object, **__: object) -> object:
        asked.append(len(papers))
        if traps & {one.name for one in papers}:
            raise TroubleError(code, file="x")
        return tuple(Fate(2) for _ in papers)

    return work


@pytest.mark.parametrize("code", ["foreign.died", "foreign.too_slow", "foreign.too_much", "foreign.failed"])
def test_a_trap_is_found_by_halves_and_costs_only_itself(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(dossiers, "in_child", _child({"5.pdf"}, code, asked))
    fates = ForeignBinder(lambda: ()).look(_papers(8), False)
    assert fates == (*[Fate(2)] * 5, Fate(why=DAMAGED), *[Fate(2)] * 2)
    assert asked == [8, 4, 4, 2, 1, 1, 2]


def test_nothing_but_traps_ends_soon_and_what_we_made_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    everything = {f"{number}.pdf" for number in range(64)}
    monkeypatch.setattr(dossiers, "in_child", _child(everything, "foreign.died", asked))
    fates = ForeignBinder(lambda: ()).look(_papers(64), False)
    assert len(fates) == 64
    assert all(one.is_left_out for one in fates[1:])
    assert len(asked) <= 12


def test_a_child_that_cannot_start_is_no_fault_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossiers, "in_child", _child({"0.pdf"}, "foreign.not_started", []))
    with pytest.raises(TroubleError, match=r"foreign\.not_started"):
        ForeignBinder(lambda: ()).look(_papers(2), False)


def test_the_true_children_say_and_bind_the_same() -> None:
    made = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(made)
    sheet = made.getvalue()
    papers = (Paper("页", "页.pdf", sheet, is_own=True), Paper("表", "表.xlsx", b"PK\x03\x04" + bytes(9)))
    binder = ForeignBinder(lambda: ("0 0 1 1 re f",) * 10)
    fates = binder.look(papers, False)
    assert fates == (Fate(1), Fate(is_embedded=True, why=OTHER_KIND))
    when = datetime(2024, 5, 19).astimezone()
    bound = binder.bind(Binding(sheet, papers, fates, ("", "表.xlsx"), "甲案件档案", "某局", "档案", when))
    with pikepdf.open(io.BytesIO(bound)) as found:
        assert (len(found.pages), list(found.attachments)) == (2, ["表.xlsx"])
