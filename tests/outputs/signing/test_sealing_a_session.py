"""Papers sealed as files in a session, with the true engines: image, certificate, and everything that can go wrong."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageDraw

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.batch import Batch, SealStyle
from reviewer_app.domain.dispatch.seals import SealSession, SealSetup, SealWay
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.domain.numbers import RegisterEntry, Sealing
from reviewer_app.outputs.page.reserved_seal import KEPT_MARK
from reviewer_app.outputs.papers.stamper import PdfStamper
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.pdf.archival import check_archival
from reviewer_app.outputs.seals.image import try_seal
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.services.ports.papers import SealImage
from reviewer_app.services.sealing.file_sealing import SEALED_FOLDER, seal_files, try_setup
from reviewer_app.services.sealing.sessions import Sealed
from reviewer_app.services.sealing.setup import ImageFile, write_setup
from reviewer_app.services.sealing.striking import strike_with_file
from support.desk_pages import signed_off
from support.fakes import FakeDesk, FakeUnit
from support.papers import paper
from support.revocation_lists import revocation_list
from support.sealing import approved, issued
from support.signed_pages import NOW, PASSWORD, identity, p12, pdfsig

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 42"><circle cx="21" cy="21" r="20"/></svg>'


@dataclass
class _Parts:
    """The true engines, in this process."""

    stamper: PdfStamper
    signer: PadesSigner
    maker: TemplateMaker


@dataclass
class Desk:
    """An office with three approved papers, its seal keeper at the desk, image and certificate set up."""

    library: FakeDesk
    parts: Any
    papers: list[int]
    list_id: int

    @property
    def unit(self) -> FakeUnit:
        return self.library.unit

    def opened(self, way: SealWay) -> int:
        return self.unit.seals.open_session(SealSession(self.list_id, way, self.unit.actor.name, self.unit.now))

    def sealed(self, session: int, pin: str = "", stop: Callable[[], bool] = lambda: False) -> Sealed:
        return seal_files(self.library, self.parts, session, self.papers, pin, lambda _done, _all: None, stop)

    def entry(self, place: int) -> RegisterEntry:
        return self.unit.register.get(self.papers[place])


@pytest.fixture
def desk(own: bytes, maker: TemplateMaker, tmp_path: Path) -> Desk:
    unit = FakeUnit()
    unit.batches.add(Batch(1, "2024", "批次", SealStyle.CIRCLE, "示例甲", unit.now, "", ()))
    cases = [signed_off(unit, number) for number in (1, 2, 3)]
    for case in cases:
        entry = issued(unit, case)
        sha256 = unit.attachments.keep(own)
        unit.register.complete(replace(entry, sha256=sha256, file_name=f"{case}.pdf"))
    list_id = approved(unit, cases, batch_id=1)
    key = p12(tmp_path, identity())
    write_setup(unit, SealSetup(key_file=str(key.file)), ImageFile("章.svg", SVG))
    unit.users.put(User("示例丙", frozenset({Role.SEAL})))
    library = FakeDesk(unit.acting("示例丙"), tmp_path / "案卷库")
    parts = _Parts(PdfStamper(), PadesSigner(clock=lambda: NOW), maker)
    return Desk(library, parts, [issued(unit, case).id for case in cases], list_id)


def test_an_image_is_put_in_the_place_kept_and_the_bytes_become_the_paper_of_record(desk: Desk) -> None:
    (desk.library.folder / "批次").mkdir()
    before = desk.entry(0).sha256
    done = desk.sealed(desk.opened(SealWay.IMAGE))
    assert [use.serial for use in done.uses] == [1, 2, 3]
    assert done.refused == ()
    entry = desk.entry(0)
    assert (entry.sealed_how, entry.sha256 == before) == (Sealing.IMAGE, False)
    assert [use.approved_sha256 for use in done.uses] == [before] * 3
    kept = desk.unit.attachments.content(entry.sha256)
    assert (desk.library.folder / "批次" / SEALED_FOLDER / "1.pdf").read_bytes() == kept


@pytest.mark.parametrize("way", [SealWay.IMAGE, SealWay.CERTIFICATE])
def test_under_the_seal_of_a_file_there_is_no_circle_for_a_stamp(desk: Desk, own: bytes, way: SealWay) -> None:
    """The words “加盖公章处” would say that the seal is still to come; all the rest of the page stays as it was."""
    done = desk.sealed(desk.opened(way), PASSWORD)
    before, after = _content(own), _content(desk.unit.attachments.content(done.uses[0].sealed_sha256))
    assert before.count(KEPT_MARK.encode()) == 1
    assert KEPT_MARK.encode() not in after
    drawn = before[before.index(KEPT_MARK.encode()) :]
    rest = before.replace(drawn[: drawn.index(b"EMC") + 3], b"")
    assert rest.strip() in after


def _content(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        contents = opened.pages[-1].obj.Contents
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        return b"\n".join(one.read_bytes() for one in streams)


def test_without_the_circle_a_paper_is_archival_still(own: bytes) -> None:
    stamper = PdfStamper()
    check_archival(stamper.without_circle(own), "示例")
    assert stamper.without_circle(stamper.without_circle(own)) == stamper.without_circle(own)


def test_a_use_that_is_struck_out_takes_its_file_along_but_no_other(desk: Desk) -> None:
    """What was written there since, or a link, is named and stays; the library keeps what was sealed."""
    inside = desk.library.folder / "批次" / SEALED_FOLDER
    inside.parent.mkdir()
    uses = desk.sealed(desk.opened(SealWay.IMAGE)).uses
    (inside / "2.pdf").write_bytes(b"another paper")
    (inside / "3.pdf").unlink()
    done = [strike_with_file(desk.library, use.id, "盖歪") for use in uses]
    assert [(one.is_taken_away, one.stays) for one in done] == [(True, None), (False, inside / "2.pdf"), (False, None)]
    assert [path.name for path in inside.iterdir()] == ["2.pdf"]
    assert desk.unit.attachments.content(uses[0].sealed_sha256)
    with pytest.raises(RefusalError, match=r"seal\.struck_already"):
        strike_with_file(desk.library, uses[1].id, "再划一次")
    assert (inside / "2.pdf").is_file()


def test_a_certificate_signs_with_the_pin_of_the_session(desk: Desk, tmp_path: Path) -> None:
    done = desk.sealed(desk.opened(SealWay.CERTIFICATE), PASSWORD)
    assert [use.way for use in done.uses] == [SealWay.CERTIFICATE] * 3
    content = desk.unit.attachments.content(desk.entry(1).sha256)
    assert desk.entry(1).sealed_how is Sealing.SIGNED
    assert "Signature is Valid" in pdfsig(tmp_path, content)
    lines = desk.parts.signer.check(content)
    assert [line for line in lines if line.is_broken] == []
    with pytest.raises(OfficeError, match=r"sign\.closed"):
        desk.parts.signer.sign(content, p12(tmp_path, identity()), PASSWORD)


def test_a_wrong_pin_is_said_before_any_paper_is_touched(desk: Desk) -> None:
    session = desk.opened(SealWay.CERTIFICATE)
    with pytest.raises(OfficeError, match=r"sign\.wrong_password") as refused:
        desk.sealed(session, "1111")
    assert "1111" not in str(refused.value)
    assert desk.unit.seals.used == []
    assert not any("1111" in (one.reason, *one.detail.values()) for one in desk.unit.events.latest(50))


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(timedelta(days=-30), timedelta(days=-1), "sign.expired"), (timedelta(days=1), timedelta(days=9), "sign.not_yet")],
)
def test_a_certificate_out_of_its_days_seals_nothing(
    desk: Desk, tmp_path: Path, first: timedelta, last: timedelta, code: str
) -> None:
    key = p12(tmp_path, identity(first=NOW + first, last=NOW + last), "旧.p12")
    desk.unit.seals.set_up(replace(desk.unit.seals.setup(), key_file=str(key.file)))
    with pytest.raises(OfficeError, match=code):
        desk.sealed(desk.opened(SealWay.CERTIFICATE), PASSWORD)
    assert desk.unit.seals.used == []


def test_revoked_in_the_middle_what_is_sealed_stays_and_the_rest_says_why(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office lays a newer list in the place of the old one; the next session does not begin at all."""
    issuer = identity("上海示例证书有限公司")
    own = identity(issuer=issuer)
    file = revocation_list(tmp_path / "列表.crl", issuer, due=NOW - timedelta(days=1))
    key = p12(tmp_path, own, "签发.p12", chain=[issuer])
    desk.unit.seals.set_up(replace(desk.unit.seals.setup(), key_file=str(key.file)))
    desk.unit.settings.put(replace(desk.unit.settings.get(), revocation_list=str(file)))
    sign = desk.parts.signer.sign

    def signed_then_revoked(*given: object, **named: object) -> bytes:
        done = bytes(sign(*given, **named))
        revocation_list(file, issuer, [own])
        return done

    monkeypatch.setattr(desk.parts.signer, "sign", signed_then_revoked)
    session = desk.opened(SealWay.CERTIFICATE)
    done = desk.sealed(session, PASSWORD)
    assert len(done.uses) == 1
    assert "现已过期" in done.minded
    assert ["吊销" in str(error.values["why"]) for error in done.refused] == [True, True]
    assert desk.entry(1).sealed_how is Sealing.OPEN
    with pytest.raises(RefusalError, match=r"sign\.revoked"):
        desk.sealed(session, PASSWORD)
    desk.unit.acting("示例甲")
    with pytest.raises(RefusalError, match=r"sign\.revoked"):
        try_setup(desk.library, desk.parts, desk.unit.seals.setup(), b"", PASSWORD)


