"""Comments are taken here, and let through."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from foedus.errors import UsageError
from foedus.language.registry import find_state
from foedus.ledger.reviews import Verdict, check_correction
from foedus.web.forms import field, form_of, require
from foedus.web.pages.article import correction, record_at
from foedus.web.render import address, language_of, page
from foedus.web.store import comments
from foedus.web.store.comments import Comment, Standing
from foedus.web.views.article import held_reading
from foedus.web.views.comments import pair_place
from foedus.web.visitors import Role, room_of, visitor_of


async def on_article(request: Request) -> Response:
    """Take a comment on an article."""
    form = await form_of(request, sort="comment")
    id_ = request.path_params["id"]
    await run_in_threadpool(lambda: held_reading(room_of(request).ledger, id_))
    await run_in_threadpool(_keep, request, form, "article", id_)
    return _thanks(request, "article", id_)


async def on_pair(request: Request) -> Response:
    """Take a comment on a pair of states."""
    form = await form_of(request, sort="comment")
    a, b = (find_state(request.path_params[name]) for name in ("a", "b"))
    if a == b:
        raise UsageError(f"{a} was given twice: give two different states")
    await run_in_threadpool(_keep, request, form, "pair", pair_place(a, b))
    return _thanks(request, "pair", a, b)


async def on_record(request: Request) -> Response:
    """Take what a record should say, as a comment on its article."""
    form = await form_of(request, sort="comment")
    article = await run_in_threadpool(_suggest, request, form)
    return _thanks(request, "article", article)


def _suggest(request: Request, form: FormData) -> str:
    kind, record, article = record_at(room_of(request).ledger, request.path_params["id"])
    verdict = field(form, "verdict")
    if verdict not in set(Verdict):
        raise UsageError(f"{verdict!r} is no verdict: expected one of {', '.join(Verdict)}")
    changed = check_correction(kind, correction(form, kind)) if verdict == Verdict.CORRECTED else {}
    _keep(request, form, "article", article, record=record, suggestion={"verdict": verdict, **changed})
    return article


def _keep(
    request: Request,
    form: FormData,
    sort: str,
    place: str,
    *,
    record: str | None = None,
    suggestion: dict[str, str | None] | None = None,
) -> None:
    if field(form, "website"):  # people do not see this field; what fills it in is a machine
        return
    comments.add(
        room_of(request).store,
        sort,
        place,
        name=" ".join(field(form, "name", 80).split()),
        email=field(form, "email", 320),
        words=field(form, "words", comments.LONGEST),
        record=record,
        suggestion=suggestion,
    )


def _thanks(request: Request, *parts: str) -> Response:
    return RedirectResponse(address(language_of(request), *parts, said="1") + "#comments", 303)


def moderation(request: Request) -> Response:
    """Show what waits, and what was judged last."""
    require(request, Role.MODERATOR)
    store = room_of(request).store
    return page(request, "moderation.html", waiting=comments.waiting(store), settled=comments.settled(store))


async def moderate(request: Request) -> Response:
    """Let a comment appear or not; with its correction, if the moderator takes that over."""
    form = await form_of(request, sort="change", role=Role.MODERATOR)
    await run_in_threadpool(_settle, request, form)
    return RedirectResponse(address(language_of(request), "comments"), 303)


def _settle(request: Request, form: FormData) -> None:
    store, what = room_of(request).store, field(form, "what")
    comment = comments.get(store, request.path_params["id"])
    if comment is None:
        raise HTTPException(404)
    if what not in ("show", "refuse", "apply"):
        raise UsageError(f"{what!r}: expected show, refuse or apply")
    if what == "apply":
        _apply(request, comment)
    standing = Standing.REFUSED if what == "refuse" else Standing.SHOWN
    comments.settle(store, comment.id, standing, visitor_of(request).name)


def _apply(request: Request, comment: Comment) -> None:
    """Make a review of what a comment would have corrected, by the name of who wrote it."""
    if comment.record is None or comment.suggestion is None:
        raise UsageError("this comment corrects nothing")
    changed = {name: value for name, value in comment.suggestion.items() if name != "verdict"}
    verdict = Verdict(str(comment.suggestion["verdict"]))
    with room_of(request).writing() as ledger:
        ledger.review(comment.record, verdict, by=comment.name, corrected=changed, why=comment.words[:500])


ROUTES = (
    Route("/{lang:lang}/article/{id}/comment", on_article, methods=["POST"]),
    Route("/{lang:lang}/pair/{a}/{b}/comment", on_pair, methods=["POST"]),
    Route("/{lang:lang}/record/{id}/suggest", on_record, methods=["POST"]),
    Route("/{lang:lang}/comments", moderation),
    Route("/{lang:lang}/comments/{id}", moderate, methods=["POST"]),
)
