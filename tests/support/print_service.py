"""A print service of the test's own with one PDF printer, and a program that prints to it as the window does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reviewer_app.bench.season.screen import waits_for

_PPD = "/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd"
_FILES = """ServerRoot {home}/root
RequestRoot {home}/spool
TempDir {home}/spool/tmp
CacheDir {home}/cache
StateDir {home}/state
AccessLog {home}/log/access
ErrorLog {home}/log/error
PageLog {home}/log/page
SystemGroup root
"""
_DAEMON = """Listen {home}/cups.sock
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_PRINTER = """Out {home}/out
AnonDirName {home}/out
Log {home}/log
Spool {home}/spool/pdf
Grp root
"""
#: Prints as the preview does, but as a program of its own: a process speaks to one print service all its life.
_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from reviewer_app.domain.errors import OfficeError
from reviewer_ui.printing.painting import NO_OFFSET, print_pages
application = QGuiApplication([])
printer = QPrinter(QPrinter.PrinterMode.HighResolution)
printer.setPrinterName(sys.argv[2])
printer.setResolution(300)
printer.setCopyCount(int(sys.argv[3]))
printer.setDocName("printed")
try:
    print(print_pages(Path(sys.argv[1]).read_bytes(), printer, NO_OFFSET, lambda done, of: None, lambda: False))
except OfficeError as error:
    print(error.code)
"""


@dataclass
class PrintService:
    """A running service: its printer's name, and the folder the printed PDFs come into."""

    home: Path
    printer: str
    process: subprocess.Popen[bytes]

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to print here."""
        return {**os.environ, "CUPS_SERVER": str(self.home / "cups.sock"), "QT_QPA_PLATFORM": "offscreen"}

    def tool(self, *words: str) -> str:
        """One command to the service."""
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def prints(self, pdf: Path, copies: int = 1) -> str:
        """Prints a PDF as the window does; how many sides were laid out, or the code of what went wrong."""
        command = [sys.executable, "-c", _PROGRAM, str(pdf), self.printer, str(copies)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def printed(self) -> Path:
        """The one PDF the printer has finished."""

        def finished() -> str:
            found = sorted((self.home / "out").glob("*.pdf"))
            is_done = not self.tool("lpstat", "-o") and found
            return str(found[0]) if is_done else ""

        return Path(waits_for(finished, "a printed PDF"))

    def stop(self) -> None:
        """Ends the service."""
        self.process.terminate()
        self.process.wait()


@contextmanager
def print_service(home: Path) -> Iterator[PrintService]:
    """Starts the service on a socket in `home`; its printer is described in a file of the system, which goes after."""
    home.chmod(0o755)  # the service's filters run as another user
    for folder in ("root/ppd", "root/ssl", "spool/tmp", "cache", "state", "log", "out"):
        (home / folder).mkdir(parents=True)
    (home / "cups-files.conf").write_text(_FILES.format(home=home))
    (home / "cupsd.conf").write_text(_DAEMON.format(home=home))
    name = f"reviewer-test-{os.getpid()}"
    described = Path(f"/etc/cups/cups-pdf-{name}.conf")
    described.write_text(_PRINTER.format(home=home))
    command = ["cupsd", "-f", "-c", str(home / "cupsd.conf"), "-s", str(home / "cups-files.conf")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    service = PrintService(home, name, process)
    try:
        waits_for(lambda: ("is running" in service.tool("lpstat", "-r") and "yes") or "", "the print service")
        service.tool("lpadmin", "-p", name, "-v", f"cups-pdf:/{name}", "-P", _PPD, "-E")
        waits_for(lambda: service.tool("lpstat", "-p", name), "the printer")
        yield service
    finally:
        service.stop()
        described.unlink()
