"""All verbs, and the one place where errors become messages."""

import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Annotated, Any

import typer

from foedus.cli.briefing import brief
from foedus.cli.checking import doctor, evaluate, unresolved
from foedus.cli.explaining import explain, said, why
from foedus.cli.exporting import export
from foedus.cli.keeping import articles, remove
from foedus.cli.lake import cite, import_
from foedus.cli.options import BROKEN_PIPE, DONE, FAILED, INTERRUPTED, USAGE
from foedus.cli.read import read
from foedus.cli.reviewing import reread, review, verify
from foedus.cli.searching import search, sql
from foedus.cli.serving import accounts, serve
from foedus.cli.shards import merge
from foedus.cli.system import compare, system
from foedus.cli.timeline import timeline
from foedus.cli.watching import watch
from foedus.console import Unread, complain, emit
from foedus.errors import FoedusError, UsageError

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


# In the order in which `foedus --help` lists them.
VERBS: tuple[tuple[Callable[..., None], str], ...] = (
    (read, "Read articles and keep what is found."),
    (watch, "Read what is new in feeds."),
    (explain, "Explain why two states stand together or apart."),
    (brief, "Write an article on two states, every sentence with its source."),
    (said, "Tell what a person or a state said."),
    (why, "Tell how a record came to be."),
    (system, "Show the system the states form: blocs, poles, balance."),
    (compare, "Put a pair's record beside the datasets."),
    (import_, "Take a dataset of the field into the lake."),
    (merge, "Add what was read into a lake to a ledger."),
    (cite, "Say what to cite for the datasets in the lake."),
    (search, "Search the words of statements and articles."),
    (timeline, "Show two states over time."),
    (sql, "Ask the ledger in SQL, for reading only."),
    (serve, "Open the reading room: the ledger as web pages."),
    (accounts, "Give out the accounts of the reading room."),
    (review, "Say that a record is right or wrong, or correct it."),
    (reread, "Read stored articles again with this version."),
    (verify, "Check that every record stands on its words."),
    (export, "Write the ledger in a format of other programs."),
    (articles, "List the articles in the ledger."),
    (remove, "Remove an article and all that came from it."),
    (unresolved, "List who and what could not be resolved."),
    (evaluate, "Score readings against gold data."),
    (doctor, "Say what is installed, and what is missing."),
)


def start(
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """Serve what comes before a command."""
    if version:
        from importlib.metadata import version as version_of

        emit(f"foedus {version_of('foedus')}\n")
        raise typer.Exit(DONE)


app.callback(invoke_without_command=True)(start)
for _verb, _short_help in VERBS:
    app.command(short_help=_short_help)(_verb)

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
    except PermissionError as error:
        complain(f"{error.filename}: {error.strerror}")
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
