"""Printer profiles: by name, which printer, and how each kind of paper is fed to it; kept with the machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from reviewer_app.domain.dispatch.prints import Sides
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.printing.planning import HANDLED, MOST_COPIES, Feeding
from reviewer_ui.preferences import Preferences

_PROFILES, _LAST = "print-jobs/profiles", "print-jobs/last"
#: The trays every printer's maker knows, by Qt's name, and what an officer calls them.
TRAYS: Mapping[str, str] = {
    "": "自动",
    "Upper": "上纸盒",
    "Middle": "中纸盒",
    "Lower": "下纸盒",
    "LargeCapacity": "大容量纸盒",
    "Manual": "手送",
    "Envelope": "信封盒",
}
_MODES = {
    Sides.ONE: QPrinter.DuplexMode.DuplexNone,
    Sides.LONG: QPrinter.DuplexMode.DuplexLongSide,
    Sides.SHORT: QPrinter.DuplexMode.DuplexShortSide,
}
#: What is printed unless the officer ticks otherwise: labels and envelopes want paper of their own.
_AT_FIRST = frozenset(HANDLED) - {DocumentKind.LABELS, DocumentKind.ENVELOPE_DL, DocumentKind.ENVELOPE_C5}
USUAL = "通常"


@dataclass(frozen=True, slots=True)
class PrintProfile:
    """A named way of printing a batch: its printer, the kinds in their order, and how each is fed."""

    name: str = USUAL
    printer: str = ""
    order: tuple[DocumentKind, ...] = HANDLED
    feeding: Mapping[DocumentKind, Feeding] = field(
        default_factory=lambda: {kind: Feeding(1 if kind in _AT_FIRST else 0) for kind in HANDLED}
    )


class PrintProfiles:
    """The profiles of this machine; what is kept and can no longer be read is passed over."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def all(self) -> tuple[PrintProfile, ...]:
        """Every profile, the usual one where none was ever kept."""
        read = (_read(text) for text in self._preferences.texts(_PROFILES))
        return tuple(one for one in read if one is not None) or (PrintProfile(),)

    def last(self) -> PrintProfile:
        """The one used last."""
        wanted = self._preferences.text(_LAST, USUAL)
        known = self.all()
        return next((one for one in known if one.name == wanted), known[0])

    def keep(self, profile: PrintProfile) -> None:
        """Keeps a profile under its name and remembers that it was used."""
        others = [one for one in self.all() if one.name != profile.name]
        kept = sorted((*others, profile), key=lambda one: (one.name != USUAL, one.name))
        self._preferences.put(_PROFILES, [_written(one) for one in kept])
        self._preferences.put(_LAST, profile.name)

    def drop(self, name: str) -> None:
        """Forgets a profile."""
        self._preferences.put(_PROFILES, [_written(one) for one in self.all() if one.name != name])


def printer_for(name: str, sides: Sides, tray: str) -> QPrinter:
    """A printer set to sides and tray; to be made on the window's thread."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    printer.setDuplex(_MODES[sides])
    source = QPrinter.PaperSource.__members__.get(tray) if tray else None
    if source is not None:
        printer.setPaperSource(source)
    return printer


def printers_here() -> tuple[str, ...]:
    """The printers of this machine, the usual one first."""
    usual, names = QPrinterInfo.defaultPrinterName(), QPrinterInfo.availablePrinterNames()
    return tuple(sorted(names, key=lambda name: (name != usual, name)))


def _written(profile: PrintProfile) -> str:
    fed = {kind.value: [one.copies, one.sides.value, one.tray] for kind, one in profile.feeding.items()}
    said = {"name": profile.name, "printer": profile.printer, "order": [*profile.order], "feeding": fed}
    return json.dumps(said, ensure_ascii=False)


def _read(text: str) -> PrintProfile | None:
    try:
        said = json.loads(text)
        order = tuple(DocumentKind(one) for one in said["order"])
        fed = {DocumentKind(kind): _feeding(one) for kind, one in said["feeding"].items()}
        name, printer = str(said["name"]), str(said["printer"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    # A kind that came with a later version stands at its place behind the others.
    return PrintProfile(name, printer, (*order, *(kind for kind in HANDLED if kind not in order)), fed)


def _feeding(said: Any) -> Feeding:
    copies, sides, tray = said
    return Feeding(max(0, min(MOST_COPIES, int(copies))), Sides(sides), tray if tray in TRAYS else "")
