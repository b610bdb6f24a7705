"""The system the states form, in one year or in all: who stands with whom, in which blocs, by what source."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from foedus.errors import LakeError, UsageError
from foedus.intake.outlet import is_state_media
from foedus.lake.datasets import datasets
from foedus.lake.numbers import at_year, heir
from foedus.language.registry import in_force, states
from foedus.ledger.columns import PairColumns, pair_columns
from foedus.ledger.system import Wanted
from foedus.model import Mood
from foedus.system.balance import triads
from foedus.system.blocs import Blocs, find_blocs
from foedus.system.centrality import centralities
from foedus.system.graph import FORMULAS, RECORD, Edge, SignedGraph
from foedus.system.polarity import from_capabilities, from_ties
from foedus.system.sources import from_dataset, from_ledger
from foedus.web.kept import Late
from foedus.web.room import Room
from foedus.web.views import params as given
from foedus.web.views.params import Params
from foedus.web.views.places import coloured, in_year, on_earth, placed

SCHEMA = "foedus/system-page/1"
SEEDS = 8
NAMED = 3  # strongest members by which a bloc is named
NEAR = "system"  # what rests on the same records is made by the same process
_RECORDS = ("records",)


@dataclass(frozen=True, slots=True)
class SystemQuery:
    """What is to be shown.

    Attributes:
        source: "record" or the key of a dataset of the lake.
        year: "1914"; None for all years together.
        moods, on_word_of, third_party, without_state_media: of the record only, see `Wanted`.
        centre: ISO3 of a state whose ties alone are wanted.
    """

    source: str = RECORD
    year: str | None = None
    moods: tuple[str, ...] | None = None
    on_word_of: str | None = None
    third_party: bool = False
    without_state_media: bool = False
    centre: str | None = None

    def as_params(self) -> dict[str, object]:
        """Return it as it stands in an address; what is left at its default is None."""
        return {
            "source": self.source if self.source != RECORD else None,
            "year": self.year,
            "mood": self.moods,
            "on_word_of": self.on_word_of,
            "third_party": self.third_party or None,
            "without_state_media": self.without_state_media or None,
            "centre": self.centre,
        }

    @property
    def wanted(self) -> Wanted:
        """Which records are wanted."""
        return Wanted(
            since=self.year,
            until=self.year,
            moods=tuple(map(Mood, self.moods)) if self.moods else (Mood.ASSERTED,),
            on_word_of=self.on_word_of,
            third_party=self.third_party,
            without=is_state_media if self.without_state_media else None,
        )


def system_query(params: Params) -> SystemQuery:
    """Return what an address asks for.

    Raises:
        UsageError: something in it does not exist.
    """
    source = given.text(params, "source") or RECORD
    if source != RECORD and (source not in datasets() or datasets()[source].shapes[0] == "state_year"):
        raise UsageError(f"source: {source[:40]!r} does not exist: expected record or a dataset that ties states")
    year = None if given.flag(params, "all") else given.date(params, "year")
    if year is not None and len(year) != 4:
        raise UsageError(f"year: {year!r}: expected four digits")
    query = SystemQuery(
        source=source,
        year=year,
        moods=given.choices(params, "mood", [mood.value for mood in Mood]),
        on_word_of=given.state(params, "on_word_of"),
        third_party=given.flag(params, "third_party"),
        without_state_media=given.flag(params, "without_state_media"),
        centre=given.state(params, "centre"),
    )
    if source == RECORD:
        return query
    return SystemQuery(source=source, year=year, centre=query.centre)  # a dataset has no moods and no speakers


@dataclass(frozen=True, slots=True, eq=False)
class _Records:
    """A ledger's records as they were read at one time; what rests on one reading is not given for another.

    Attributes:
        token: stands for them in the keys of what is kept, so that what is old does not hold them.
    """

    columns: PairColumns
    token: object


@dataclass(frozen=True, slots=True)
class _Measured:
    """A graph with what is found on it."""

    graph: SignedGraph
    blocs: Blocs


def system(room: Room, query: SystemQuery) -> dict[str, Any]:
    """Return the system as data; made once for each question, until the ledger or the lake changes.

    Raises:
        LakeError: the lake does not hold the dataset.
    """
    plain = replace(query, centre=None)
    records = _records(room) if query.source == RECORD else None
    found = room.kept.get(("system", plain, records and records.token), lambda: _system(room, plain, records))
    return found if query.centre is None else _centred(found, query.centre)


def system_now(room: Room, query: SystemQuery) -> dict[str, Any] | Late:
    """Return the system; on a large ledger `Late` for a moment after a change, as of the records before."""
    is_late = query.source == RECORD and room.kept.is_late(_RECORDS)
    found = system(room, query)
    return Late(found) if is_late else found


def _centred(found: Mapping[str, Any], centre: str) -> dict[str, Any]:
    year = found["year"]
    state = at_year(centre, int(year)) if year else centre
    return {**found, "centre": state, "edges": [edge for edge in found["edges"] if state in (edge["a"], edge["b"])]}


def _system(room: Room, query: SystemQuery, records: _Records | None) -> dict[str, Any]:
    whole = _whole(room, query.source, records)
    one = _measured(_graph(room, query, records))
    graph, blocs = one.graph, one.blocs
    places = in_year(
        room.kept.get(("places", query.source, records and records.token), lambda: placed(whole.graph)), graph.tied
    )
    colours = coloured(blocs, whole.blocs)
    made = graph.made[0]
    return {
        "schema": SCHEMA,
        "source": query.source,
        "sources": sources(room),
        "year": query.year,
        "years": _years(whole),
        "told": records.columns.years() if records else [],
        "filters": {key: value for key, value in query.as_params().items() if key not in ("source", "year", "centre")},
        "centre": None,
        "covered": made.covered,
        "coverage": [list(stretch) for stretch in made.coverage],
        "version": made.version or None,
        "cite": made.cite or None,
        "formula": made.formula,
        "formula_text": FORMULAS[made.formula],
        "parameters": {key: list(v) if isinstance(v, tuple) else v for key, v in made.parameters.items()},
        "states": _states(one, places, colours),
        "edges": [_edge(edge) for edge in sorted(graph.edges, key=lambda edge: (-abs(edge.weight), edge.pair))],
        "without": _without(graph, query),
        "homes": {state: home for state in graph.tied if (home := _home(state)) != state},
        **_figures(one, colours, room.kept.get(("capabilities",), lambda: _capabilities(room))),
        **_poles(room, one, query),
    }


def _graph(room: Room, query: SystemQuery, records: _Records | None) -> SignedGraph:
    if records is not None:
        return from_ledger(room.ledger, query.wanted, columns=records.columns)
    lake = room.lake
    held = lake.holding(query.source) if lake else None
    if lake is None or held is None:
        raise LakeError(f"the lake holds no {query.source}")
    since, until = (query.year, query.year) if query.year else (held.coverage[0][0], held.coverage[-1][1])
    return from_dataset(lake, query.source, since, until)


def _records(room: Room) -> _Records:
    def read() -> _Records:
        with room.ledger.guarded("reading the system from it"):
            return _Records(pair_columns(room.ledger.connection), object())

    return room.kept.get(_RECORDS, read, may_be_late=True)


def _measured(graph: SignedGraph) -> _Measured:
    return _Measured(graph, find_blocs(graph, seeds=SEEDS, resolutions=()))


def _whole(room: Room, source: str, records: _Records | None) -> _Measured:
    """Return all years of a source, from which places and colours are taken."""
    every = SystemQuery(source, moods=tuple(mood.value for mood in Mood) if source == RECORD else None)
    return room.kept.get(("whole", source, records and records.token), lambda: _measured(_graph(room, every, records)))


def sources(room: Room) -> list[dict[str, Any]]:
    """Return what can be shown: the record, and the datasets held that tie states."""
    lake = room.lake
    held = lake.holdings() if lake else ()
    return [
        {"key": RECORD, "title": None, "coverage": []},
        *(
            {"key": one.dataset.key, "title": one.dataset.title, "coverage": [list(s) for s in one.coverage]}
            for one in held
            if one.dataset.shapes[0] != "state_year"
        ),
    ]


def _years(whole: _Measured) -> dict[str, int] | None:
    """Return the first and the last year a source can be asked for; None where nothing has a date."""
    made = whole.graph.made[0]
    if not made.coverage:
        return None
    return {"first": int(made.coverage[0][0][:4]), "last": int(made.coverage[-1][1][:4])}


def _states(one: _Measured, places: Mapping[str, tuple[float, float]], colours: Mapping[int, int]) -> list[Any]:
    numbers = {state: bloc.number for bloc in one.blocs.blocs for state in bloc.states}
    return [
        {
            "state": c.state,
            "bloc": numbers.get(c.state, 0),
            "colour": colours.get(numbers.get(c.state, 0), 0),
            "friends": c.friends,
            "foes": c.foes,
            "strength": round(c.strength, 4),
            "betweenness": c.betweenness,
            "x": round(places[c.state][0], 1),
            "y": round(places[c.state][1], 1),
        }
        for c in centralities(one.graph)
    ]


def _home(state: str) -> str:
    """Return the state of today on whose ground a state is shown: RUS for SUN, DEU for DDR."""
    while (held := states().get(state)) and held.successor:
        state = held.successor
    return state


def _edge(edge: Edge) -> dict[str, Any]:
    return {"a": edge.state_a, "b": edge.state_b, "weight": round(edge.weight, 4), "inputs": dict(edge.inputs)}


def _without(graph: SignedGraph, query: SystemQuery) -> list[str]:
    """Return the states of the year of which the source says that nothing ties them; of a record that says nothing.

    Empty where the source does not cover the year: then nothing is known of any state.
    """
    covered = graph.made[0].covered is not False
    if not covered or query.source == RECORD:
        return []
    year = query.year or graph.until[:4]
    listed = "gw" if datasets()[query.source].numbers == "gw" else "cow"
    there = (s for s in states().values() if in_force(s.since, s.until, year) and s.numbers(listed)[0] is not None)
    there_then = {s.iso3 for s in there if at_year(heir(s.iso3), int(year)) == s.iso3}
    return sorted(there_then - set(graph.tied))


def _figures(one: _Measured, colours: Mapping[int, int], power: Mapping[int, Mapping[str, float]]) -> dict[str, Any]:
    graph, blocs = one.graph, one.blocs
    cinc = power.get(int(graph.until[:4] or 0), {})
    counted, ties = triads(graph), from_ties(graph, blocs)
    strength = dict.fromkeys(graph.tied, 0.0)
    for edge in graph.edges:
        for state in edge.pair:
            strength[state] += abs(edge.weight)
    return {
        "counts": {"states": len(graph.tied), "together": len(graph.positive), "apart": len(graph.negative)},
        "blocs": [
            {
                "number": bloc.number,
                "colour": colours[bloc.number],
                "states": list(bloc.states),
                "named": sorted(bloc.states, key=lambda s: (-round(strength[s], 3), -cinc.get(s, 0.0), s))[:NAMED],
                "cohesion": bloc.cohesion,
            }
            for bloc in blocs.blocs
        ],
        "alone": list(blocs.alone),
        "between": [
            {"state": b.state, "bloc": b.bloc, "other": b.other, "own": b.own, "with_other": b.with_other}
            for b in blocs.between
        ],
        "balance": {"triads": counted.counts, "balanced": counted.balanced},
        "ties": {"effective": ties.effective, "two": ties.two, "bipolarity": ties.bipolarity},
    }


def _poles(room: Room, one: _Measured, query: SystemQuery) -> dict[str, Any]:
    """Return the poles by capabilities, in the year asked for or the last one known; None where NMC is not held."""
    known = room.kept.get(("capabilities",), lambda: _capabilities(room))
    wanted = int(query.year or one.graph.until[:4] or 9999)
    year = wanted if wanted in known else None if query.year else max(known, default=None)
    if year is None:
        return {"capabilities": None}
    found = from_capabilities(year, known[year])
    return {"capabilities": {"year": year, "kind": found.kind, "poles": list(found.poles), "con": found.con}}


def _capabilities(room: Room) -> dict[int, dict[str, float]]:
    from foedus.lake import queries

    lake = room.lake
    return queries.capabilities(lake, 1000, 9999) if lake and lake.holding("nmc") else {}


def places() -> dict[str, Any]:
    """Return where each state lies on the map."""
    return {"items": list(on_earth())}
