"""One window for one library: a second start raises the first window and leaves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QDir, QLockFile, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_RAISE = b"raise"
_WAIT_MS = 500
#: Claiming takes a few milliseconds; who does not come to the end of it has been killed.
_CLAIM_MS = 1000


class FirstWindow(QObject):
    """Holds names on this machine, those of libraries' folders; `raise_asked` when somebody starts the desk again.

    The way in keeps every folder it has come by until a library is open, so that there is one way in, not two.
    """

    raise_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._servers: dict[str, QLocalServer] = {}

    def claim(self, folder: Path) -> bool:
        """Takes the folder; False, after the other window was asked to come forward, if it is taken."""
        name = _name_of(folder)
        if name in self._servers:
            return True
        # Of two starts in one blink, the second must not clear away what the first has just set up.
        turn = QLockFile(QDir.temp().filePath(f"{name}.claim"))
        turn.setStaleLockTime(_CLAIM_MS)
        turn.tryLock(_CLAIM_MS)
        try:
            if _asks_other(name):
                return False
            self._listen(name)
        finally:
            turn.unlock()
        return True

    def _listen(self, name: str) -> None:
        from PySide6.QtNetwork import QLocalServer

        # Nobody answers: what is left of a killed process is cleared away.
        QLocalServer.removeServer(name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._answer)
        server.listen(name)
        self._servers[name] = server

    def release(self, but: Path | None = None) -> None:
        """Gives all folders up, but the one whose library is open now."""
        for name in set(self._servers) - ({_name_of(but)} if but is not None else set()):
            server = self._servers.pop(name)
            server.close()
            server.deleteLater()

    def _answer(self) -> None:
        for server in list(self._servers.values()):
            socket = server.nextPendingConnection()
            if socket is not None:
                socket.disconnected.connect(socket.deleteLater)
                self.raise_asked.emit()


def come_forward(window: QWidget) -> None:
    """Brings a window before all others, and the keyboard to it or to the dialog that stands open over it."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    front = QApplication.activeModalWidget() or window
    front.raise_()
    front.activateWindow()


def may_be_taken(folder: Path) -> bool:
    """A first look that costs nothing: False when certainly no window holds the folder (its socket is a file)."""
    return sys.platform == "win32" or Path(QDir.tempPath(), _name_of(folder)).exists()


def _asks_other(name: str) -> bool:
    """Asks the window that holds the name to come forward; False if there is none."""
    from PySide6.QtNetwork import QLocalSocket

    _let_others_come_forward()
    socket = QLocalSocket()
    socket.connectToServer(name)
    # The system itself takes the call: also a window that is busy for seconds is reached, and hears it afterwards.
    if not socket.waitForConnected(_WAIT_MS):
        # A window with a long row of callers is there all the same.
        return socket.error() is QLocalSocket.LocalSocketError.SocketTimeoutError
    socket.write(_RAISE)
    socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return True


def _let_others_come_forward() -> None:
    """Windows lets only the program in front choose the next one; a program just started passes that on."""
    if sys.platform == "win32":
        import ctypes

        any_process = -1
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)


def _name_of(folder: Path) -> str:
    """The same short name for the same folder, however its path is written."""
    digest = QCryptographicHash.hash(str(folder.resolve()).encode(), QCryptographicHash.Algorithm.Sha256)
    return f"reviewer-desk-{digest.toHex().toStdString()[:24]}"
