"""The pages of one state, one speaker, one outlet."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from foedus.web.forms import refuse_too_often
from foedus.web.render import page
from foedus.web.views import actors
from foedus.web.visitors import room_of


def state(request: Request) -> Response:
    """Show what is said for a state and of it, with whom it is told of, and when."""
    refuse_too_often(request, "view")
    found = actors.state(room_of(request), request.path_params["iso3"], request.query_params)
    return page(request, "state.html", found=found, bars=_bars(found["partners"]))


def person(request: Request) -> Response:
    """Show what somebody says, as whom, and about which states."""
    refuse_too_often(request, "view")
    found = actors.person(room_of(request), request.path_params["name"], request.query_params)
    return page(request, "person.html", found=found)


def outlet(request: Request) -> Response:
    """Show what an outlet prints, whom it quotes, and who holds it."""
    refuse_too_often(request, "view")
    found = actors.outlet(room_of(request), request.path_params["name"], request.query_params)
    return page(request, "outlet.html", found=found)


def _bars(partners: list[dict[str, Any]]) -> int:
    """Return the greatest number that a bar of a partner stands for."""
    return max((max(one["together"], one["apart"], 1) for one in partners), default=1)


ROUTES = (
    Route("/{lang:lang}/state/{iso3}", state),
    Route("/{lang:lang}/person/{name:path}", person),
    Route("/{lang:lang}/outlet/{name:path}", outlet),
)
