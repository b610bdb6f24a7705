"""Who and what could not be resolved. Looking takes time: the worker does it, and keeps the list."""

import json
from typing import Any

from foedus.ledger import Ledger
from foedus.unresolved import Sort, unresolved
from foedus.web.store import Store, snapshots
from foedus.web.views import params as given
from foedus.web.views.params import Params

NAME = "unresolved"
KEPT = 500  # of the list


def look(ledger: Ledger, store: Store) -> None:
    """Look through the ledger and keep what is found."""
    found = [one.to_dict() for one in unresolved(ledger)]
    counts: dict[str, int] = {sort.value: 0 for sort in Sort}
    for one in found:
        counts[one["sort"]] += 1
    snapshots.keep(store, NAME, json.dumps({"items": found[:KEPT], "counts": counts}, ensure_ascii=False))


def listed(store: Store, params: Params) -> dict[str, Any]:
    """Return what the last look found: `limit`, `offset`, `sort`."""
    limit, offset = given.page(params, 30)
    sorts = given.choices(params, "sort", list(Sort))
    kept = snapshots.get(store, NAME)
    found = json.loads(kept.value) if kept else {"items": [], "counts": {}}
    items = [one for one in found["items"] if sorts is None or one["sort"] in sorts]
    return {
        "looked": kept.made if kept else None,
        "counts": found["counts"],
        "items": items[offset : offset + limit],
        "limit": limit,
        "offset": offset,
        "next": offset + limit if offset + limit < len(items) else None,
    }
