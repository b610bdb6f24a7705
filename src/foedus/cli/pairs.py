"""What the verbs about a pair of states have in common: which two, and the explanation that a ledger gives of them."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from foedus.cli.options import check_window
from foedus.errors import UsageError

if TYPE_CHECKING:
    from foedus.explain import Explanation
    from foedus.ledger import Ledger
    from foedus.ledger.dossiers import Filters

T = TypeVar("T")


class MoodChoice(StrEnum):
    """The moods of `foedus.model`, which is not imported for `--help`."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    POSSIBLE = "possible"
    FUTURE = "future"
    DEMANDED = "demanded"


def two_states(a: str, b: str, since: str | None, until: str | None) -> tuple[str, str]:
    """Return the ISO3 of two states by any of their names.

    Raises:
        UnknownState: one of them is none.
        UsageError: both are the same, or the window ends before it begins.
    """
    from foedus.language.registry import find_state

    first, second = find_state(a), find_state(b)
    if first == second:
        raise UsageError(f"{a!r} and {b!r} are both {first}: expected two different states")
    check_window(since, until)
    return first, second


def filters_of(
    mood: Sequence[MoodChoice] | None,
    on_word_of: str | None,
    third_party: bool,
    without_state_media: bool,
    since: str | None = None,
    until: str | None = None,
) -> "Filters":
    """Return which records the options of the command line ask for."""
    from foedus.intake.outlet import is_state_media
    from foedus.language.registry import find_state
    from foedus.ledger.dossiers import Filters
    from foedus.model import Mood

    return Filters(
        since=since,
        until=until,
        moods=tuple(Mood(choice) for choice in mood) if mood else None,
        on_word_of=find_state(on_word_of) if on_word_of else None,
        third_party=third_party,
        without=is_state_media if without_state_media else None,
    )


def explained(
    pair: tuple[str, str],
    ledger: Path,
    filters: "Filters",
    use: "Callable[[Ledger, Explanation], T]",
    *,
    ignore_reviews: bool,
    evidence: int | None,
    lake: str | None = None,
) -> T:
    """Return what is made of a pair's explanation while its ledger is open.

    With a lake, the ledger is one in memory of what was read into it on the pair.
    """
    from foedus.explain import explain
    from foedus.ledger import open_ledger

    with (
        _of_lake(lake, pair) if lake else open_ledger(ledger, read_only=not ignore_reviews) as opened,
        opened.ignoring_reviews() if ignore_reviews else nullcontext(),
    ):
        return use(opened, explain(opened, *pair, **asdict(filters), evidence=evidence))


def _of_lake(lake: str, pair: tuple[str, str]) -> "Ledger":
    from foedus.lake.readings import open_readings
    from foedus.shards.pair import ledger_of_pair

    return ledger_of_pair(open_readings(lake), *pair)
