"""Run the command line in tests."""

import os
import pty
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from foedus import cli

ROOT = Path(__file__).parent.parent
ANSI = "\x1b["
EXAMPLES = sorted((ROOT / "src" / "foedus" / "data" / "examples").glob("*.html"))


class Ran:
    """What a command printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


def call(*arguments: object) -> Ran:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.run([str(argument) for argument in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def on_a_terminal(arguments: list[str], env: dict[str, str]) -> str:
    """Run foedus with a terminal as stdout and return what it wrote there."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "foedus", *arguments], stdout=theirs, env={**os.environ, "TERM": "xterm-256color", **env}
    ):
        os.close(theirs)
        written = b""
        while True:
            try:
                read = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not read:
                break
            written += read
    os.close(ours)
    return written.decode()
