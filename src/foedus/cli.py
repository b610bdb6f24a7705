"""The command line: parse arguments, call, print. No rule lives here.

spaCy, trafilatura and rich are imported by the commands that need them, so that help and a slip of the pen answer
at once.
"""

import json
import os
import sys
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.console import ReadFormat, Readings, Unread, complain, emit, progress, show
from foedus.errors import FoedusError, LedgerError, UsageError

DONE, FAILED, USAGE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141
_CODES = "Exit codes: 0 done, 1 something failed, 2 wrong usage, 130 interrupted."

app = typer.Typer(
    name="foedus",
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Who stands with whom, and on whose word.\n\n"
    "foedus reads press articles, French and English, and keeps who said what and what is claimed between which "
    "states. It works offline.\n\n"
    "\b\nExamples:\n"
    "  foedus read page.html\n"
    '  foedus explain Russie "Corée du Nord" --lang fr\n\n' + _CODES,
)


class Lang(StrEnum):
    """A language of articles, and of what is printed."""

    FR = "fr"
    EN = "en"


class Format(StrEnum):
    """How an explanation or a list is printed."""

    TABLE = "table"
    JSON = "json"
    MD = "md"


class ListFormat(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSONL = "jsonl"


class MoodChoice(StrEnum):
    """The moods of `foedus.model`, which is not imported for `--help`."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    POSSIBLE = "possible"
    FUTURE = "future"
    DEMANDED = "demanded"


def _date(value: str | None) -> str | None:
    """Take a date as precise as known; refuse what is none."""
    if value is None:
        return None
    from datetime import date

    parts = value.split("-")
    try:
        date.fromisoformat("-".join([*parts, "01", "01"][:3]))
    except ValueError:
        parts = []
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
        raise typer.BadParameter(f"{value!r} is no date: expected YYYY, YYYY-MM or YYYY-MM-DD")
    return value


def _default_lang() -> str:
    """Print in French where the environment is French, else in English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "fr" if next(filter(None, names), "").startswith("fr") else "en"


LedgerOption = Annotated[
    Path, typer.Option("--ledger", metavar="PATH", envvar="FOEDUS_LEDGER", help="The ledger, one SQLite file.")
]
LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang", envvar="FOEDUS_LANG", help="Language of what is printed; that of the environment if not given."
    ),
]
DEFAULT_LEDGER = Path("foedus.db")


