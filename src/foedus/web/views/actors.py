"""One state, one speaker, one outlet: what it says, what is said of it, with whom, when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from foedus.errors import NotHeld
from foedus.intake.outlet import outlet_named
from foedus.lake.numbers import forerunners, heir, history
from foedus.language.registry import find_state, states
from foedus.ledger import actors as queries
from foedus.ledger.search import Where, search_statements
from foedus.origins.likeness import fold
from foedus.said import Who, gathered_rows, people_of
from foedus.web.room import Room
from foedus.web.views import params as given
from foedus.web.views.chart import chart
from foedus.web.views.library import file_name, listed_article
from foedus.web.views.outlets import facts_of, outlet_facts
from foedus.web.views.params import Params

LISTED = 14  # partners, speakers
PAGE = 12


def state(room: Room, key: str, params: Params) -> dict[str, Any]:
    """Return what is said for a state and of it: `limit`, `offset`, `of` "own" or "it", what others say.

    Where `of` is not given it is "own", if it says anything.

    Raises:
        UnknownState: there is no such state.
    """
    iso3 = find_state(key)
    limit, offset = given.page(params, PAGE)
    of = given.choices(params, "of", ("it", "own"))
    return room.made(("state", iso3), state_page, iso3, of, limit, offset)


def state_page(room: Room, iso3: str, of: tuple[str, ...] | None, limit: int, offset: int) -> dict[str, Any]:
    """Return what is said for a state and of it, with one page of statements."""
    facts = room.kept.get(("state", iso3), lambda: _state(room, iso3))
    of_others = of == ("it",) if of else not facts["counts"]["own"]
    listing = queries.statements_of_others if of_others else queries.statements_for
    return {**facts, "of": "it" if of_others else "own", **_statements(room, listing, iso3, limit, offset)}


def _state(room: Room, iso3: str) -> dict[str, Any]:
    connection, known = room.ledger.connection, states()[iso3]
    with room.ledger.guarded("reading a state"):
        partners = queries.partners(connection, iso3)
        return {
            "schema": "foedus/state/1",
            "state": iso3,
            "since": known.since if known.since > "1816-01-01" else None,
            "until": known.until,
            "successor": known.successor,
            "history": [one.iso3 for one in (*history(heir(iso3)), *forerunners(heir(iso3))) if one.iso3 != iso3],
            "partners": [_partner(one, iso3) for one in partners],
            "speakers": [asdict(one) for one in queries.speakers_for(connection, iso3, LISTED)],
            "told_by": [
                {"states": (one.state or "").split(), "statements": one.statements}
                for one in queries.states_speaking_of(connection, iso3, LISTED)
            ],
            "chart": chart(queries.months_of_state(connection, iso3)),
            "counts": {
                "own": queries.statements_for(connection, iso3, 0, 0).total,
                "of_it": queries.statements_of_others(connection, iso3, 0, 0).total,
                "relations": sum(one.records for one in partners),
                "partners": len(partners),
            },
        }


def person(room: Room, name: str, params: Params) -> dict[str, Any]:
    """Return what somebody says, as whom, and about which states: `limit`, `offset`.

    Raises:
        NotHeld: nobody so called speaks here.
    """
    limit, offset = given.page(params, PAGE)
    return room.made("people", person_page, name, limit, offset)


def person_page(room: Room, name: str, limit: int, offset: int) -> dict[str, Any]:
    """Return what somebody says, with one page of statements.

    Raises:
        NotHeld: nobody so called speaks here.
    """
    who = _who(room, name)
    facts = room.kept.get(("person", who.name), lambda: _person(room, who))
    return {**facts, **_statements(room, queries.statements_by, who.names, limit, offset)}


def names_ready(room: Room) -> None:
    """Have the names of all who speak and of all outlets ready, which on a large ledger takes a moment."""
    _people(room)
    _folded(room)
    _outlet_names(room)


def _who(room: Room, name: str) -> Who:
    people, shown_as = _people(room)
    shown = shown_as.get(name)
    if shown is None:
        shown = _folded(room).get(tuple(fold(name)))
    if shown is None:
        raise NotHeld(f"nobody called {name[:80]!r} speaks here")
    return Who(name=shown, names=tuple(people[shown]))


def _people(room: Room) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the names of everyone who speaks, by the name to print; and the name to print by each of them."""

    def look() -> tuple[dict[str, list[str]], dict[str, str]]:
        people = people_of(room.ledger)
        return people, {form: shown for shown in people for form in people[shown]}

    return room.kept.get(("people",), look)


def _folded(room: Room) -> dict[tuple[str, ...], str]:
    return room.kept.get(("people folded",), lambda: {tuple(fold(form)): s for form, s in _people(room)[1].items()})


