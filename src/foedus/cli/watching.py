"""The verb that follows feeds."""

import re
import signal
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.options import (
    DEFAULT_LEDGER,
    DONE,
    FAILED,
    INTERRUPTED,
    Lang,
    LangOption,
    LedgerOption,
    default_lang,
)
from foedus.cli.read import write_failures
from foedus.console import ReadFormat, Readings, complain, emit, progress

if TYPE_CHECKING:
    from foedus.watch import Watch

_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def every_seconds(value: str | None) -> float | None:
    """Take a length of time such as 15m; refuse what is none."""
    if value is None:
        return None
    told = re.fullmatch(r"(\d{1,6})([smhd])", value.strip())
    if not told or int(told[1]) == 0:
        raise typer.BadParameter(f"{value!r} is no length of time: expected a number with s, m, h or d, such as 15m")
    return float(told[1]) * _UNITS[told[2]]


def watch(
    feeds: Annotated[
        list[str], typer.Argument(metavar="FEED...", help="Addresses of feeds, or files that list them (OPML).")
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    every: Annotated[
        str | None,
        typer.Option("--every", metavar="TIME", help="Go on: ask again that often, such as 15m; once if not given."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be read; read and keep nothing.")] = False,
    retry: Annotated[
        bool, typer.Option("--retry-failures", help="Ask again what failed, feeds and articles, whatever was said.")
    ] = False,
    style: Annotated[ReadFormat, typer.Option("--format", help="How to print what was read.")] = ReadFormat.TABLE,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Processes that read; as many as processors if not given.")
    ] = None,
    pause: Annotated[
        float, typer.Option("--pause", min=0.5, max=60, help="Seconds between two requests to one host, at least.")
    ] = 2.0,
    failures: Annotated[
        Path | None,
        typer.Option("--failures", metavar="FILE", help="Write what could not be read there, with the reason, as TSV."),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Read what is new in feeds, RSS or Atom: each article once, its full text, from its own page.

    A feed is asked for what has changed since it was asked last. Of its articles those are read that no feed has named
    before. Their hosts are asked one after the other, with a pause between two requests to one, and as their robots.txt
    allows; one that says 429 or 503 is left alone for as long as it asks. A feed that fails is told at the end with the
    reason, and never stops the others; it is asked less and less often until it answers. An article that cannot be had
    for now is tried again by the next runs, five times in all.

    What was named and not yet read is kept in the ledger: a run that was stopped loses nothing. The exit code is 1 if
    a feed failed. docs/bulk.md has a timer of systemd and a line for cron.

    \b
    Examples:
      foedus watch https://example.org/rss.xml --dry-run
      foedus watch feeds.opml --ledger press.db
      foedus watch feeds.opml --ledger press.db --every 15m
      foedus watch feeds.opml --format jsonl --failures failed.tsv >> readings.jsonl
    """
    from foedus.intake.courtesy import Courtesy
    from foedus.intake.feeds import feeds_of
    from foedus.intake.fetch import NotFetched
    from foedus.ledger import open_ledger
    from foedus.watch import Watch, rehearsal
    from foedus.workers import cores

    seconds = every_seconds(every)
    lang = lang or Lang(default_lang())
    try:
        urls = list(feeds_of(feeds))
    except NotFetched as error:
        raise error.told(lang) from None
    with ExitStack() as stack:
        opened = stack.enter_context(rehearsal(ledger) if dry_run else open_ledger(ledger))
        following = Watch(opened, Courtesy(pause=pause, robots=True), language=lang, anyway=retry)
        stack.enter_context(_ended_politely())
        if dry_run:
            raise typer.Exit(_list(following, urls, lang))
        while True:
            began = time.monotonic()
            code = _round(following, urls, Readings(style, lang, None), jobs or cores(), failures)
            if seconds is None:
                raise typer.Exit(code)
            _sleep(max(0.0, began + seconds - time.monotonic()))


def _list(following: "Watch", urls: list[str], lang: Lang) -> int:
    from foedus.display.wording import printable

    failed = _check(following, urls)
    items = following.waiting(urls)
    for item in items:
        emit(f"{item.published or '-':10}  {item.link}  {printable(item.title or '')}".rstrip() + "\n")
    complain(_say(lang, "rehearsed", feeds=len(urls), failed=len(failed), new=len(items)))
    _list_failed(failed)
    return FAILED if failed else DONE


def _round(following: "Watch", urls: list[str], readings: Readings, jobs: int, failures: Path | None) -> int:
    """Ask every feed once, read what is new, and return the exit code for it."""
    read, unread = 0, list[tuple[str, str]]()
    failed = _check(following, urls)
    items = following.waiting(urls)
    try:
        with progress(len(items)) as step:
            for outcome in following.read(items, jobs=jobs):
                if outcome.error:
                    unread.append((outcome.name, outcome.error))
                else:
                    readings.add(outcome)
                    read += 1
                step()
    except KeyboardInterrupt:
        complain(_say(readings.lang, "interrupted", n=read + len(unread), of=len(items)))
        raise typer.Exit(INTERRUPTED) from None
    if read:
        readings.close()
    write_failures(failures, [*failed, *unread])
    fill = {"feeds": len(urls), "failed": len(failed), "new": len(items), "read": read, "unread": len(unread)}
    complain(_say(readings.lang, "summary", **fill))
    _list_failed([*failed, *unread])
    return FAILED if failed else DONE


def _check(following: "Watch", urls: list[str]) -> list[tuple[str, str]]:
    """Ask feeds, and return those that failed with the reason."""
    failed = []
    with progress(len(urls), "feeds") as step:
        for checked in following.check(urls):
            if checked.error:
                failed.append((checked.url, checked.error))
            step()
    return failed


def _list_failed(failed: list[tuple[str, str]]) -> None:
    """Say on stderr why feeds and articles failed."""
    for name, reason in failed:
        complain(reason if name in reason else f"{name}: {reason}", "  ")


def _say(lang: str, key: str, n: int = 1, **fill: object) -> str:
    from foedus.display.wording import wording

    return wording(lang).named("watch", key, n, **fill)


def _sleep(seconds: float) -> None:
    """Wait; whoever is told to end meanwhile has nothing to lose, and says nothing."""
    try:
        time.sleep(seconds)
    except KeyboardInterrupt:
        raise typer.Exit(DONE) from None


class _ended_politely:
    """Let SIGTERM, by which systemd ends a service, do what Ctrl-C does."""

    def __enter__(self) -> None:
        self.before = signal.signal(signal.SIGTERM, signal.default_int_handler)

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGTERM, self.before)
