"""How far each printer of this machine puts its ink off; kept with the machine, for the printers are its own."""

from __future__ import annotations

from reviewer_app.services.ports.papers import PrinterOffset
from reviewer_ui.preferences import Preferences

#: The furthest a printer may be off before it wants repair, in tenths of a millimetre.
FURTHEST = 100
_TENTHS = 10


class PrinterOffsets:
    """The offsets by printer name, kept in whole tenths of a millimetre."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def of(self, printer: str) -> PrinterOffset:
        """The offset of a printer; none for a printer never measured."""
        right, _, down = self._preferences.text(_key(printer), "0 0").partition(" ")
        return PrinterOffset(_millimetres(right), _millimetres(down))

    def put(self, printer: str, offset: PrinterOffset) -> None:
        """Keeps what was measured on a printer's calibration sheet."""
        tenths = (round(offset.right * _TENTHS), round(offset.down * _TENTHS))
        self._preferences.put(_key(printer), f"{tenths[0]} {tenths[1]}")


def _key(printer: str) -> str:
    # A slash in a printer's name would open a group of settings of its own.
    return f"printer-offset/{printer.replace('/', '%2F')}"


def _millimetres(tenths: str) -> float:
    try:
        kept = int(tenths)
    except ValueError:
        return 0.0
    return max(-FURTHEST, min(FURTHEST, kept)) / _TENTHS
