"""Graphs from the ledger and from each dataset of the lake: one function a formula of `graph.FORMULAS`."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from foedus.codes import Code, facts
from foedus.errors import LakeError, UsageError
from foedus.lake import queries as lake_queries
from foedus.lake.datasets import find_dataset
from foedus.lake.numbers import at_year, heir
from foedus.lake.told import pair_counts as read_pairs
from foedus.ledger import system as ledger_queries
from foedus.ledger.system import Wanted
from foedus.system.graph import RECORD, Edge, Made, SignedGraph, assembled
from foedus.system.similarity import COMMON_VOTES, scott_pi

if TYPE_CHECKING:
    from foedus.lake import Lake
    from foedus.lake.readings import ReadLake
    from foedus.ledger import Ledger
    from foedus.ledger.columns import PairColumns

DAMPING = 1.0  # k: one word alone gives 0.5, nine of nine 0.9. Ours, so that one word does not weigh like a hundred
# Ours: to stand by another in war counts 1, to consult in a crisis half. Neutrality and nonaggression promise to keep
# out and count nothing: the pact of 23 August 1939 made no allies.
PACT_WEIGHTS: Mapping[str, float] = {"defense": 1.0, "offense": 1.0, "entente": 0.5, "consultation": 0.5}
_FORMULAS = {"mid": "disputes", "ucdp": "conflicts", "igo": "organisations"}
_Inputs = dict[str, float | str]


def from_ledger(
    ledger: "Ledger",
    wanted: Wanted,
    *,
    damping: float = DAMPING,
    by_records: bool = False,
    columns: "PairColumns | None" = None,
) -> SignedGraph:
    """Return what a ledger tells, as a graph.

    Args:
        ledger: open for reading at least.
        wanted: window, moods, on whose word.
        damping: k of the formula.
        by_records: count records instead of independent origins, from the monthly summary: a quick first look at a
            large ledger, in which ten papers that print one word weigh ten; by months, and of `wanted` moods alone.
        columns: the ledger's records as read before, to be counted instead; `wanted` is then by whole years.

    Raises:
        LedgerError: it cannot be read.
        UsageError: `by_records` with a filter that the summary does not know.
    """
    if by_records and (wanted.on_word_of or wanted.third_party or wanted.without):
        raise UsageError(
            "records by month do not say on whose word they are: count by origins, or leave the filter out"
        )
    if columns is not None:
        counts, span = columns.counts(wanted), columns.span
    else:
        with ledger.guarded("reading the system from it"):
            counted = ledger_queries.pair_records if by_records else ledger_queries.pair_counts
            counts = counted(ledger.connection, wanted)
            span = ledger_queries.span(ledger.connection, by_month=by_records)
    formula = "recorded" if by_records else "told"
    return _from_counts(
        [(c.state_a, c.state_b, c.together, c.apart, c.records) for c in counts], span, wanted, damping, formula
    )


def from_readings(lake: "ReadLake", wanted: Wanted, *, damping: float = DAMPING) -> SignedGraph:
    """Return what was read into a lake, as a graph: what `from_ledger` would return of a ledger of the same articles.

    Raises:
        LakeError: nothing was read into it, or its origins are not found yet.
    """
    signs = {sign: [code.value for code in Code if facts(code).sign == sign] for sign in (1, -1)}
    counts, span = read_pairs(
        lake,
        together=signs[1],
        apart=signs[-1],
        moods=[mood.value for mood in wanted.moods],
        since=wanted.since,
        until=wanted.until,
        on_word_of=wanted.on_word_of,
        third_party=wanted.third_party,
        without=wanted.without,
    )
    return _from_counts(counts, span, wanted, damping, "told")


def _from_counts(
    counts: Iterable[tuple[str, str, int, int, int]],
    span: tuple[str, str] | None,
    wanted: Wanted,
    damping: float,
    formula: str,
) -> SignedGraph:
    """Return a graph of (state_a, state_b, origins together, origins apart, records)."""
    until = wanted.until or (span[1] if span else "9999")
    merged: dict[tuple[str, str], list[int]] = {}
    for state_a, state_b, *numbers in counts:
        pair = _pair(state_a, state_b, until)
        if pair:
            sums = merged.setdefault(pair, [0, 0, 0])
            for place, n in enumerate(numbers):
                sums[place] += n
    edges = [
        Edge(*pair, (p - n) / (p + n + damping), {"P": p, "N": n, "records": records})
        for pair, (p, n, records) in merged.items()
    ]
    parameters = {
        "k": damping,
        "moods": [mood.value for mood in wanted.moods],
        "on_word_of": wanted.on_word_of,
        "third_party": wanted.third_party,
        "without_state_media": wanted.without is not None,
    }
    covered = None if span is None else _overlap(span, wanted.since, wanted.until)
    made = Made(RECORD, formula, parameters, (span,) if span else (), covered)
    states = {state for pair in merged for state in pair}
    return assembled(edges, states, wanted.since or "", wanted.until or "", (made,))


def from_dataset(
    lake: "Lake",
    key: str,
    since: str,
    until: str,
    *,
    damping: float = DAMPING,
    pact_weights: Mapping[str, float] = PACT_WEIGHTS,
    official: bool = True,
) -> SignedGraph:
    """Return what a dataset says, as a graph.

    Args:
        lake: that holds it.
        key: of the dataset.
        since, until: ISO dates; datasets by year take the years they lie in.
        damping: k, for events.
        pact_weights: for alliances.
        official: for events, only those between states as such.

    Raises:
        UsageError: there is no such dataset, or it ties no states.
        LakeError: the lake does not hold it.
    """
    dataset = find_dataset(key)
    held = lake.holding(key)
    shape = held.shape if held else dataset.shapes[0]
    if shape == "state_year":
        raise UsageError(f"{key} says nothing of pairs of states: it serves for poles, beside another dataset or none")
    held = lake.require(key, shape)
    first, last = int(since[:4]), int(until[:4])
    parameters: dict[str, object] = {}
    if shape == "event":
        formula, parameters = "events", {"k": damping, "official": official}
        edges = _events(lake, key, since, until, damping, official)
    elif shape == "vote":
        formula, parameters = "votes", {"at least": COMMON_VOTES}
        edges = _votes(lake, first, last)
    else:
        formula = _FORMULAS.get(key, "pacts")
        if formula == "pacts":
            parameters = dict(pact_weights)
        edges = _dyad_years(lake_queries.dyad_years(lake, key, first, last), formula, until, pact_weights)
    covered = held.covers(since, until)
    made = Made(key, formula, parameters, held.coverage, covered, ", ".join(held.versions), dataset.cite)
    return assembled(edges, (), since, until, (made,))


def require_covered(graph: SignedGraph) -> None:
    """Refuse a graph of a window that none of its sources covers: it would show nothing where nothing is known.

    Raises:
        LakeError: naming the sources and what they cover.
    """
    if graph.made and all(made.covered is False for made in graph.made):
        told = "; ".join(
            f"{made.source} covers {', '.join(f'{a} to {b}' for a, b in made.coverage)}" for made in graph.made
        )
        raise LakeError(f"{graph.since or '...'} to {graph.until or '...'} is not covered: {told}")


def _overlap(span: tuple[str, str], since: str | None, until: str | None) -> bool:
    early = until is not None and until < span[0][: len(until)]
    late = since is not None and since[: len(span[1])] > span[1][: len(since)]
    return not (early or late)


@cache
def _node(state: str, year: int) -> str:
    return at_year(heir(state), year)


def _pair(a: str, b: str, until: str) -> tuple[str, str] | None:
    """Return the states of two histories at the end of a window, sorted; None where both are one."""
    year = min(int(until[:4]), 2035) if until[:4].isdigit() else 2035
    first, second = sorted((_node(a, year), _node(b, year)))
    return None if first == second else (first, second)


def _merged(weighted: Iterable[tuple[str, str, float, _Inputs]], until: str) -> list[Edge]:
    """Put the rows of one history together: the weight furthest from 0 counts."""
    best: dict[tuple[str, str], Edge] = {}
    for a, b, weight, inputs in weighted:
        pair = _pair(a, b, until)
        if pair and weight and (pair not in best or abs(weight) > abs(best[pair].weight)):
            best[pair] = Edge(*pair, weight, inputs)
    return list(best.values())


def _dyad_years(
    rows: list[tuple[str, str, str, float]], formula: str, until: str, pact_weights: Mapping[str, float]
) -> list[Edge]:
    most = max((value for *_, value in rows), default=1.0) or 1.0

    def weigh(kinds: str, value: float) -> tuple[float, _Inputs]:
        if formula == "pacts":
            found = sorted(set(kinds.split()))
            return max((pact_weights.get(kind, 0.0) for kind in found), default=0.0), {"kinds": " ".join(found)}
        if formula == "disputes":
            return (-value / 5 if value > 1 else 0.0), {"hostility": value}
        if formula == "conflicts":
            return -value / 2, {"intensity": value}
        return value / most, {"shared": value}

    return _merged(((a, b, *weigh(kinds, value)) for a, b, kinds, value in rows), until)


def _events(lake: "Lake", key: str, since: str, until: str, damping: float, official: bool) -> list[Edge]:
    first = since if len(since) >= 7 else f"{since[:4]}-01"
    last = until if len(until) >= 7 else f"{until[:4]}-12"
    signs = {sign: [code.value for code in Code if facts(code).sign == sign] for sign in (1, -1)}
    counts = lake_queries.event_pairs(lake, key, first[:7], last[:7], signs[1], signs[-1], official=official)
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for count in counts:
        pair = _pair(count.state_a, count.state_b, until)
        if pair:
            p, n = sums.get(pair, (0, 0))
            sums[pair] = (p + count.together, n + count.apart)
    return [Edge(*pair, (p - n) / (p + n + damping), {"P": p, "N": n}) for pair, (p, n) in sums.items() if p + n]


def _votes(lake: "Lake", first: int, last: int) -> list[Edge]:
    import numpy as np

    names, calls = lake_queries.votes(lake, first, last)
    cast = np.array([[vote or 0 for vote in call] for call in calls], dtype=float).reshape(len(calls), len(names))
    rows = []
    for one in range(len(names)):
        for other in range(one + 1, len(names)):
            both = (cast[:, one] > 0) & (cast[:, other] > 0)
            if both.sum() >= COMMON_VOTES:
                found = scott_pi(cast[both, one], cast[both, other])
                inputs: _Inputs = {"common votes": int(both.sum())}
                rows.append((names[one], names[other], found or 0.0, inputs))
    return _merged(rows, str(last))
