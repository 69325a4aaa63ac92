"""The readers of letters in pictures, behind one port: the first that is installed on this machine serves."""

from __future__ import annotations

import importlib
import importlib.util
from io import BytesIO
from typing import Any, Protocol

from PIL import Image

from reviewer_app.reading.lines import Box, Line

#: The packages of the readers, the better one first.
_FIRST, _SECOND = "faster_paddle", "rapidocr"
_THREADS = 2


class LetterReader(Protocol):
    """Reads the letters of an upright picture."""

    def lines(self, picture: Image.Image) -> list[Line]:
        """The lines of text with their places, in no order that matters."""


def can_read_letters() -> bool:
    """Whether one of the readers is installed."""
    return any(importlib.util.find_spec(name) is not None for name in (_FIRST, _SECOND))


def letter_reader() -> LetterReader | None:
    """The reader of this machine; None where none is installed or none runs."""
    for name, made in ((_FIRST, FirstReader), (_SECOND, SecondReader)):
        if importlib.util.find_spec(name) is not None:
            try:
                return made()
            except (ImportError, OSError, RuntimeError):
                # Built for another kind of machine: the next one may do.
                continue
    return None


class FirstReader:
    """faster-paddle with its model `small`; nothing is fetched."""

    def __init__(self) -> None:
        engine: Any = importlib.import_module(_FIRST)
        self._engine = engine.OcrEngine(model_size="small", threads=_THREADS)

    def lines(self, picture: Image.Image) -> list[Line]:
        """The lines of text with their places."""
        packed = BytesIO()
        picture.save(packed, "BMP")
        found = self._engine.ocr(packed.getvalue())["bounds"].values()
        return [
            Line(str(one["text"]), Box(*one["topLeftCoord"], *one["bottomRightCoord"]), float(one["confidence"]))
            for one in found
            if str(one["text"]).strip()
        ]


class SecondReader:
    """rapidocr with the models that lie in its package."""

    def __init__(self) -> None:
        engine: Any = importlib.import_module(_SECOND)
        self._engine = engine.RapidOCR()

    def lines(self, picture: Image.Image) -> list[Line]:
        """The lines of text with their places."""
        packed = BytesIO()
        picture.save(packed, "BMP")
        said = self._engine(packed.getvalue(), use_cls=False)
        if said.boxes is None:
            return []
        lines = []
        for corners, text, confidence in zip(said.boxes, said.txts, said.scores, strict=True):
            across, down = [float(one[0]) for one in corners], [float(one[1]) for one in corners]
            lines.append(Line(str(text), Box(min(across), min(down), max(across), max(down)), float(confidence)))
        return lines