def test_a_paper_without_a_place_is_named_and_the_rest_goes_on(desk: Desk) -> None:
    entry = desk.entry(0)
    bare = desk.parts.maker.document(paper(DocumentKind.CONTENTS_LIST), SealStyle.CIRCLE.value)
    sha256 = desk.unit.attachments.keep(bare)
    desk.unit.register.complete(replace(entry, sha256=sha256))
    one = desk.unit.seals.asked[-1]
    listed = (replace(one.papers[0], sha256=sha256), *one.papers[1:])
    desk.unit.seals.asked[-1] = replace(one, papers=listed)
    done = desk.sealed(desk.opened(SealWay.IMAGE))
    assert len(done.uses) == 2
    assert [(error.code, error.values["called"]) for error in done.refused] == [("seal.not_sealed", entry.called)]


def test_a_token_pulled_out_in_the_middle_leaves_a_record_of_what_was_sealed_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign, count = desk.parts.signer.sign, []

    def pulled(*given: object, **named: object) -> bytes:
        count.append(1)
        if len(count) > 1:
            raise RefusalError("sign.token_gone")
        return bytes(sign(*given, **named))

    monkeypatch.setattr(desk.parts.signer, "sign", pulled)
    done = desk.sealed(desk.opened(SealWay.CERTIFICATE), PASSWORD)
    assert len(done.uses) == 1
    assert [error.values["called"] for error in done.refused] == [desk.entry(place).called for place in (1, 2)]
    assert desk.entry(1).sealed_how is Sealing.OPEN


