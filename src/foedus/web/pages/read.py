"""Hand an article in, and see how far its reading is."""

from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from foedus.errors import UsageError
from foedus.intake.decode import MAX_BYTES
from foedus.web.forms import field, form_of
from foedus.web.render import address, language_of, page
from foedus.web.store import jobs
from foedus.web.store.jobs import Job, State
from foedus.web.views import library, params
from foedus.web.views.params import Plain
from foedus.web.visitors import Role, room_of, visitor_of

SHOWN = 12


def ask(request: Request) -> Response:
    """Show the form, and what is under way."""
    room = room_of(request)
    return page(
        request,
        "read.html",
        may=visitor_of(request).role >= Role.READER,
        under_way=jobs.listed(room.store, (State.WAITING, State.FETCHING, State.READING), SHOWN),
        latest=library.articles(room.ledger, Plain({"limit": "6"})),
        most=MAX_BYTES // 1_000_000,
    )


async def take(request: Request) -> Response:
    """Put what was handed in into the queue."""
    try:
        id_ = await _add(request, await form_of(request, sort="submit", role=Role.READER, most=MAX_BYTES + 64_000))
    finally:
        await request.close()
    return RedirectResponse(address(language_of(request), "read", id_), 303)


async def _add(request: Request, form: FormData) -> str:
    text, url, file = field(form, "text", MAX_BYTES), field(form, "url", 2_000), form.get("file")
    given = Plain({"published": field(form, "published")})
    language = field(form, "language") or None
    if language not in (None, "fr", "en"):
        raise UsageError(f"language {language!r}: expected fr or en")
    more: dict[str, Any] = {"language": language, "published": params.date(given, "published")}
    more["by"] = visitor_of(request).name
    store = room_of(request).store
    if isinstance(file, UploadFile) and file.filename:
        name = file.filename.replace("\\", "/").rpartition("/")[2][:200]
        return jobs.add(store, "file", name or "-", await file.read(), **more)
    if text:
        return jobs.add(store, "text", "-", text.encode("utf-8", "replace"), **more)
    if url:
        return jobs.add(store, "address", url, None, **more)
    raise UsageError("nothing was handed in: paste a text, choose a file, or give an address")


def progress(request: Request) -> Response:
    """Show how far a job is; the article, once it is read."""
    job = _job(request)
    if job.state is State.DONE and job.article_id:
        return RedirectResponse(address(language_of(request), "article", job.article_id), 303)
    return page(request, "progress.html", job=job, ahead=jobs.ahead(room_of(request).store, job))


def step(request: Request) -> Response:
    """Answer what the page asks every second."""
    job = _job(request)
    if job.state is State.DONE and job.article_id:
        return Response(status_code=204, headers={
            "hx-redirect": address(language_of(request), "article", job.article_id)
        })  # fmt: skip
    return page(request, "progress_step.html", job=job, ahead=jobs.ahead(room_of(request).store, job))


def _job(request: Request) -> Job:
    job = jobs.get(room_of(request).store, request.path_params["id"])
    if job is None:
        raise HTTPException(404)
    return job


ROUTES = (
    Route("/{lang:lang}/read", ask, methods=["GET"]),
    Route("/{lang:lang}/read", take, methods=["POST"]),
    Route("/{lang:lang}/read/{id}", progress),
    Route("/{lang:lang}/read/{id}/step", step),
)
