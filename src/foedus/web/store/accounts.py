"""Accounts and who is signed in. Passwords are kept as argon2id only, ids of sessions as their hashes."""

import hashlib
import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from foedus.errors import UsageError
from foedus.web.store.base import Store, now

ROLES = ("reader", "reviewer", "moderator")
SHORTEST, LONGEST = 10, 200  # characters of a password
_DAYS = 30
_NAME = re.compile(r"[\w .'’-]{2,60}")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in: the name as given, and one of ROLES."""

    shown: str
    role: str


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """The hash that a name nobody bears is held against, so that an answer takes as long."""
    return _hasher().hash("nobody")


def add(store: Store, name: str, password: str, role: str) -> None:
    """Add an account, or give one another password and role; whoever was signed in with it is signed out.

    Raises:
        UsageError: name, password or role will not do.
        LedgerError: the store cannot be written.
    """
    shown = " ".join(name.split())
    if not _NAME.fullmatch(shown):
        raise UsageError(f"{name!r} is no name: expected 2 to 60 letters, digits, blanks, dots, dashes")
    if role not in ROLES:
        raise UsageError(f"{role!r} is no role: expected one of {', '.join(ROLES)}")
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"a password needs {SHORTEST} to {LONGEST} characters, this one has {len(password)}")
    row = (shown.casefold(), shown, _hasher().hash(password), role, now())
    with store.change() as connection:
        connection.execute("DELETE FROM account WHERE name = ?", row[:1])
        connection.execute("INSERT INTO account VALUES (?, ?, ?, ?, ?)", row)


def remove(store: Store, name: str) -> bool:
    """Remove an account; False if there was none."""
    with store.change() as connection:
        key = " ".join(name.split()).casefold()
        return connection.execute("DELETE FROM account WHERE name = ?", (key,)).rowcount > 0


def listed(store: Store) -> tuple[Account, ...]:
    """Return all accounts, by name."""
    return tuple(Account(*row) for row in store.connection.execute("SELECT shown, role FROM account ORDER BY name"))


def check(store: Store, name: str, password: str) -> Account | None:
    """Return the account of a name and its password; None if they do not fit, after the same time."""
    key = " ".join(name.split()).casefold()
    row = store.connection.execute("SELECT shown, role, hash FROM account WHERE name = ?", (key,)).fetchone()
    try:
        _hasher().verify(row[2] if row else _nobody(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return None
    return Account(row[0], row[1]) if row else None


def sign_in(store: Store, session: str, account: Account) -> None:
    """Remember that a new id stands for an account, and forget the ids that are too old."""
    expires = (datetime.now(UTC) + timedelta(days=_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with store.change() as connection:
        connection.execute("DELETE FROM session WHERE expires < ?", (now(),))
        connection.execute("INSERT INTO session VALUES (?, ?, ?)", (_hash(session), account.shown.casefold(), expires))


def sign_out(store: Store, session: str) -> None:
    """Forget an id."""
    with store.change() as connection:
        connection.execute("DELETE FROM session WHERE hash = ?", (_hash(session),))


def signed_in(store: Store, session: str) -> Account | None:
    """Return whose id it is; None if it is nobody's, or too old."""
    row: sqlite3.Row | None = store.connection.execute(
        "SELECT a.shown, a.role FROM session s JOIN account a ON a.name = s.account WHERE s.hash = ? AND s.expires > ?",
        (_hash(session), now()),
    ).fetchone()
    return Account(*row) if row else None


def _hash(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()
