"""Signing in and out, where people have accounts."""

import secrets

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from foedus.tables import LANGUAGES
from foedus.web.forms import field, form_of
from foedus.web.render import language_of, page
from foedus.web.store import accounts
from foedus.web.visitors import remember, room_of, visitor_of


def ask(request: Request) -> Response:
    """Show the form; whoever has signed in goes where they wanted to go."""
    _with_accounts(request)
    onward = _safe(request, request.query_params.get("next"))
    if visitor_of(request).name is not None:
        return RedirectResponse(onward, 303)
    return page(request, "sign_in.html", failed=False, name="", next=onward)


async def sign_in(request: Request) -> Response:
    """Let somebody in whose password fits, under a new id."""
    _with_accounts(request)
    form = await form_of(request, sort="sign-in")
    name, onward = field(form, "name", 80), _safe(request, field(form, "next"))
    if not request.app.state.limits.allows("sign-in", f"name {name.casefold()}"):
        raise HTTPException(429, "too many attempts for this name: wait a minute", {"retry-after": "60"})
    store = room_of(request).store
    account = await run_in_threadpool(accounts.check, store, name, field(form, "password", accounts.LONGEST))
    if account is None:
        return page(request, "sign_in.html", status=403, failed=True, name=name, next=onward)
    fresh = secrets.token_urlsafe(24)
    accounts.sign_out(store, visitor_of(request).id)
    accounts.sign_in(store, fresh, account)
    response = RedirectResponse(onward, 303)
    remember(request, response, fresh)
    return response


async def sign_out(request: Request) -> Response:
    """Forget who it was."""
    _with_accounts(request)
    await form_of(request, sort="change")
    accounts.sign_out(room_of(request).store, visitor_of(request).id)
    response = RedirectResponse(f"/{language_of(request)}/", 303)
    remember(request, response, secrets.token_urlsafe(24))
    return response


def _with_accounts(request: Request) -> None:
    if not room_of(request).settings.accounts:
        raise HTTPException(404)


def _safe(request: Request, onward: str | None) -> str:
    """Return an address of this room; never of another."""
    parts = (onward or "").split("/")
    if len(parts) > 2 and parts[0] == "" and parts[1] in LANGUAGES and "\\" not in (onward or ""):
        return str(onward)
    return f"/{language_of(request)}/"


ROUTES = (
    Route("/{lang:lang}/sign-in", ask, methods=["GET"]),
    Route("/{lang:lang}/sign-in", sign_in, methods=["POST"]),
    Route("/{lang:lang}/sign-out", sign_out, methods=["POST"]),
)
