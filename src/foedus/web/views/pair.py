"""How two states stand to each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foedus.explain import Explanation, explain
from foedus.intake.outlet import is_state_media
from foedus.language.registry import find_state
from foedus.ledger import Ledger
from foedus.model import Mood
from foedus.web.room import Room
from foedus.web.views import params as given
from foedus.web.views.outlets import facts_of
from foedus.web.views.params import Params

EVIDENCE = 8  # pieces of a ground, on one page
MOST_EVIDENCE = 200
TIMELINE = 40


@dataclass(frozen=True, slots=True)
class PairQuery:
    """Two states, ISO3, and what of them is wanted; see `foedus.explain.explain`."""

    a: str
    b: str
    since: str | None = None
    until: str | None = None
    moods: tuple[str, ...] | None = None
    on_word_of: str | None = None
    third_party: bool = False
    without_state_media: bool = False
    evidence: int = EVIDENCE

    @property
    def states(self) -> tuple[str, ...]:
        """The two states, whichever was named first."""
        return tuple(sorted((self.a, self.b)))

    def as_params(self) -> dict[str, object]:
        """Return it as it stands in an address; what is left at its default is None."""
        return {
            "since": self.since,
            "until": self.until,
            "mood": self.moods,
            "on_word_of": self.on_word_of,
            "third_party": self.third_party or None,
            "without_state_media": self.without_state_media or None,
            "evidence": self.evidence if self.evidence != EVIDENCE else None,
        }


def pair_query(a: str, b: str, params: Params) -> PairQuery:
    """Return what an address asks for.

    Raises:
        UsageError: something in it does not exist.
    """
    since, until = given.window(params)
    return PairQuery(
        a=find_state(a),
        b=find_state(b),
        since=since,
        until=until,
        moods=given.choices(params, "mood", [mood.value for mood in Mood]),
        on_word_of=given.state(params, "on_word_of"),
        third_party=given.flag(params, "third_party"),
        without_state_media=given.flag(params, "without_state_media"),
        evidence=given.number(params, "evidence", EVIDENCE, MOST_EVIDENCE) or 1,
    )


def explained(ledger: Ledger, query: PairQuery) -> Explanation:
    """Explain a pair.

    Raises:
        UsageError: the two states are the same.
        LedgerError: the ledger cannot be read.
    """
    return explain(
        ledger,
        query.a,
        query.b,
        since=query.since,
        until=query.until,
        moods=None if query.moods is None else [Mood(mood) for mood in query.moods],
        on_word_of=query.on_word_of,
        third_party=query.third_party,
        without=is_state_media if query.without_state_media else None,
        timeline=TIMELINE,
        evidence=query.evidence,
    )


def pair(room: Room, query: PairQuery) -> dict[str, Any]:
    """Return an explanation (schema foedus/explanation/1), and what is known of its outlets; not to be changed."""
    return room.kept.get(("pair", query), lambda: _pair(room.ledger, query))


def _pair(ledger: Ledger, query: PairQuery) -> dict[str, Any]:
    found: dict[str, Any] = explained(ledger, query).to_dict()
    found["outlets"] = facts_of(name for piece in _pieces(found) for name in _carriers(piece))
    return found


def _pieces(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for group in [*found["grounds"], found["other"], found["against"]]:
        if group:
            yield from group["evidence"]
            yield from group["denials"]


def _carriers(piece: dict[str, Any]) -> list[str | None]:
    return [piece["article"]["outlet"], *(piece["statement"]["relay"] if piece["statement"] else [])]
