"""Search with facets."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from foedus.codes import Code
from foedus.web.forms import refuse_too_often
from foedus.web.render import page
from foedus.web.views.search import PLACES, search
from foedus.web.visitors import room_of

FACETS = ("state", "speaker", "outlet", "code", "kind", "year")


def show(request: Request) -> Response:
    """Show what is found."""
    refuse_too_often(request, "view")
    query = request.query_params
    found = search(room_of(request).ledger, query)
    given = {name: value for name in ("q", "in", *FACETS[:-1], "since", "until") if (value := query.get(name))}
    return page(request, "search.html", found=found, given=given, facets=FACETS, places_in=PLACES, codes=list(Code))


ROUTES = (Route("/{lang:lang}/search", show),)
