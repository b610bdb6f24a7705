"""The dossier of two states."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from foedus.errors import UsageError
from foedus.language.registry import find_state
from foedus.model import Mood
from foedus.web.forms import refuse_too_often
from foedus.web.render import address, fragment, language_of, page
from foedus.web.room import Room
from foedus.web.views import library
from foedus.web.views.comments import of_place, pair_place
from foedus.web.views.pair import MOST_EVIDENCE, PairQuery, explained, pair, pair_query
from foedus.web.views.params import Plain
from foedus.web.views.series import pair_chart
from foedus.web.visitors import room_of

FORMATS = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def choose(request: Request) -> Response:
    """Ask for two states, or go to their dossier if they are given."""
    refuse_too_often(request, "view")
    a, b = (request.query_params.get(name, "").strip()[:100] for name in ("a", "b"))
    if a and b:
        return RedirectResponse(address(language_of(request), "pair", find_state(a), find_state(b)), 303)
    found = library.pairs(room_of(request), Plain({"limit": "40"}))
    return page(request, "pair_choose.html", pairs=found, given=(a, b))


def dossier(request: Request) -> Response:
    """Show the grounds, the other side, the dates and the years of two states."""
    refuse_too_often(request, "view")
    query = pair_query(request.path_params["a"], request.path_params["b"], request.query_params)
    room = room_of(request)
    told = room.made(query.states, told_of, query, language_of(request))
    found = told.found
    return page(
        request,
        "pair.html",
        found=found,
        body=told.body,
        chart=told.chart,
        query=query,
        filters=query.as_params(),
        groups=found["grounds"],
        other=found["other"],
        against=found["against"],
        moods=list(Mood),
        formats=list(FORMATS),
        comments=of_place(room.store, "pair", pair_place(query.a, query.b)),
        comment_to=address(language_of(request), "pair", query.a, query.b, "comment"),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A dossier: its data, its chart, and the part of its page that is the same for whoever asks."""

    found: dict[str, Any]
    chart: dict[str, Any] | None
    body: Markup


def told_of(room: Room, query: PairQuery, language: str) -> Told:
    """Return what is told of a pair, in one language."""
    found, chart = pair(room, query), pair_chart(room, query)
    return Told(
        found, chart, room.kept.get(("pair page", language, query), lambda: _body(query, found, chart, language))
    )


def _body(query: PairQuery, found: dict[str, Any], chart: dict[str, Any] | None, language: str) -> Markup:
    return fragment(
        language,
        "pair_body.html",
        found=found,
        chart=chart,
        query=query,
        filters=query.as_params(),
        groups=[_with_cards(group) for group in found["grounds"]],
        other=_with_cards(found["other"]),
        against=_with_cards(found["against"]),
        more=min(MOST_EVIDENCE, query.evidence * 4) if query.evidence < MOST_EVIDENCE else None,
    )


def _with_cards(group: dict[str, Any] | None) -> dict[str, Any] | None:
    if group is None:
        return None
    return {**group, "cards": cards(group["evidence"]), "denied_cards": cards(group["denials"])}


def cards(pieces: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the records that rest on the same words of the same article onto one card, and leave reprints to a count."""
    held: dict[tuple[str, str], dict[str, Any]] = {}
    reprints: dict[str, list[dict[str, Any]]] = {}
    for piece in pieces:
        if piece["reprint_of"]:
            reprints.setdefault(piece["reprint_of"], []).append(piece["article"])
            continue
        statement = piece["statement"]
        key = (piece["article"]["id"], statement["id"] if statement else piece["relation"]["evidence_words"])
        card = held.setdefault(key, {**piece, "acts": [], "also": [], "contested": 0})
        card["acts"].append(piece["relation"])
        card["contested"] = max(card["contested"], piece["contested"])
    for card in held.values():
        for act in card["acts"]:
            card["also"] += [article for article in reprints.get(act["id"], ()) if article not in card["also"]]
    return list(held.values())


def briefing(request: Request) -> Response:
    """Hand out the same as an article with numbered sources."""
    refuse_too_often(request, "submit")
    style = request.path_params["style"]
    if style not in FORMATS:
        raise UsageError(f"{style!r} is no format: expected one of {', '.join(FORMATS)}")
    query = pair_query(request.path_params["a"], request.path_params["b"], request.query_params)
    content = room_of(request).made(query.states, written, query, language_of(request), style)
    name = f"foedus-{query.a}-{query.b}.{style}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=FORMATS[style], headers=headers)


def written(room: Room, query: PairQuery, language: str, style: str) -> bytes | str:
    """Return the briefing of a pair as a file."""
    from foedus.brief import brief_of

    return _printed(brief_of(room.ledger, explained(room.ledger, query), language), style)


def _printed(written: Any, style: str) -> bytes | str:
    if style == "html":
        from foedus.brief.html import brief_html

        return brief_html(written)
    if style == "pdf":
        from foedus.brief.pdf import brief_pdf

        return brief_pdf(written)
    if style == "docx":
        from foedus.brief.docx import brief_docx

        return brief_docx(written)
    from foedus.brief.markdown import brief_markdown

    return brief_markdown(written)


ROUTES = (
    Route("/{lang:lang}/pair", choose),
    Route("/{lang:lang}/pair/{a}/{b}", dossier),
    Route("/{lang:lang}/pair/{a}/{b}/brief.{style}", briefing),
)
