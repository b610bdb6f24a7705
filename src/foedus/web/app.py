"""The reading room as an ASGI application.

app = create_app(Settings(Path("foedus.db")))
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from foedus.errors import FoedusError
from foedus.web import api, assets, errors
from foedus.web.limits import Limits
from foedus.web.makers import Makers
from foedus.web.pages import ROUTES
from foedus.web.render import language_of
from foedus.web.room import Room
from foedus.web.security import Guarded
from foedus.web.settings import Settings
from foedus.web.warm import Warming
from foedus.web.worker import Worker


def create_app(settings: Settings, *, limits: Limits | None = None, reads: bool = True) -> Starlette:
    """Return the application.

    Args:
        settings: where the ledger is, and who may do what.
        limits: how often; the usual ones if None.
        reads: whether a process of its own reads the articles that are handed in.

    Raises:
        LedgerError: the ledger or the store beside it cannot be opened.
    """
    makers = Makers(settings, settings.processes)
    room = Room(settings, makers)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.worker = worker = Worker(settings) if reads else None
        warming = Warming(room)
        makers.start()
        if worker:
            worker.start()
            warming.start()
        yield
        makers.stop()
        if worker:
            await run_in_threadpool(warming.stop)
            await run_in_threadpool(worker.stop)

    app = Starlette(
        lifespan=lifespan,
        routes=_routes(),
        middleware=[
            Middleware(Guarded, hosts=settings.hosts),
            Middleware(GZipMiddleware, minimum_size=2000, compresslevel=4),
        ],
        exception_handlers={
            HTTPException: errors.http_error,
            FoedusError: errors.foedus_error,
            Exception: errors.fault,
        },
    )
    app.state.room, app.state.secret, app.state.limits = room, room.store.secret(), limits or Limits()
    return app


def _routes() -> Sequence[BaseRoute]:
    return [
        Route("/", _home),
        *ROUTES,
        *api.ROUTES,
        *assets.ROUTES,
    ]


def _home(request: Request) -> Response:
    return RedirectResponse(f"/{language_of(request)}/", 307, {"vary": "accept-language"})
