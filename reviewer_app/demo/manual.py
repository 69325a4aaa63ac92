"""The manual to be printed: every chapter as it stands in the window, with the pictures made in the same run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from html import escape
from pathlib import Path

from reviewer_app.demo.pictures import texts_as_html
from reviewer_app.services.ports.records import PrintedFile
from reviewer_resources.manual import Chapter, chapters
from reviewer_resources.phrases import sentence

MANUAL = "manual.html"
_KIND = "manual"
_TITLE = "用户手册"
#: Read on a screen and printed on A4, each chapter on a new page; no picture is torn across two.
_LOOK = """
@page { size: A4; margin: 18mm 16mm }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1c2733;
  font: 1rem/1.7 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif }
h1 { font-size: 1.5rem; border-bottom: 2px solid #1f5fa8; padding-bottom: .3rem }
h2 { font-size: 1.15rem }
section { break-before: page }
nav { break-after: avoid }
table { border-collapse: collapse }
td, th { border: 1px solid #c3ccd6; padding: .2rem .7rem; text-align: left; vertical-align: top }
td p, th p { margin: 0 }
figure { margin: 1rem 0; break-inside: avoid }
img { max-width: 100%; max-height: 24rem; border: 1px solid #c3ccd6 }
figcaption { font-size: .85rem; color: #56616d }
a { color: #1f5fa8; text-decoration: none }
"""


@dataclass(frozen=True, slots=True)
class MadeManual:
    """The file, and a sentence for each picture that a chapter names and nobody made."""

    file: PrintedFile
    missing: tuple[str, ...]


def write_manual(folder: Path, pictures: Collection[str]) -> MadeManual:
    """Writes the manual into `folder`; `pictures` are the names of the files made in `folder`/screenshots."""
    missing = [
        sentence("demo.failed", {"paper": f"{_TITLE}：{chapter.title}", "why": one.says})
        for chapter in chapters()
        for one in chapter.pictures
        if f"{one.name}.png" not in pictures
    ]
    (folder / MANUAL).write_text(_page(pictures), encoding="utf-8")
    return MadeManual(PrintedFile(MANUAL, _KIND, ()), tuple(missing))


def _page(pictures: Collection[str]) -> str:
    texts = texts_as_html([chapter.markdown for chapter in chapters()])
    listed = "".join(f'<li><a href="#{place}">{escape(one.title)}</a></li>' for place, one in enumerate(chapters()))
    sections = "\n".join(
        f'<section id="{place}">\n{text}\n{_figures(chapter, pictures)}</section>'
        for place, (chapter, text) in enumerate(zip(chapters(), texts, strict=True))
    )
    head = f'<meta charset="utf-8"><title>{_TITLE}</title><style>{_LOOK}</style>'
    contents = f"<nav><h1>{_TITLE}</h1><ol>{listed}</ol></nav>"
    return f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{head}</head><body>{contents}\n{sections}\n</body></html>\n'


def _figures(chapter: Chapter, pictures: Collection[str]) -> str:
    return "".join(
        f'<figure><img src="screenshots/{one.name}.png" alt="{escape(one.says)}">'
        f"<figcaption>{escape(one.says)}</figcaption></figure>\n"
        for one in chapter.pictures
        if f"{one.name}.png" in pictures
    )
