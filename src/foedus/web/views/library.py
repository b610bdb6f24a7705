"""What a ledger holds: counts, articles, pairs."""

from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from foedus.export import reading_to_dict
from foedus.ledger import Ledger, listing
from foedus.model import Reading
from foedus.web.room import Room
from foedus.web.views import params as given
from foedus.web.views.outlets import facts_of
from foedus.web.views.params import Params


def holdings(room: Room) -> dict[str, Any]:
    """Return how many articles, statements, relations and pairs there are."""

    def count() -> dict[str, Any]:
        ledger = room.ledger
        with ledger.guarded("counting what it holds"):
            return asdict(listing.holdings(ledger.connection))

    return room.kept.get(("holdings",), count, may_be_late=True)


def articles(ledger: Ledger, params: Params) -> dict[str, Any]:
    """Return articles, the last read first: `limit`, `before` (the `next` of the list above), `language`."""
    limit, _ = given.page(params)
    before = given.number(params, "before", 0, 2**53) or None
    language = given.choices(params, "language", ("fr", "en"))
    with ledger.guarded("listing its articles"):
        found = listing.latest_articles(
            ledger.connection, limit + 1, before, language=language[0] if language and len(language) == 1 else None
        )
    items = [listed_article(one) for one in found[:limit]]
    return {
        "items": items,
        "outlets": facts_of(one.article.outlet for one in found),
        "limit": limit,
        "next": found[limit - 1].place if len(found) > limit else None,
    }


def file_name(path: str | None) -> str | None:
    """Return the name of a file without its folders, which are nobody's business."""
    return path and PurePath(path.replace("\\", "/")).name


def listed_article(one: listing.ListedArticle) -> dict[str, Any]:
    """Return an article of a list; of a file only its name, which says nothing of the machine."""
    facts = asdict(one.article)
    facts["file"] = file_name(facts["file"])
    return {**facts, "begins": one.begins, "statements": one.statements, "relations": one.relations}


def pairs(room: Room, params: Params) -> dict[str, Any]:
    """Return pairs of states, those with most relations first: `limit`, `offset`."""
    limit, offset = given.page(params)

    def look() -> tuple[listing.ListedPair, ...]:
        ledger = room.ledger
        with ledger.guarded("listing its pairs"):
            return listing.busiest_pairs(ledger.connection, limit + 1, offset)

    found = room.kept.get(("pairs", limit, offset), look, may_be_late=True)
    items = [
        {"a": one.state_a, "b": one.state_b, "relations": one.relations, "last": one.last} for one in found[:limit]
    ]
    return {"items": items, "limit": limit, "offset": offset, "next": offset + limit if len(found) > limit else None}


def article_dict(reading: Reading) -> dict[str, Any]:
    """Return a reading as data, with the facts of who prints and relays."""
    relays = (name for statement in reading.statements for name in statement.relay)
    return {
        **reading_to_dict(reading),
        "file": file_name(reading.article.file),
        "outlets": facts_of((reading.article.outlet, *relays)),
    }