def test_killed_between_signing_and_recording_nothing_is_on_record_and_it_is_done_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = desk.opened(SealWay.CERTIFICATE)
    change = desk.library.change
    monkeypatch.setattr(desk.library, "change", lambda *_given: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        desk.sealed(session, PASSWORD)
    assert desk.unit.seals.used == []
    monkeypatch.setattr(desk.library, "change", change)
    assert [use.serial for use in desk.sealed(session, PASSWORD).uses] == [1, 2, 3]


def test_what_cannot_be_laid_in_the_folder_is_told_and_stays_sealed(desk: Desk) -> None:
    """A full disk, or a link planted where the folder should be."""
    folder = desk.library.folder / "批次"
    folder.mkdir()
    (folder / SEALED_FOLDER).symlink_to(desk.library.folder)
    done = desk.sealed(desk.opened(SealWay.IMAGE))
    assert [error.code for error in done.refused] == ["seal.not_laid"] * 3
    assert len(done.uses) == 3
    assert not (desk.library.folder / "1.pdf").exists()


def test_once_the_session_is_closed_no_further_paper_is_signed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended elsewhere while the first was being signed: the key is not used again, and that one is not on record."""
    session, signed, sign = desk.opened(SealWay.CERTIFICATE), [], desk.parts.signer.sign

    def ended_meanwhile(*given: object, **named: object) -> bytes:
        signed.append(given)
        desk.unit.seals.close_session(session, "示例丙", desk.unit.now)
        return bytes(sign(*given, **named))

    monkeypatch.setattr(desk.parts.signer, "sign", ended_meanwhile)
    with pytest.raises(RefusalError, match=r"seal\."):
        desk.sealed(session, PASSWORD)
    assert (len(signed), desk.unit.seals.used) == (1, [])


def test_cancelled_before_the_first_paper_nothing_is_touched(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    signed: list[object] = []
    monkeypatch.setattr(desk.parts.signer, "sign", lambda *given, **_named: signed.append(given))
    done = desk.sealed(desk.opened(SealWay.CERTIFICATE), PASSWORD, stop=lambda: True)
    assert (done.uses, done.refused, signed) == ((), (), [])


def test_a_cancel_ends_after_the_paper_at_hand(desk: Desk) -> None:
    done = desk.sealed(desk.opened(SealWay.IMAGE), stop=lambda: len(desk.unit.seals.used) == 1)
    assert len(done.uses) == 1


def test_the_image_is_for_the_keeper_in_an_open_session_alone(desk: Desk) -> None:
    session = desk.opened(SealWay.IMAGE)
    desk.unit.acting("示例甲")
    with pytest.raises(RefusalError, match=r"seal\.others_session"):
        desk.sealed(session)
    desk.unit.acting("示例丙")
    desk.unit.seals.close_session(session, "示例丙", desk.unit.now)
    with pytest.raises(RefusalError, match=r"seal\.session_closed"):
        desk.sealed(session)


def test_a_full_trial_is_made_sealed_and_signed_and_nothing_of_it_is_kept(desk: Desk, tmp_path: Path) -> None:
    desk.unit.acting("示例甲")
    kept = dict(desk.unit.attachments.bytes)
    trial = try_setup(desk.library, desk.parts, desk.unit.seals.setup(), b"", PASSWORD)
    assert trial.done == (SealWay.CERTIFICATE,)
    assert trial.note is not None
    assert trial.note.is_self_signed
    assert "Signature is Valid" in pdfsig(tmp_path, trial.pdf)
    assert desk.unit.attachments.bytes == kept
    assert desk.unit.seals.used == []


@pytest.mark.parametrize(
    ("side", "ground", "code"), [(60, 255, r"seal\.coarse"), (400, 0, r"seal\.opaque"), (400, 255, "")]
)
def test_a_tiny_or_covering_image_is_refused(tmp_path: Path, side: int, ground: int, code: str) -> None:
    picture = Image.new("RGB", (side, side), (ground, ground, ground))
    ImageDraw.Draw(picture).ellipse((2, 2, side - 2, side - 2), outline=(200, 20, 40), width=6)
    picture.save(tmp_path / "章.png")
    image = SealImage(tmp_path / "章.png")
    if not code:
        try_seal(image)
        return
    with pytest.raises(RefusalError, match=code):
        try_seal(image)


def test_a_setup_names_a_file_or_a_token_and_not_half_of_one() -> None:
    unit = FakeUnit()
    with pytest.raises(RefusalError, match=r"seal\.two_keys"):
        write_setup(unit, SealSetup(key_file="a.p12", module="b.so", token="t", label="l"))
    with pytest.raises(RefusalError, match=r"seal\.module_alone"):
        write_setup(unit, SealSetup(module="b.so", token="t"))
    assert unit.seals.setups == []
