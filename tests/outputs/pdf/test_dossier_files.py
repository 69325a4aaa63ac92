"""What becomes of a file in a dossier, by what it is and not by what it is called; and the dossier read back."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any, cast

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, pdfa
from PIL import Image

from reviewer_app.outputs.checking.pdf import check_pdf
from reviewer_app.outputs.pdf.dossier import kinds, pages
from reviewer_app.outputs.pdf.dossier.binding import bind, judge
from reviewer_app.services.ports.dispatch import archiving as why
from reviewer_app.services.ports.dispatch.archiving import Binding, Fate, Paper

_DIGITS = tuple("0 0 2 3 re f" for _ in range(10))


def _pdf(count: int = 1, text: bool = False, **catalogue: object) -> bytes:
    """Empty sheets, or such with words in a font that is not embedded."""
    pdf = pikepdf.new()
    for _ in range(count):
        page = pdf.add_blank_page(page_size=(595, 842))
        if text:
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
            page.obj.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 700 Td (word) Tj ET")
    for name, value in catalogue.items():
        pdf.Root[f"/{name}"] = value
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def _locked(owner: str, user: str) -> bytes:
    made = io.BytesIO()
    pikepdf.open(io.BytesIO(_pdf())).save(made, encryption=pikepdf.Encryption(owner=owner, user=user))
    return made.getvalue()


def _picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 20), **saving: object) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size).save(made, kind, **saving)
    return made.getvalue()


def _signed() -> bytes:
    """A PDF with a filled signature field and a form that could run a script."""
    field = Dictionary(FT=Name.Sig, T="签名", V=Dictionary(Type=Name.Sig))
    return _pdf(AcroForm=Dictionary(Fields=Array([Dictionary(Kids=Array([field]))])))


def _huge() -> bytes:
    """A picture that claims a hundred thousand dots each way."""
    small = bytearray(_picture("BMP"))
    small[18:26] = (100_000).to_bytes(4, "little") * 2
    return bytes(small)


_ZIP, _OLE = b"PK\x03\x04" + bytes(60), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60)


@pytest.mark.parametrize(
    ("name", "content", "fate"),
    [
        ("三页.pdf", _pdf(3), Fate(3)),
        ("无后缀", _pdf(), Fate(1)),
        ("照片.jpg", _picture("JPEG"), Fate(1)),
        ("彩印.jpg", _picture("JPEG", "CMYK"), Fate(1)),
        ("透明.png", _picture("PNG", "RGBA"), Fate(1)),
        ("黑白.tif", _picture("TIFF", "1", save_all=True, append_images=[Image.new("1", (9, 9))]), Fate(2)),
        ("签名.pdf", _signed(), Fate(1, True, why.SIGNED)),
        ("表.xlsx", _ZIP, Fate(is_embedded=True, why=why.OTHER_KIND)),
        ("版式.OFD", _ZIP, Fate(is_embedded=True, why=why.OTHER_KIND)),
        ("旧表.xls", _OLE, Fate(is_embedded=True, why=why.OTHER_KIND)),
        ("说明.txt", "说明".encode("gb18030"), Fate(is_embedded=True, why=why.OTHER_KIND)),
        ("限制.pdf", _locked("主", ""), Fate(is_embedded=True, why=why.RESTRICTED)),
        ("加密.pdf", _locked("主", "口令"), Fate(why=why.ENCRYPTED)),
        ("坏.pdf", b"%PDF-1.7\nnothing", Fate(why=why.DAMAGED)),
        ("断.pdf", _pdf()[:90], Fate(why=why.DAMAGED)),
        ("断.jpg", _picture("JPEG", size=(900, 900))[:700], Fate(why=why.DAMAGED)),
        ("炸弹.bmp", _huge(), Fate(why=why.TOO_HEAVY)),
        ("发票.pdf", b"MZ\x90\0" + bytes(90), Fate(why=why.DISGUISED)),
        ("表.docx", b"<html>", Fate(why=why.DISGUISED)),
        ("程序.exe", b"MZ\x90\0" + bytes(90), Fate(why=why.NOT_ALLOWED)),
        ("宏.xlsm", _ZIP, Fate(why=why.NOT_ALLOWED)),
        ("脚本.js", b"alert(1)", Fate(why=why.NOT_ALLOWED)),
        ("空.pdf", b"", Fate(why=why.DISGUISED)),
        ("", b"", Fate(why=why.NOT_ALLOWED)),
    ],
)
def test_each_file_has_its_fate(name: str, content: bytes, fate: Fate) -> None:
    assert judge((Paper("附件", name, content),), False) == (fate,)


def test_what_is_too_large_or_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 2)
    assert judge((Paper("", "长.pdf", _pdf(3)),), False) == (Fate(0, True, why.TOO_MANY_PAGES),)
    monkeypatch.setattr(kinds, "MOST_BYTES", 20)
    assert judge((Paper("", "大.pdf", _pdf()),), False) == (Fate(why=why.TOO_LARGE),)


def test_tried_by_itself_a_page_without_its_font_is_kept_as_the_file_it_is() -> None:
    papers = (Paper("", "无字体.pdf", _pdf(text=True)), Paper("", "好.pdf", _pdf()))
    assert [one.pages for one in judge(papers, False)] == [1, 1]
    assert judge(papers, True) == (Fate(0, True, why.NOT_KEPT), Fate(1))


@pytest.mark.parametrize("code", [b"BT (", b"Q Q Q q", b"<< /A [ ", b"\x00\xff" * 40, b"/None Do"])
def test_tried_by_itself_a_page_of_nonsense_costs_nobody_anything(code: bytes) -> None:
    pdf = pikepdf.open(io.BytesIO(_pdf()))
    pdf.pages[0].obj.Contents = pdf.make_stream(code)
    made = io.BytesIO()
    pdf.save(made)
    (fate,) = judge((Paper("", "怪.pdf", made.getvalue()),), True)
    assert fate in (Fate(0, True, why.NOT_KEPT), Fate(1))
    if fate.pages:
        assert len(_bound(Paper("怪", "怪.pdf", made.getvalue())).pages) == 3


def _bound(*papers: Paper) -> pikepdf.Pdf:
    fates = judge(papers, False)
    names = tuple(one.name if fate.is_embedded else "" for one, fate in zip(papers, fates, strict=True))
    when = datetime(2024, 5, 19, 14, 32, tzinfo=UTC)
    content = bind(Binding(_pdf(2), papers, fates, names, "甲\n乙案件档案", "某局", "档案", when, _DIGITS))
    flavour = "3b" if any(names) else "2b"
    assert pdfa.validate_written(io.BytesIO(content), flavour).verdict == "pass"
    return pikepdf.open(io.BytesIO(content))


def _page_of(bookmark: pikepdf.OutlineItem) -> int:
    place = bookmark.destination
    assert isinstance(place, Array)
    return int(cast(Any, pikepdf.Page(place[0])).index)


def test_pages_bookmarks_and_numbers_are_those_of_the_contents() -> None:
    pdf = _bound(Paper("推荐意见", "一.pdf", _pdf(2)), Paper("照片\u202e：x", "照.jpg", _picture("JPEG")))
    assert len(pdf.pages) == 5
    with pdf.open_outline() as outline:
        said = [(one.title, _page_of(one)) for one in outline.root]
    assert said == [("档案目录", 0), ("推荐意见", 2), ("照片 ：x", 4)]
    assert [cast(Any, page).label for page in pdf.pages] == ["目录-1", "目录-2", "1", "2", "3"]
    assert [
        b"DeskMark" in page.Contents.read_bytes()
        if isinstance(page.Contents, pikepdf.Stream)
        else any(b"DeskMark" in one.read_bytes() for one in page.Contents)
        for page in pdf.pages[2:]
    ] == [True] * 3
    assert str(pdf.docinfo["/Title"]) == "甲 乙案件档案"


def test_files_are_embedded_as_they_are() -> None:
    signed = _signed()
    pdf = _bound(Paper("函", "签名.pdf", signed), Paper("表", "表.xlsx", _ZIP))
    assert {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()} == {
        "签名.pdf": signed,
        "表.xlsx": _ZIP,
    }
    assert len(pdf.pages) == 3
    assert "/AcroForm" not in pdf.Root


def test_with_files_in_it_a_check_holds_it_to_the_third_part_and_finds_it_as_it_was_made() -> None:
    papers = (Paper("表", "表.xlsx", _ZIP),)
    fates = judge(papers, False)
    when = datetime(2024, 5, 19, 14, 32, tzinfo=UTC)
    content = bind(Binding(_pdf(), papers, fates, ("表.xlsx",), "甲", "某局", "档案", when, _DIGITS, "ab" * 32))
    said = {line.part: (line.is_broken, line.message) for line in check_pdf(content, "甲.pdf")}
    assert said["甲.pdf"][0] is False
    assert said["存档格式"] == (False, "符合长期保存的 PDF/A-3b 格式，嵌有原文件。")
    assert "ab" * 32 in said["案卷记录链首"][1]
    changed = content.replace(b"D:2024", b"D:2023", 1)
    assert any(line.is_broken for line in check_pdf(changed, "甲.pdf"))


def test_nothing_in_it_moves_by_itself() -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))
    source = pikepdf.open(io.BytesIO(_pdf(OpenAction=script, Names=names)))
    source.pages[0].obj.AA = Dictionary(O=script)
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=script)
    source.pages[0].obj.Annots = Array([link])
    made = io.BytesIO()
    source.save(made)
    pdf = _bound(Paper("附件", "动.pdf", made.getvalue()))
    assert not {"/OpenAction", "/AcroForm"} & set(pdf.Root.keys())
    assert "/JavaScript" not in pdf.Root.get("/Names", Dictionary())
    assert not {"/AA", "/Annots"} & set(pdf.pages[2].obj.keys())


def test_a_case_without_any_file_is_bound_too() -> None:
    assert len(_bound().pages) == 2
