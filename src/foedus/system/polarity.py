"""Polarity: how many poles the system has, from capabilities and from ties.

Capabilities are CINC, each state's share of the world's in six respects (Singer, Bremer and Stuckey 1972). Their
concentration among the major powers is CON:

    CON = sqrt( (sum s^2 - 1/n) / (1 - 1/n) ),   s: share of a power in what the n powers have

0 where all have the same, 1 where one has all. Source: Ray and Singer 1973, Measuring the Concentration of Power in the
International System, Sociological Methods and Research 1(4), 403-437.

The rule of poles is that of Thompson 1988, On Global War, chapter 9, after Modelski 1974, on the same shares:
unipolar, one power has half or more; near unipolar, one has 45 % or more and no other a quarter; bipolar, two have
half or more together and a quarter or more each; multipolar otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from foedus.lake.numbers import at_year
from foedus.system.blocs import Blocs
from foedus.system.graph import SignedGraph
from foedus.tables import read_table

POLE_SHARE = 0.25
HALF = 0.5
NEAR = 0.45


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Polarity from capabilities, in one year.

    Attributes:
        year: of the capabilities.
        shares: share of each major power in what they have together, greatest first.
        world: CINC, the share of each major power in the world's.
        con: 0..1; None for fewer than two powers.
        kind: "unipolar", "near unipolar", "bipolar", "multipolar"; None for fewer than two powers.
        poles: ISO3 of the poles; of a multipolar system those with a tenth or more.
        missing: major powers whose CINC is not known.
        everyone: CINC of every state for which it is known.
    """

    year: int
    shares: tuple[tuple[str, float], ...]
    world: Mapping[str, float]
    con: float | None
    kind: str | None
    poles: tuple[str, ...]
    missing: tuple[str, ...]
    everyone: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Ties:
    """Polarity from ties.

    Attributes:
        shares: share of each bloc in all states that have a tie, by number of the bloc.
        effective: 1 / sum of squared shares, those alone each a bloc of its own; None without ties.
        two: share of the two largest blocs; None without ties.
        bipolarity: of the weight of all ties, what fits two camps of the two largest blocs: together within each, apart
            between them, what does not fit counting against, over all ties among their states: -1..1; None where there
            are no two blocs or no ties among them.
    """

    shares: tuple[tuple[int, float], ...]
    effective: float | None
    two: float | None
    bipolarity: float | None


def concentration(capabilities: Iterable[float]) -> float | None:
    """Return CON of Ray and Singer, 0..1; None for fewer than two powers or nothing to share.

    Example:
        >>> concentration([1, 1, 1, 1])
        0.0
        >>> concentration([1, 0])
        1.0
    """
    amounts = list(capabilities)
    total, n = sum(amounts), len(amounts)
    if n < 2 or total <= 0:
        return None
    squares = sum((amount / total) ** 2 for amount in amounts)
    return float(max(0.0, (squares - 1 / n) / (1 - 1 / n)) ** 0.5)


@cache
def _spells() -> tuple[tuple[str, int, int], ...]:
    rows = read_table("lake/majors.tsv", ("iso3", "since", "until", "note"))
    return tuple((row["iso3"], int(row["since"]), int(row["until"] or 9999)) for row in rows)


def major_powers(year: int) -> tuple[str, ...]:
    """Return the major powers of a year, as they were then. Source: COW, Major Powers, v2016 (data/lake/majors.tsv)."""
    return tuple(sorted({at_year(iso3, year) for iso3, since, until in _spells() if since <= year <= until}))


def from_capabilities(year: int, cinc: Mapping[str, float], powers: Sequence[str] | None = None) -> Capabilities:
    """Return polarity from the capabilities of a year.

    Args:
        year: that the capabilities are of.
        cinc: of every state.
        powers: the major powers; those of COW if not given.
    """
    names = major_powers(year) if powers is None else tuple(powers)
    known = {name: cinc[name] for name in names if name in cinc}
    total = sum(known.values())
    shares = sorted(((name, amount / total) for name, amount in known.items() if total), key=lambda s: (-s[1], s[0]))
    kind, poles = _rule(shares)
    missing = tuple(name for name in names if name not in cinc)
    return Capabilities(year, tuple(shares), known, concentration(known.values()), kind, poles, missing, cinc)


def _rule(shares: Sequence[tuple[str, float]]) -> tuple[str | None, tuple[str, ...]]:
    if len(shares) < 2:
        return None, ()
    (first, most), (second, next_) = shares[:2]
    if most >= HALF:
        return "unipolar", (first,)
    if most >= NEAR and next_ < POLE_SHARE:
        return "near unipolar", (first,)
    if most + next_ >= HALF and next_ >= POLE_SHARE:
        return "bipolar", (first, second)
    return "multipolar", tuple(name for name, share in shares if share >= 0.1)


def from_ties(graph: SignedGraph, blocs: Blocs) -> Ties:
    """Return polarity from blocs.

    `effective` is the effective number of Laakso and Taagepera 1979, Comparative Political Studies 12(1), 3-27;
    `bipolarity` is ours.
    """
    count = len(graph.tied)
    if not count:
        return Ties((), None, None, None)
    shares = tuple((bloc.number, len(bloc.states) / count) for bloc in blocs.blocs)
    squares = sum(share**2 for _, share in shares) + len(blocs.alone) / count**2
    two = sum(share for _, share in shares[:2])
    return Ties(shares, 1 / squares, two, _bipolarity(graph, blocs))


def _bipolarity(graph: SignedGraph, blocs: Blocs) -> float | None:
    if len(blocs.blocs) < 2:
        return None
    camp = {state: bloc.number for bloc in blocs.blocs[:2] for state in bloc.states}
    fits = total = 0.0
    for edge in graph.edges:
        if edge.state_a in camp and edge.state_b in camp:
            fits += edge.weight if camp[edge.state_a] == camp[edge.state_b] else -edge.weight
            total += abs(edge.weight)
    return fits / total if total else None
