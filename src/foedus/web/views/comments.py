"""Comments that a moderator lets appear."""

from typing import Any

from foedus.errors import UsageError
from foedus.language.registry import find_state
from foedus.web.store import Store, comments
from foedus.web.views import params as given
from foedus.web.views.params import Params


def pair_place(a: str, b: str) -> str:
    """Return the place of a pair's comments, whichever state is named first."""
    return "-".join(sorted((a, b)))


def of_place(store: Store, sort: str, place: str) -> dict[str, Any]:
    """Return the comments of an article or a pair."""
    return {"items": [comment_dict(one) for one in comments.shown(store, sort, place)]}


def asked(store: Store, params: Params) -> dict[str, Any]:
    """Return the comments of `article`, an id, or of `pair`, two states with a dash between.

    Raises:
        UsageError: neither is given.
    """
    article, pair = given.text(params, "article"), given.text(params, "pair")
    if article:
        return of_place(store, "article", article)
    a, dash, b = (pair or "").partition("-")
    if not dash:
        raise UsageError("give article=ID, or pair=RUS-PRK")
    return of_place(store, "pair", pair_place(find_state(a), find_state(b)))


def comment_dict(one: comments.Comment) -> dict[str, Any]:
    """Return a comment as data."""
    return {
        "id": one.id,
        "name": one.name,
        "words": one.words,
        "at": one.made,
        "record": one.record,
        "suggestion": dict(one.suggestion) if one.suggestion else None,
    }
