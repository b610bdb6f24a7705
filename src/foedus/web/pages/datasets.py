"""A pair's record beside what the datasets of the lake say of it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from foedus.display.compare import dataset_lines, record_lines
from foedus.display.wording import wording
from foedus.lake.datasets import datasets
from foedus.web.forms import refuse_too_often
from foedus.web.render import language_of, page
from foedus.web.room import Room
from foedus.web.views.pair import PairQuery, pair_query
from foedus.web.views.series import comparison, strips
from foedus.web.visitors import room_of


def beside(request: Request) -> Response:
    """Show the record and each dataset: something, nothing, or not covered."""
    refuse_too_often(request, "view")
    query = pair_query(request.path_params["a"], request.path_params["b"], request.query_params)
    told = room_of(request).made(query.states, told_beside, query, language_of(request))
    return page(request, "pair_datasets.html", filters=query.as_params(), **told)


def told_beside(room: Room, query: PairQuery, language: str) -> dict[str, Any]:
    """Return what the record and the datasets say of a pair, in one language."""
    say, found, drawn = wording(language), comparison(room, query), strips(room, query)
    return {
        "states": found.states,
        "record_lines": record_lines(found, say),
        "held": [
            {
                "title": datasets()[one.key].title,
                "version": one.version if len(one.version) < 12 else "",
                "lines": dataset_lines(one, found, say),
                "strip": drawn.get(one.key),
            }
            for one in found.found
            if one.held
        ],
        "missing": [one.key for one in found.found if not one.held],
    }


ROUTES = (Route("/{lang:lang}/pair/{a}/{b}/datasets", beside),)
