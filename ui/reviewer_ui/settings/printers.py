"""How far each printer puts its ink off, measured on a calibration sheet; used for texts laid on printed forms."""

from __future__ import annotations

from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QWidget

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.papers.making import OverlayBase
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.papers import PrinterOffset
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.printing.making import Wanted
from reviewer_ui.printing.offsets import FURTHEST, PrinterOffsets
from reviewer_ui.printing.opening import Previews
from reviewer_ui.printing.view_bar import name_control
from reviewer_ui.settings.card import SettingsCard
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, FieldNote

_HINT = "只用于意见套打到已印好的表上。先打印校准页量出偏差，填好后再打印一次试印页核对。"


class PrintersCard(SettingsCard):
    """One printer at a time: right and down in tenths of a millimetre, kept on this machine."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("打印机偏移", parent)
        self._offsets = PrinterOffsets(context.preferences)
        self._previews = Previews(context, self)
        self.printer = QComboBox()
        self.right, self.down = self._tenths(), self._tenths()
        self.note = FieldNote(_HINT)
        self.sheet = Button("打印校准页…")
        self.trial = Button("打印试印页…")
        self.add(self.printer, "打印机")
        self.add(self.right, "偏右（毫米）")
        self.add(self.down, "偏下（毫米）")
        name_control(self.right, "偏右（毫米）")
        name_control(self.down, "偏下（毫米）")
        self.add_buttons(self.sheet, self.trial, self.note)
        if context.workshop is None:
            self.hide()
        self.printer.currentTextChanged.connect(self._show)
        self.right.valueChanged.connect(lambda _value: self._keep())
        self.down.valueChanged.connect(lambda _value: self._keep())
        self.sheet.clicked.connect(lambda: self._print(PrinterOffset()))
        self.trial.clicked.connect(lambda: self._print(self.offset()))
        self.show_printers(QPrinterInfo.availablePrinterNames())

    def show_printers(self, names: list[str]) -> None:
        """Offers these printers."""
        self.printer.clear()
        self.printer.addItems(names)
        for control in (self.printer, self.right, self.down, self.sheet, self.trial):
            control.setEnabled(bool(names))
        self.note.say(_HINT if names else sentence("printing.no_printer"), None if names else Tone.WARN)

    def offset(self) -> PrinterOffset:
        """What is set for the chosen printer."""
        return PrinterOffset(round(self.right.value(), 1), round(self.down.value(), 1))

    def _show(self, printer: str) -> None:
        kept = self._offsets.of(printer)
        for side, value in ((self.right, kept.right), (self.down, kept.down)):
            side.blockSignals(True)
            side.setValue(value)
            side.blockSignals(False)

    def _keep(self) -> None:
        if self.printer.currentText():
            self._offsets.put(self.printer.currentText(), self.offset())

    def _print(self, offset: PrinterOffset) -> None:
        self._previews.open(Wanted(PrintOrder(DocumentKind.CALIBRATION), overlay_base=OverlayBase(offset=offset)))

    @staticmethod
    def _tenths() -> QDoubleSpinBox:
        side = QDoubleSpinBox()
        side.setRange(-FURTHEST / 10, FURTHEST / 10)
        side.setDecimals(1)
        side.setSingleStep(0.1)
        side.setFixedWidth(110)
        return side
