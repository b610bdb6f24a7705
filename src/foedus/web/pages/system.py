"""The system of states: the signed network, the map, and the same figures as tables."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from foedus.model import Mood
from foedus.system.graph import RECORD
from foedus.web.forms import refuse_too_often
from foedus.web.pages.drawing import network
from foedus.web.render import Names, address, language_of, page
from foedus.web.views.places import HIGH, WIDE
from foedus.web.views.system import SystemQuery, system, system_query
from foedus.web.visitors import room_of
from foedus.web.words import words

DRAWN = 700  # ties of the picture, the strongest
LISTED = 40  # ties of the table


def show(request: Request) -> Response:
    """Show the system in one year, or in all."""
    refuse_too_often(request, "view")
    query = system_query(request.query_params)
    found = system(room_of(request), query)
    language, drawn = language_of(request), found["edges"][:DRAWN]
    response = page(
        request,
        "system.html",
        found=found,
        query=query,
        filters=query.as_params(),
        moods=list(Mood),
        record=RECORD,
        frame=(WIDE, HIGH),
        drawn=drawn,
        picture=network(found, drawn, Names(language), words(language)),
        listed=found["edges"][:LISTED],
        steps=_steps(found, query, language),
        api=address("api", "v1", "system", **query.as_params()),
    )
    response.headers["hx-replace-url"] = address(language, "system", **query.as_params())
    return response


def _steps(found: dict[str, Any], query: SystemQuery, language: str) -> dict[str, Any]:
    """Return the year before and the year after as addresses, None where there is none."""
    years = found["years"]
    if not years:
        return {"before": None, "after": None, "shown": None}
    shown = int(query.year) if query.year else years["last"]

    def to(year: int) -> str | None:
        if not years["first"] <= year <= years["last"]:
            return None
        return address(language, "system", **{**query.as_params(), "year": str(year)})

    return {
        "before": to(shown - 1) if query.year else None,
        "after": to(shown + 1) if query.year else None,
        "shown": shown,
    }


ROUTES = (Route("/{lang:lang}/system", show),)
