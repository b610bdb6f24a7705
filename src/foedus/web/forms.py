"""Forms taken in: from us, small enough, and not too often."""

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from foedus.web.visitors import Role, is_from_us, room_of, visitor_of

MOST = 64_000  # bytes of a form without a file


def refuse_too_often(request: Request, sort: str) -> None:
    """Refuse whoever asks too often.

    Raises:
        HTTPException: 429.
    """
    settings = room_of(request).settings
    if sort == "view" and not settings.accounts and not settings.is_open:
        return  # whoever sits at the machine looks as often as they like
    client = request.client.host if request.client else "?"
    if not request.app.state.limits.allows(sort, client):
        raise HTTPException(429, "too many requests: wait a minute", {"retry-after": "60"})


def require(request: Request, role: Role) -> None:
    """Refuse whoever may not.

    Raises:
        HTTPException: 403.
    """
    if visitor_of(request).role < role:
        raise HTTPException(403, f"this needs the role {role.name.lower()}")


async def form_of(request: Request, *, sort: str, role: Role = Role.VISITOR, most: int = MOST) -> FormData:
    """Return a form that one of our pages sent.

    Args:
        request: a POST.
        sort: of `limits.RATES`.
        role: that it needs.
        most: bytes.

    Raises:
        HTTPException: 403, 413 or 429.
    """
    refuse_too_often(request, sort)
    require(request, role)
    declared = request.headers.get("content-length", "")
    if not declared.isdigit() or int(declared) > most:
        raise HTTPException(413, f"a form of at most {most} bytes is expected, with its length")
    form = await request.form(max_files=1, max_fields=40, max_part_size=most)
    token = form.get("token", "")
    if not isinstance(token, str) or not is_from_us(request, token):
        raise HTTPException(403, "this form did not come from a page of this room: load the page again")
    return form


def field(form: FormData, name: str, most: int = 300) -> str:
    """Return a text of a form, without blanks at its ends; "" if it is not there.

    Raises:
        HTTPException: 413, it is too long.
    """
    value = form.get(name, "")
    if not isinstance(value, str):
        return ""
    if len(value) > most:
        raise HTTPException(413, f"{name}: at most {most} characters")
    return value.strip()
