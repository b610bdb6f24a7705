"""Who and what could not be resolved, and the one line that settles each."""

import os

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from foedus.intake.outlet import KINDS, OWNERSHIPS
from foedus.language.registry import find_state
from foedus.ledger.search import Where, search_articles
from foedus.tables import USER_FOLDER
from foedus.unresolved import Sort
from foedus.web.forms import field, form_of, refuse_too_often
from foedus.web.render import address, language_of, page
from foedus.web.settle import FILES, LONGEST, settle
from foedus.web.store import jobs
from foedus.web.views.unresolved import listed
from foedus.web.visitors import Role, room_of, visitor_of

READ_AGAIN = 50  # articles, after a settlement


def show(request: Request) -> Response:
    """Show the list."""
    refuse_too_often(request, "view")
    room = room_of(request)
    return page(
        request,
        "unresolved.html",
        found=listed(room.store, request.query_params),
        sorts=list(Sort),
        sort=request.query_params.get("sort", ""),
        kinds=sorted(KINDS),
        ownerships=sorted(OWNERSHIPS),
        may=visitor_of(request).role >= Role.REVIEWER and room.settings.data is not None,
        folder=room.settings.data,
        again=request.query_params.get("again", ""),
    )


async def take(request: Request) -> Response:
    """Put a line into the user's own table, and have the articles with these words read again."""
    form = await form_of(request, sort="change", role=Role.REVIEWER)
    again = await run_in_threadpool(_settle, request, form)
    return RedirectResponse(address(language_of(request), "unresolved", again=str(again)), 303)


def _settle(request: Request, form: FormData) -> int:
    room = room_of(request)
    folder, file = room.settings.data, field(form, "file")
    assert folder is not None
    cells = {column: field(form, column, LONGEST) for column in FILES.get(file, ())}
    for column in ("state", "iso3"):
        if cells.get(column):
            cells[column] = find_state(cells[column])
    settle(folder, file, cells)
    os.environ[USER_FOLDER] = str(folder)
    words = next(iter(cells.values())).replace('"', " ")
    found = search_articles(room.ledger.connection, f'"{words}"', Where(), READ_AGAIN).found
    if (worker := request.app.state.worker) is not None:
        worker.renew()
    for one in found:
        jobs.add(room.store, "again", one.article.id, None, by=visitor_of(request).name)
    return len(found)


ROUTES = (
    Route("/{lang:lang}/unresolved", show, methods=["GET"]),
    Route("/{lang:lang}/unresolved", take, methods=["POST"]),
)
