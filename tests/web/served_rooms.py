"""A room that is served by a process of its own."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from foedus.web.settings import Settings


@dataclass(frozen=True)
class Served:
    """A room that is served on this machine: its address, and the files behind it."""

    address: str
    settings: Settings
    log: Path
    pid: int


@contextmanager
def serving(settings: Settings, folder: Path, *more: str) -> Iterator[Served]:
    """Serve a room in a process of its own, as a person would start it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = folder / "serve.log"
    command = [sys.executable, "-m", "foedus", "serve", "--ledger", str(settings.ledger), "--port", str(port), *more]
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, cwd=folder) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(300):
                try:
                    socket.create_connection(("127.0.0.1", port), 0.1).close()
                    break
                except OSError:
                    assert process.poll() is None, log.read_text()
                    threading.Event().wait(0.1)
            yield Served(address, settings, log, process.pid)
        finally:
            process.terminate()
            process.wait(20)
