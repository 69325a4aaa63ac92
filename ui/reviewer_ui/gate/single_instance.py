"""One window for one library: a second start raises the first window and leaves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QDir, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_RAISE = b"raise"
_WAIT_MS = 500


class FirstWindow(QObject):
    """Holds the name of a library's folder on this machine; `raise_asked` when somebody starts the desk again."""

    raise_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

    def claim(self, folder: Path) -> bool:
        """Takes the folder; False, after the other window was asked to come forward, if it is taken."""
        from PySide6.QtNetwork import QLocalServer

        self.release()
        name = _name_of(folder)
        if _asks_other(name):
            return False
        # Nobody answers: what is left of a killed process is cleared away.
        QLocalServer.removeServer(name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._answer)
        server.listen(name)
        self._server = server
        return True

    def release(self) -> None:
        """Gives the folder up."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection() if self._server else None
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raise_asked.emit()


def may_be_taken(folder: Path) -> bool:
    """A first look that costs nothing: False when certainly no window holds the folder (its socket is a file)."""
    return sys.platform == "win32" or Path(QDir.tempPath(), _name_of(folder)).exists()


def _asks_other(name: str) -> bool:
    """Asks the window that holds the name to come forward; False if there is none."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(_RAISE)
    socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return True


def _name_of(folder: Path) -> str:
    """The same short name for the same folder, however its path is written."""
    digest = QCryptographicHash.hash(str(folder.resolve()).encode(), QCryptographicHash.Algorithm.Sha256)
    return f"reviewer-desk-{digest.toHex().toStdString()[:24]}"
