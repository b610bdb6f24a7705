"""The two streams: results to stdout, everything else to stderr. Nothing else prints."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from foedus.errors import OutputError

if TYPE_CHECKING:  # rich and the records are imported when there is something to show
    from rich.console import RenderableType

    from foedus.batch import Outcome
    from foedus.model import Reading


class Unread(Exception):
    """Nobody reads stdout any more."""


class ReadFormat(StrEnum):
    """How a reading is printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"


class Readings:
    """Prints readings as they come, in one of the formats."""

    def __init__(self, style: ReadFormat, lang: str, expected: int | None) -> None:
        self.style = style
        self.lang = lang
        self.single = expected == 1
        self.later: list[str] = []
        self.readings: list[Reading] = []
        self.counts = [0, 0, 0]  # articles, statements, relations

    def add(self, outcome: "Outcome") -> None:
        """Print a reading, or keep it for `close`."""
        reading = outcome.reading
        if reading is None:
            return
        if self.style is ReadFormat.JSONL:
            from foedus.export import reading_to_json

            self._print(reading_to_json(reading) + "\n")
        elif self.style is ReadFormat.JSON or (self.style is ReadFormat.TABLE and self.single):
            self.readings.append(reading)
        elif self.style is ReadFormat.MD:
            from foedus.display.markdown import reading_markdown

            self._print(("" if self.counts[0] == 0 else "\n") + reading_markdown(reading, self.lang))
        else:
            self._line(outcome, reading)
        for place, number in enumerate((1, len(reading.statements), len(reading.relations))):
            self.counts[place] += number

    def _line(self, outcome: "Outcome", reading: "Reading") -> None:
        from foedus.display.lists import batch_header, batch_line

        if self.counts[0] == 0:
            self._print(batch_header(self.lang))
        self._print(batch_line(reading, self.lang, known=outcome.known, width=_width()))

    def _print(self, text: str) -> None:
        """Print now, or at the end where a progress bar is on the same screen."""
        if sys.stdout.isatty() and sys.stderr.isatty():
            self.later.append(text)
        else:
            emit(text)

    def close(self) -> None:
        """Print what needed all readings to be there."""
        if self.style is ReadFormat.JSON and self.readings:
            from foedus.export import reading_to_dict

            emit(json.dumps([reading_to_dict(r) for r in self.readings], ensure_ascii=False, indent=2) + "\n")
        elif self.style is ReadFormat.TABLE and self.single:
            from foedus.display.article import reading_view

            for reading in self.readings:
                show(reading_view(reading, self.lang))
        elif self.style is ReadFormat.TABLE and self.counts[0]:
            from foedus.display.lists import batch_total

            self._print(batch_total(self.counts, self.lang))
        emit("".join(self.later))
        self.later.clear()


@contextmanager
def progress(total: int | None, label: str = "reading") -> Iterator[Callable[[], None]]:
    """Show on stderr how far a batch is; do nothing for one article, or where nobody looks on."""
    if (total is not None and total < 2) or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "", style="progress.data.speed")

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)


@contextmanager
def progress_share(label: str) -> Iterator[Callable[[float], None]]:
    """Show on stderr which share of a long job is done; do nothing where nobody looks on."""
    if not sys.stderr.isatty():
        yield lambda share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task(label, total=1.0)
        yield lambda share: bar.update(task, completed=share)


def show(view: "RenderableType") -> None:
    """Print a renderable: styled on a terminal, plain text without blanks at the end of lines elsewhere."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    with _standard_output(), console.capture() as captured:
        console.print(view)
    text = captured.get()
    emit(text if console.is_terminal else "\n".join(line.rstrip() for line in text.split("\n")))


def emit(text: str) -> None:
    """Write to stdout; leave quietly where nobody reads on.

    Raises:
        OutputError: it cannot be written, as on a full disk.
    """
    with _standard_output():
        sys.stdout.write(text)
        sys.stdout.flush()


@contextmanager
def _standard_output() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # Python flushes stdout once more as it ends; let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise Unread from None
        raise OutputError(f"standard output cannot be written: {error.strerror or error}") from None


def _width() -> int:
    """The columns of the terminal, 80 where there is none."""
    return get_terminal_size((80, 24)).columns


def complain(message: str, margin: str = "foedus: ") -> None:
    """Write one line to stderr."""
    sys.stderr.write(f"{margin}{_one_line(message)}\n")


def _one_line(message: str) -> str:
    """Keep what a file name or a text brings along from breaking or steering the line."""
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "?" for sign in message)
