"""What went wrong, as a page or as JSON: one plain line, never a traceback."""

import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from foedus.errors import FoedusError, NotHeld, UnknownState, UsageError
from foedus.web.details import detail_in
from foedus.web.render import address, language_of, page
from foedus.web.visitors import room_of, visitor_of

log = logging.getLogger("foedus.web")
_KNOWN = (400, 403, 404, 405, 413, 429)


def http_error(request: Request, error: Exception) -> Response:
    """Answer what a page refused."""
    assert isinstance(error, HTTPException)
    return _answer(request, error.status_code, error.detail, dict(error.headers or {}))


def foedus_error(request: Request, error: Exception) -> Response:
    """Answer what the ledger or the address could not give."""
    assert isinstance(error, FoedusError)
    if isinstance(error, NotHeld):
        return _answer(request, 404, "the ledger does not hold it")
    if isinstance(error, UnknownState):
        return _answer(request, 404, str(error), kind="unknown_state")
    if isinstance(error, UsageError):
        return _answer(request, 400, str(error))
    log.error("%s", error)
    return _answer(request, 500, "the ledger cannot be read just now")


def fault(request: Request, error: Exception) -> Response:
    """Answer a fault of ours; what it was goes into the log."""
    return _answer(request, 500, "foedus failed on this request")


def _answer(
    request: Request, status: int, detail: str, headers: dict[str, str] | None = None, kind: str | None = None
) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": {"status": status, "detail": detail}}, status, headers)
    kind = kind or f"e{status if status in _KNOWN else 500}"
    is_said = (status in (404, 500) and kind != "unknown_state") or detail == HTTPStatus(status).phrase
    response = page(
        request,
        "error.html",
        status=status,
        kind=kind,
        detail=None if is_said else detail_in(detail, language_of(request)),
        code=status,
        sign_in=_sign_in(request) if status == 403 else None,
    )
    response.headers.update(headers or {})
    return response


def _sign_in(request: Request) -> str | None:
    """Return where whoever has not signed in yet may do so, to come back here."""
    if not room_of(request).settings.accounts or visitor_of(request).name is not None:
        return None
    here = request.url.path if request.method == "GET" else None
    return address(language_of(request), "sign-in", next=here)
