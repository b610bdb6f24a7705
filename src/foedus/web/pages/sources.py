"""What was read, and what could not be."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from foedus.web.forms import refuse_too_often
from foedus.web.render import page
from foedus.web.views import library, sources
from foedus.web.visitors import Role, room_of, visitor_of


def show(request: Request) -> Response:
    """Show articles and failures."""
    refuse_too_often(request, "view")
    room = room_of(request)
    return page(
        request,
        "sources.html",
        holdings=library.holdings(room),
        articles=library.articles(room.ledger, request.query_params),
        language=request.query_params.get("language", ""),
        failures=sources.failures(room.store) if visitor_of(request).role >= Role.READER else None,
    )


ROUTES = (Route("/{lang:lang}/sources", show),)
