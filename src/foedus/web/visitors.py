"""Who asks, and what they may do.

One signed cookie holds a random id. With accounts the store knows which ids have signed in; signing in or out gives a
new id, so that an id that someone else planted is worth nothing.
"""

import hashlib
import secrets
from dataclasses import dataclass
from enum import IntEnum

from starlette.requests import Request
from starlette.responses import Response

from foedus.web.room import Room
from foedus.web.security import form_token, is_form_token, sign, unsign
from foedus.web.store import accounts

_YEAR = 365 * 24 * 3600
_MARK = 8


class Role(IntEnum):
    """What somebody may do; each may do what those before may."""

    VISITOR = 0  # look, and comment
    READER = 1  # have articles read
    REVIEWER = 2  # judge and correct records, settle names
    MODERATOR = 3  # let comments appear


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks.

    Attributes:
        id: what the cookie holds; a new one where there was none or a forged one.
        name: of the account; None without one.
        is_new: whether the cookie has to be set.
    """

    id: str
    role: Role
    name: str | None = None
    is_new: bool = False


def cookie_name(secret: bytes) -> str:
    """Return the name of a room's cookie: browsers give one machine's cookies to all of its ports."""
    return f"foedus-{hashlib.sha256(b'cookie name ' + secret).hexdigest()[:_MARK]}"


def room_of(request: Request) -> Room:
    """Return the room that a request came into."""
    room: Room = request.app.state.room
    return room


def visitor_of(request: Request) -> Visitor:
    """Return who asks, the same throughout a request."""
    held: Visitor | None = getattr(request.state, "visitor", None)
    if held is None:
        held = request.state.visitor = _visitor(request)
    return held


def _visitor(request: Request) -> Visitor:
    settings, secret = room_of(request).settings, request.app.state.secret
    cookie = request.cookies.get(cookie_name(secret), "")
    known = unsign(secret, cookie) if cookie else None
    id_, is_new = known or secrets.token_urlsafe(24), known is None
    if not settings.accounts:
        return Visitor(id_, Role.VISITOR if settings.is_open else Role.MODERATOR, is_new=is_new)
    account = None if is_new else accounts.signed_in(room_of(request).store, id_)
    if account is None:
        return Visitor(id_, Role.VISITOR, is_new=is_new)
    return Visitor(id_, Role[account.role.upper()], account.shown)


def remember(request: Request, response: Response, id_: str) -> None:
    """Put an id into the visitor's cookie."""
    response.set_cookie(
        cookie_name(request.app.state.secret),
        sign(request.app.state.secret, id_),
        max_age=_YEAR,
        httponly=True,
        samesite="lax",
        secure=room_of(request).settings.secure,
    )


def token_for(request: Request) -> str:
    """Return a token for a form of this visitor."""
    return form_token(request.app.state.secret, visitor_of(request).id)


def is_from_us(request: Request, token: str) -> bool:
    """Whether a form came from a page of ours, shown to this visitor, and not from another site."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    visitor = visitor_of(request)
    return not visitor.is_new and is_form_token(request.app.state.secret, visitor.id, token)
