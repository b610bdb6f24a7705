"""The first page: what is there, and where to go."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from foedus.web.render import page
from foedus.web.views import library
from foedus.web.views.params import Plain
from foedus.web.visitors import room_of


def home(request: Request) -> Response:
    """Show the latest articles and the busiest pairs."""
    room = room_of(request)
    few = Plain({"limit": "8"})
    return page(
        request,
        "home.html",
        holdings=library.holdings(room),
        articles=library.articles(room.ledger, few),
        pairs=library.pairs(room, few),
    )


ROUTES = (Route("/{lang:lang}/", home),)
