"""The system of states: the signed network, the map, and the same figures as tables."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from foedus.model import Mood
from foedus.system.graph import RECORD
from foedus.web.forms import refuse_too_often
from foedus.web.kept import Late
from foedus.web.pages.drawing import network
from foedus.web.render import Names, address, language_of, page
from foedus.web.room import Room
from foedus.web.views.places import HIGH, WIDE
from foedus.web.views.system import NEAR, SystemQuery, system_now, system_query
from foedus.web.visitors import room_of
from foedus.web.words import words

DRAWN = 700  # ties of the picture, the strongest
LISTED = 40  # ties of the table


def show(request: Request) -> Response:
    """Show the system in one year, or in all."""
    refuse_too_often(request, "view")
    query, language = system_query(request.query_params), language_of(request)
    shown = room_of(request).made(NEAR, drawn_of, query, language)
    found = shown.found
    response = page(
        request,
        "system.html",
        found=found,
        query=query,
        filters=query.as_params(),
        moods=list(Mood),
        record=RECORD,
        frame=(WIDE, HIGH),
        drawn=found["edges"][:DRAWN],
        picture=shown.picture,
        listed=found["edges"][:LISTED],
        steps=_steps(found, query, language),
        api=address("api", "v1", "system", **query.as_params()),
    )
    response.headers["hx-replace-url"] = address(language, "system", **query.as_params())
    return response


@dataclass(frozen=True, slots=True)
class Drawn:
    """The system and its picture."""

    found: dict[str, Any]
    picture: Markup


def drawn_of(room: Room, query: SystemQuery, language: str) -> Drawn | Late:
    """Return the system, and its picture in one language."""
    now = system_now(room, query)
    found = now.value if isinstance(now, Late) else now
    drawn = Drawn(found, network(found, found["edges"][:DRAWN], Names(language), words(language)))
    return Late(drawn) if isinstance(now, Late) else drawn


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
