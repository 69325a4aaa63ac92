"""The house's walls stand: who may import whom, and that nothing of the desk reaches for the network."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from support.house import ROOT, product, tree

NETWORK = {
    "aiohttp", "ftplib", "http.client", "http.server", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket",
    "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "webbrowser", "xmlrpc", "PySide6.QtNetworkAuth",
    "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets", "PySide6.QtWebSockets",
}  # fmt: skip
# One desk tells another on the same machine to come forward, and a pair of nameless sockets joins it to a process of
# its own; that is all the networking there is.
LOCAL_ONLY = {"QLocalServer", "QLocalSocket"}
PAIRS_ONLY = {"AF_UNIX", "SOCK_SEQPACKET", "fromfd", "recv_fds", "send_fds", "socket", "socketpair"}


def test_the_walls_drawn_in_the_project_file_are_kept() -> None:
    """Layers, and the one home of Qt, SQLite, documents and reading, are as the contracts say."""
    line = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run([sys.executable, "-c", line], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert " 0 broken" in run.stdout


def test_nothing_in_the_program_opens_the_network() -> None:
    """Cases never leave the machine by themselves: no module that could send them is imported."""
    reached = [f"{place} {name}" for place, name in _imported() if _is_network(name)]
    assert reached == []


def test_no_socket_is_made_but_as_one_of_a_pair() -> None:
    """A socket's type may be named; one that could be connected anywhere is never made."""
    calls = [(path, node.func) for path in product() for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    assert [path for path, made in calls if isinstance(made, ast.Name) and made.id == "socket"] == []


def test_a_connection_out_of_this_machine_is_stopped_in_every_test() -> None:
    """The tests themselves would notice a library that calls home."""
    with pytest.raises(RuntimeError, match="offline"):
        socket.create_connection(("192.0.2.1", 9), timeout=0.1)


def _imported() -> Iterator[tuple[str, str]]:
    for path in product():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                yield from ((f"{path}:{node.lineno}", alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((f"{path}:{node.lineno}", f"{node.module}.{alias.name}") for alias in node.names)


def _is_network(name: str) -> bool:
    if name.startswith("PySide6.QtNetwork"):
        return name.rpartition(".")[2] not in LOCAL_ONLY
    if name.startswith("socket."):
        return name.removeprefix("socket.") not in PAIRS_ONLY
    return any(name == module or name.startswith(f"{module}.") for module in NETWORK)
