"""What the reading room is started with."""

from dataclasses import dataclass
from pathlib import Path

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the reading room is started with.

    Attributes:
        ledger: the file that is read, and that new readings and reviews go into.
        lake: the folder of datasets; there may be none.
        accounts: whether people sign in; otherwise whoever is on this machine may do everything.
        is_open: served to others without accounts: they may read, and comment, and nothing else.
        hosts: names under which it may be asked for, against DNS rebinding; any if empty.
        data: where one-click settlements go: the folder of FOEDUS_DATA, else one beside the ledger.
        secure: whether cookies are for https only.
        processes: that make views beside the one that answers; 0 for none.
    """

    ledger: Path
    lake: Path = Path("foedus.lake")
    accounts: bool = False
    is_open: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    data: Path | None = None
    secure: bool = False
    processes: int = 0

    @property
    def store(self) -> Path:
        """Where comments, jobs and accounts lie: beside the ledger, never in it, so that a ledger can be given away."""
        return self.ledger.with_suffix(".room.db")
