"""Words looked for in statements and articles, and what the statements found have in common."""

from dataclasses import asdict, replace
from typing import Any

from foedus.codes import Code
from foedus.explain.as_dict import statement_dict
from foedus.ledger import Ledger
from foedus.ledger.facets import facets
from foedus.ledger.search import Found, Where, search_articles, search_statements
from foedus.model import Kind
from foedus.web.views import params as given
from foedus.web.views.library import file_name
from foedus.web.views.outlets import facts_of
from foedus.web.views.params import Params

PLACES = ("statements", "articles")
FURTHEST = 2_000  # results that can be turned to


def where_of(params: Params) -> Where:
    """Return what else must hold of what is looked for.

    Raises:
        UsageError: something in it does not exist.
    """
    since, until = given.window(params)
    codes, kinds = given.choices(params, "code", list(Code)), given.choices(params, "kind", list(Kind))
    return Where(
        speaker=given.text(params, "speaker"),
        state=given.state(params, "state"),
        code=codes[0] if codes else None,
        outlet=given.text(params, "outlet"),
        kind=kinds[0] if kinds else None,
        since=since,
        until=until,
    )


def search(ledger: Ledger, params: Params) -> dict[str, Any]:
    """Return what is found for `q`, in `in` "statements" or "articles", with facets of the statements."""
    words, where = given.text(params, "q") or "", where_of(params)
    places = given.choices(params, "in", PLACES)
    place = places[0] if places and len(places) == 1 else "statements"
    limit, offset = given.page(params)
    offset = min(offset, FURTHEST)
    with ledger.guarded("searching it"):
        if place == "articles":
            found = search_articles(ledger.connection, words, replace(where, kind=None), offset + limit)
            common = None
        else:
            found = search_statements(ledger.connection, words, where, offset + limit)
            common = facets(ledger.connection, words, where)
    items = [_item(one) for one in found.found[offset:]]
    return {
        "q": words,
        "in": place,
        "filters": asdict(where),
        "total": found.total,
        "ranked": found.ranked,
        "items": items,
        "facets": common and {
            name: [{"value": value, "statements": count} for value, count in values]
            for name, values in common.values.items()
        },
        "counted": common and common.counted,
        "outlets": facts_of(one.article.outlet for one in found.found[offset:]),
        "limit": limit,
        "offset": offset,
        "next": offset + limit if offset + limit < min(found.total, FURTHEST) else None,
    }  # fmt: skip


def _item(one: Found) -> dict[str, Any]:
    article = asdict(one.article)
    article["file"] = file_name(article["file"])
    return {"statement": one.statement and statement_dict(one.statement), "article": article, "snippet": one.snippet}