@app.callback(invoke_without_command=True)
def start(
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """Serve what comes before a command."""
    if version:
        from importlib.metadata import version as version_of

        emit(f"foedus {version_of('foedus')}\n")
        raise typer.Exit(DONE)


@app.command(short_help="Read articles and keep what is found.")
def read(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Files, folders, or - for standard input.", show_default=False),
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    no_ledger: Annotated[bool, typer.Option("--no-ledger", help="Print only, keep nothing.")] = False,
    style: Annotated[ReadFormat, typer.Option("--format", help="How to print what was read.")] = ReadFormat.TABLE,
    language: Annotated[
        Lang | None, typer.Option("--language", help="Language of the articles; found in each if not given.")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published", metavar="DATE", callback=_date, help="Date of publication; found in each if not given."
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Read articles: who said what, and what is claimed between which states.

    HTML pages and plain text are read; in folders what ends in .html, .htm, .xhtml, .txt or .md. What is found is
    printed and kept in the ledger, article by article, so that a run that was stopped goes on where it stopped.
    Articles that the ledger holds already, read by the same version, are not read again.

    Sources that cannot be read are listed at the end with the reason; the exit code is then 1, and the others are
    kept all the same.

    \b
    Examples:
      foedus read page.html
      foedus read articles/ --ledger press.db
      foedus read a.txt b.html --no-ledger --format jsonl > readings.jsonl
      curl -s https://example.org/article | foedus read - --published 2025-07-28
    """
    from foedus.intake.sources import find_sources

    found = list(find_sources(sources))
    if all(source.error for source in found):
        _report([str(source.error) for source in found], len(found))
    from foedus.batch import Shelf, read_sources

    readings = Readings(style, lang or _default_lang(), len(found))
    failed: list[str] = []
    done = known = 0
    try:
        with Shelf(None if no_ledger else ledger) as shelf, progress(len(found)) as step:
            for outcome in read_sources(found, shelf, language=language and language.value, published=published):
                if outcome.error:
                    failed.append(outcome.error)
                else:
                    readings.add(outcome)
                known += outcome.known
                done += 1
                step()
        readings.close()
    except KeyboardInterrupt:
        kept = "" if no_ledger else f"; what was read is in {ledger}: run the same command again to go on"
        complain(f"interrupted after {done} of {len(found)} sources{kept}")
        raise typer.Exit(INTERRUPTED) from None
    if known:
        were = "article was" if known == 1 else "articles were"
        complain(f"{known} {were} in {ledger} already, read by this version: not read again")
    _report(failed, len(found))


@app.command(short_help="Explain why two states stand together or apart.")
def explain(
    a: Annotated[str, typer.Argument(metavar="A", help="A state: ISO code, or name in French or English.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another state.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    lang: LangOption = None,
    style: Annotated[Format, typer.Option("--format", help="How to print the explanation.")] = Format.TABLE,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", callback=_date, help="Only what is dated from then on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", callback=_date, help="Only what is dated up to then.")
    ] = None,
    mood: Annotated[
        list[MoodChoice] | None, typer.Option("--mood", help="Only what is put that way; may be given several times.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every record, not the best three of each ground.")
    ] = False,
) -> None:
    """Explain why two states stand together or apart: grounds, evidence, on whose word.

    Each ground comes with its best evidence first, in the words of the article, with who said it, through whom, where
    and when; then what speaks against; then a timeline. Quotation marks stand only around words that were quoted, or
    that the outlet wrote in its own voice. The digits at the end of a line are the id of the record.

    Dates are those of the act, or else of the publication; with --since or --until records without any date are left
    out.

    \b
    Examples:
      foedus explain RUS PRK
      foedus explain Russie "Corée du Nord" --lang fr --since 2024
      foedus explain fr dz --mood asserted --mood negated --format md > france-algerie.md
    """
    from foedus.language.registry import find_state

    first, second = find_state(a), find_state(b)
    if first == second:
        raise UsageError(f"{a!r} and {b!r} are both {first}: expected two different states")
    if since and until and since[: len(until)] > until[: len(since)]:
        raise UsageError(f"--since {since} comes after --until {until}: give the earlier date first")
    from foedus.explain import explain as explain_pair
    from foedus.ledger import open_ledger
    from foedus.model import Mood

    moods = [Mood(choice) for choice in mood] if mood else None
    with open_ledger(ledger, read_only=True) as opened:
        found = explain_pair(opened, first, second, since=since, until=until, moods=moods)
    if style is Format.JSON:
        emit(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n")
        return
    from foedus.display.pieces import page_of

    page = page_of(found, lang or _default_lang(), everything=everything)
    if style is Format.MD:
        from foedus.display.markdown import explanation_markdown

        emit(explanation_markdown(page))
    else:
        from foedus.display.terminal import explanation_view

        show(explanation_view(page))


@app.command(short_help="List the articles in the ledger.")
def articles(
    ledger: LedgerOption = DEFAULT_LEDGER,
    style: Annotated[ListFormat, typer.Option("--format", help="How to print the list.")] = ListFormat.TABLE,
) -> None:
    """List the articles in the ledger, oldest publication first.

    \b
    Examples:
      foedus articles
      foedus articles --ledger press.db --format jsonl
    """
    from dataclasses import asdict

    from foedus.ledger import open_ledger

    with open_ledger(ledger, read_only=True) as opened:
        held = opened.articles()
    if style is ListFormat.JSONL:
        for article in held:
            emit(json.dumps(asdict(article), ensure_ascii=False) + "\n")
        return
    from foedus.display.lists import articles_view

    show(articles_view(held))
    if not held:
        complain(f"{ledger} holds no articles: read some with `foedus read`")


@app.command(short_help="Remove an article and all that came from it.")
def remove(
    article: Annotated[str, typer.Argument(metavar="ID", help="Id of an article, or its first digits.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Remove an article and all that came from it from the ledger.

    The file it was read from is not touched.

    \b
    Examples:
      foedus articles
      foedus remove 3f2a1b9c
    """
    from foedus.ledger import open_ledger

    if not ledger.exists():
        open_ledger(ledger, read_only=True)
    with open_ledger(ledger) as opened:
        matching = [id_ for id_ in opened.article_ids() if article and id_.startswith(article.lower())]
        if len(matching) > 1:
            raise UsageError(f"{article!r} is the beginning of {len(matching)} article ids: give more of its digits")
        if not matching or not opened.remove(matching[0]):
            raise LedgerError(f"ledger {ledger} holds no article {article!r}: `foedus articles` lists them")
    complain(f"article {matching[0]} is removed from {ledger}")


@app.command(short_help="Say what is installed, and what is missing.")
def doctor(ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Say which versions and models are installed, and what is missing.

    The exit code is 1 if something is missing that reading needs.

    \b
    Examples:
      foedus doctor
    """
    from foedus.display.lists import facts_view
    from foedus.doctor import diagnose

    found = diagnose(ledger)
    show(facts_view(found.facts))
    for problem in found.problems:
        complain(problem)
    if found.problems:
        raise typer.Exit(FAILED)


def _report(failed: list[str], total: int) -> None:
    """Say what could not be read, and leave with the exit code for it."""
    if not failed:
        return
    if total == 1:
        complain(failed[0])
    else:
        complain(f"{len(failed)} of {total} sources could not be read:")
        for reason in failed:
            complain(reason, "  ")
    raise typer.Exit(FAILED)


# What typer raises at wrong usage; the base has moved between its versions, the name has not.
_CLICK_ERROR: type[Exception] = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code; the one place where errors become messages.

    Args:
        arguments: without the program's name; those of the process if None.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return app(args=arguments, prog_name="foedus", standalone_mode=False) or DONE
    except UsageError as error:
        complain(str(error))
        return USAGE
    except FoedusError as error:
        complain(str(error))
        return FAILED
    except _CLICK_ERROR as error:
        return _wrong_usage(error)
    except Unread:
        return BROKEN_PIPE
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted")
        return INTERRUPTED


def _wrong_usage(error: Any) -> int:
    message = error.format_message()
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(message + "\n")
    else:
        command = error.ctx.command_path if getattr(error, "ctx", None) else "foedus"
        complain(f"{message.rstrip('.')}: see `{command} --help`")
    return int(error.exit_code)
