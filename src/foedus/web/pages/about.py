"""What the measures are and are not."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from foedus.web.render import page


def about(request: Request) -> Response:
    """Show the page."""
    return page(request, "about.html")


ROUTES = (Route("/{lang:lang}/about", about),)