def _person(room: Room, who: Who) -> dict[str, Any]:
    connection = room.ledger.connection
    with room.ledger.guarded("reading a speaker"):
        named = search_statements(connection, f'"{who.name}"', Where(), PAGE)
        own = set(who.names)
        others = [one for one in named.found if one.statement and not _is_by(one.statement.speaker, own)]
        return {
            "schema": "foedus/person/1",
            "name": who.name,
            "names": list(who.names),
            "offices": [asdict(one) for one in queries.offices(connection, who.names)],
            "pairs": [asdict(one) for one in queries.pairs_of_person(connection, who.names, LISTED)],
            "chart": chart(queries.months_of_person(connection, who.names)),
            "named_by": [
                {
                    "id": one.statement.id,
                    "words": one.statement.content_words,
                    "kind": one.statement.kind.value,
                    "speaker": one.statement.speaker.name if one.statement.speaker else None,
                    "article": one.article.id,
                    "outlet": one.article.outlet,
                    "published": one.article.published,
                }
                for one in others
                if one.statement
            ],
        }


def _is_by(speaker: Any, names: set[str]) -> bool:
    return speaker is not None and speaker.name in names


def outlet(room: Room, name: str, params: Params) -> dict[str, Any]:
    """Return what an outlet prints, whom it quotes, who relays it: `limit`, `offset` of its articles.

    Raises:
        NotHeld: no outlet of that name prints or relays anything here.
    """
    limit, offset = given.page(params, PAGE)
    return room.made("people", outlet_page, name, limit, offset)


def outlet_page(room: Room, name: str, limit: int, offset: int) -> dict[str, Any]:
    """Return what an outlet prints, with one page of its articles.

    Raises:
        NotHeld: no outlet of that name prints or relays anything here.
    """
    names = _names_of(room, name)
    facts = room.kept.get(("outlet", names), lambda: _outlet(room, names))

    def make() -> dict[str, Any]:
        with room.ledger.guarded("reading an outlet's articles"):
            found, total = queries.articles_of(room.ledger.connection, names, limit, offset)
        return {"articles": [listed_article(one) for one in found], **_turned(total, limit, offset)}

    return {**facts, **room.kept.get(("articles of", names, limit, offset), make)}


def _names_of(room: Room, name: str) -> tuple[str, ...]:
    """Return the names in the ledger that mean an outlet."""
    known, folded = outlet_named(name), fold(name)
    found = tuple(
        one for one in _outlet_names(room) if fold(one) == folded or (known is not None and outlet_named(one) == known)
    )
    if not found:
        raise NotHeld(f"no outlet {name[:80]!r} prints or relays anything here")
    return found


def _outlet_names(room: Room) -> tuple[str, ...]:
    def look() -> tuple[str, ...]:
        with room.ledger.guarded("reading the names of outlets"):
            return queries.outlet_names(room.ledger.connection)

    return room.kept.get(("outlet names",), look)


def _outlet(room: Room, names: tuple[str, ...]) -> dict[str, Any]:
    connection = room.ledger.connection
    known = outlet_named(names[0])
    shown = known.name if known else names[0]
    with room.ledger.guarded("reading an outlet"):
        relayed = queries.relayed_in(connection, names, LISTED)
        return {
            "schema": "foedus/outlet/1",
            "name": shown,
            "names": list(names),
            "facts": outlet_facts(shown),
            "quoted": [asdict(one) for one in queries.quoted_by(connection, names, LISTED)],
            "pairs": [asdict(one) for one in queries.pairs_of_outlet(connection, names, LISTED)],
            "own_voice": queries.own_voice(connection, names),
            "relayed_in": [{"outlet": other, "statements": n} for other, n in relayed],
            "chart": chart(queries.months_of_outlet(connection, names)),
        }


# -- of all ------------------------------------------------------------------------------------------------------------


def _partner(one: queries.Partner, state: str) -> dict[str, Any]:
    return {
        "state": one.state_b if one.state_a == state else one.state_a,
        "records": one.records,
        "together": one.together,
        "apart": one.apart,
        "last": one.last,
    }


def _statements(
    room: Room, listing: Callable[..., queries.Keys], whose: str | Sequence[str], limit: int, offset: int
) -> dict[str, Any]:
    def make() -> dict[str, Any]:
        with room.ledger.guarded("reading statements"):
            found = listing(room.ledger.connection, whose, limit, offset)
        rows = [_plain(row) for row in gathered_rows(found.found)]
        carriers = (name for row in rows for name in (row["outlet"], *row["relay"]))
        return {"statements": rows, "outlets": facts_of(carriers), **_turned(found.total, limit, offset)}

    return room.kept.get((listing.__name__, tuple(whose), limit, offset), make)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "file": file_name(row["file"])}


def _turned(total: int, limit: int, offset: int) -> dict[str, Any]:
    return {
        "total": total,
        "limit": limit,
        "offset": offset,
        "next": offset + limit if offset + limit < total else None,
    }
