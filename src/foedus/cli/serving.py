"""The verb that opens the reading room."""

import os
import socket
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.options import DEFAULT_LAKE, DEFAULT_LEDGER, LakeOption, LedgerOption
from foedus.console import complain, emit
from foedus.errors import FoedusError, UsageError

if TYPE_CHECKING:
    from foedus.web.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    ledger: LedgerOption = DEFAULT_LEDGER,
    lake: LakeOption = DEFAULT_LAKE,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="PORT", min=1, max=65535, help="On which port.")] = 8000,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A name under which it is asked for; several times."),
    ] = None,
    accounts: Annotated[bool, typer.Option("--accounts", help="People sign in; see `foedus accounts`.")] = False,
    open_to_all: Annotated[
        bool,
        typer.Option("--open-to-all", help="Without accounts, whoever can reach it may read it, and comment."),
    ] = False,
    https: Annotated[bool, typer.Option("--https", help="It is reached by https, through a proxy.")] = False,
    processes: Annotated[
        int | None,
        typer.Option(
            "--processes",
            metavar="N",
            min=0,
            max=16,
            help="That make views beside the one that answers; 2 to 4, as there are processors, if not given.",
        ),
    ] = None,
) -> None:
    """Open the reading room: the ledger as web pages, on this machine.

    Read articles, see dossiers of pairs of states, search, correct, comment; the same as JSON under /api/v1. It listens
    on this machine only. To listen elsewhere it asks for --accounts, or for --open-to-all: then whoever comes may read
    and comment, and nothing else. Comments, jobs and accounts are kept beside the ledger, in PATH.room.db.

    \b
    Examples:
      foedus serve
      foedus serve --ledger press.db --port 8080
      foedus serve --accounts --host 0.0.0.0 --name foedus.example.org --https
    """
    if host not in LOOPBACK and not (accounts or open_to_all):
        raise UsageError(
            f"--host {host}: others could reach it and change everything: give --accounts, or --open-to-all to let "
            "them read and comment only"
        )
    import uvicorn

    from foedus.web.app import create_app
    from foedus.web.assets import missing
    from foedus.web.settings import LOOPBACK as NAMES
    from foedus.web.settings import Settings
    from foedus.workers import cores

    settings = Settings(
        ledger=ledger,
        lake=lake,
        accounts=accounts,
        is_open=open_to_all and not accounts,
        hosts=() if host not in LOOPBACK and not name else (*NAMES, *(name or ())),
        data=_own_tables(ledger),
        secure=https,
        processes=min(4, max(2, cores())) if processes is None else processes,
    )
    if absent := missing():
        complain(
            f"for graphs, maps and fonts {len(absent)} files are missing: run `make assets`; the pages read without"
        )
    app = create_app(settings)
    listening = _listen(host, port)
    _say_where(settings, host, port)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Take the port, before anyone is told of it."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        raise FoedusError(f"cannot listen on {host} port {port}: {reason}: try another --port") from None


def _own_tables(ledger: Path) -> Path:
    """Return the folder of the user's own tables, and let everything here read them."""
    from foedus.tables import USER_FOLDER

    named = os.environ.get(USER_FOLDER)
    folder = Path(named) if named else ledger.absolute().parent / "foedus-data"
    if folder.is_dir():
        os.environ[USER_FOLDER] = str(folder)
    return folder


def _say_where(settings: "Settings", host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    who = (
        "with accounts" if settings.accounts else "open to all, for reading" if settings.is_open else "on this machine"
    )
    complain(f"{settings.ledger} is served at http://{shown}:{port}/ {who}; stop with Ctrl-C")


class RoleChoice(StrEnum):
    """The roles of `foedus.web.store.accounts`, which is not imported for `--help`."""

    READER = "reader"
    REVIEWER = "reviewer"
    MODERATOR = "moderator"


def accounts(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Of the account; without it all are listed.")
    ] = None,
    role: Annotated[RoleChoice | None, typer.Option("--role", help="Add the account, or change it.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Remove it; whoever uses it is signed out.")] = False,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Give out and take back the accounts of the reading room.

    Readers may have articles read, reviewers also judge and correct, moderators also let comments appear. The password
    is asked for, or taken from the first line of standard input where that is no terminal; it is kept as argon2id only,
    in PATH.room.db beside the ledger.

    \\b
    Examples:
      foedus accounts
      foedus accounts "A. Reader" --role reviewer
      foedus accounts "A. Reader" --remove
    """
    from foedus.web.settings import Settings
    from foedus.web.store import accounts as kept
    from foedus.web.store import open_store

    if (remove and role) or ((remove or role) and name is None):
        raise UsageError("give NAME with --role to add an account, NAME with --remove to remove it, or nothing")
    store = open_store(Settings(ledger).store)
    if name is None:
        for account in kept.listed(store):
            emit(f"{account.role}\t{account.shown}\n")
    elif remove:
        if not kept.remove(store, name):
            raise UsageError(f"there is no account {name!r}: `foedus accounts` lists them")
        complain(f"{name} is removed")
    elif role is None:
        raise UsageError(f"{name!r}: give --role to add an account, or --remove")
    else:
        kept.add(store, name, _password(), role.value)
        complain(f"{name} may sign in as {role.value}")


def _password() -> str:
    if sys.stdin.isatty():
        given: str = typer.prompt("password", hide_input=True, confirmation_prompt=True, err=True)
        return given
    return sys.stdin.readline().rstrip("\n")
