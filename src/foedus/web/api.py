"""The views as JSON, under /api/v1: read-only, paginated, each answer with an ETag; openapi.json says what there is."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from foedus.web import schemas
from foedus.web.forms import refuse_too_often, require
from foedus.web.room import Room
from foedus.web.views import actors, library, unresolved
from foedus.web.views.article import article, record
from foedus.web.views.comments import asked
from foedus.web.views.pair import PairQuery, pair, pair_query
from foedus.web.views.search import search
from foedus.web.views.series import compared, pair_chart
from foedus.web.views.sources import failures
from foedus.web.views.system import NEAR, places, system_now, system_query
from foedus.web.visitors import Role, room_of

BASE = "/api/v1"
_Found = TypeVar("_Found")
View = Callable[[Room, Request], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Param:
    """Something that may stand behind the question mark of an address."""

    name: str
    about: str
    kind: str = "string"
    is_list: bool = False


LIMIT, OFFSET = Param("limit", "at most so many", "integer"), Param("offset", "leave out so many", "integer")
SINCE, UNTIL = Param("since", "ISO date, as precise as wanted"), Param("until", "ISO date, included")
FILTERS = (
    SINCE,
    UNTIL,
    Param("mood", "asserted, negated, possible, future, demanded", is_list=True),
    Param("on_word_of", "a state: only what is said for it"),
    Param("third_party", "only on the word of third parties", "boolean"),
    Param("without_state_media", "leave out what a state-owned outlet prints or relays", "boolean"),
    Param("evidence", "pieces of each ground", "integer"),
)
SYSTEM = (
    Param("source", "record, or the key of a dataset of the lake"),
    Param("year", "four digits; all years without it"),
    *(param for param in FILTERS if param.name in ("mood", "on_word_of", "third_party", "without_state_media")),
    Param("centre", "a state: only its ties"),
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the interface; its documentation is made from the same."""

    path: str
    about: str
    view: View
    params: tuple[Param, ...] = ()

    def route(self) -> Route:
        """Return what answers it."""

        def answer(request: Request) -> Response:
            refuse_too_often(request, "view")
            return as_json(request, self.view(room_of(request), request))

        return Route(BASE + self.path, answer, methods=["GET"])


def as_json(request: Request, found: object) -> Response:
    """Return data with a tag that changes with it; 304 if the tag is known."""
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers={"etag": tag})
    return Response(body, media_type="application/json", headers={"etag": tag})


def _of_pair(room: Room, request: Request, view: Callable[[Room, PairQuery], _Found]) -> _Found:
    query = pair_query(request.path_params["a"], request.path_params["b"], request.query_params)
    return room.made(query.states, view, query)


def _failures(room: Room, request: Request) -> dict[str, Any]:
    """Return what could not be read; what people handed in is nobody else's business."""
    require(request, Role.READER)
    return failures(room.store)


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("/holdings", "What the ledger holds in all.", lambda room, _: library.holdings(room)),
    Endpoint(
        "/articles",
        "Articles, the last read first.",
        lambda room, r: library.articles(room.ledger, r.query_params),
        (LIMIT, Param("before", "the `next` of the list above", "integer"), Param("language", "fr or en")),
    ),
    Endpoint(
        "/articles/{id}",
        "An article with its statements and relations (schema foedus/1).",
        lambda room, r: article(room.ledger, r.path_params["id"]),
    ),
    Endpoint(
        "/records/{id}",
        "How a statement or relation came to be (schema foedus/why/1).",
        lambda room, r: record(room.ledger, r.path_params["id"]),
    ),
    Endpoint(
        "/search",
        "Statements or articles with some words, and what the statements have in common.",
        lambda room, r: search(room.ledger, r.query_params),
        (
            Param("q", "words, in any form; between quotation marks as they stand"),
            Param("in", "statements or articles"),
            Param("speaker", "words of the speaker's name"),
            Param("state", "spoken for, or one end of a relation"),
            Param("code", "of a relation"),
            Param("outlet", "who prints it"),
            Param("kind", "direct, indirect, mixed"),
            SINCE,
            UNTIL,
            LIMIT,
            OFFSET,
        ),
    ),
    Endpoint(
        "/unresolved",
        "Who and what could not be resolved, most frequent first, with the line that settles each.",
        lambda room, r: unresolved.listed(room.store, r.query_params),
        (LIMIT, OFFSET, Param("sort", "speaker, name, outlet, description, pronoun")),
    ),
    Endpoint("/failures", "What could not be read, and why; for readers where people sign in.", _failures),
    Endpoint(
        "/comments",
        "Comments on an article or a pair that a moderator let appear; never an e-mail address.",
        lambda room, r: asked(room.store, r.query_params),
        (Param("article", "id of an article"), Param("pair", "two states, as RUS-PRK")),
    ),
    Endpoint(
        "/pairs",
        "Pairs of states, those with most relations first.",
        lambda room, r: library.pairs(room, r.query_params),
        (LIMIT, OFFSET),
    ),
    Endpoint(
        "/pairs/{a}/{b}",
        "How two states stand to each other (schema foedus/explanation/1).",
        lambda room, r: _of_pair(room, r, pair),
        FILTERS,
    ),
    Endpoint(
        "/pairs/{a}/{b}/chart",
        "What is asserted of two states by month or year, in independent origins by class of act; null if nothing is.",
        lambda room, r: {"chart": _of_pair(room, r, pair_chart)},
        FILTERS[:-1],
    ),
    Endpoint(
        "/pairs/{a}/{b}/datasets",
        "The record of two states beside what each dataset says of them (schema foedus/comparison/1).",
        lambda room, r: _of_pair(room, r, compared),
        FILTERS[:-1],
    ),
    Endpoint(
        "/states/{iso3}",
        "A state: what is said for it or of it, with whom it is told of, when.",
        lambda room, r: actors.state(room, r.path_params["iso3"], r.query_params),
        (LIMIT, OFFSET, Param("of", "own: what is said for it; it: what others say of it")),
    ),
    Endpoint(
        "/people/{name}",
        "Somebody who speaks: what they said, as whom, about which states.",
        lambda room, r: actors.person(room, r.path_params["name"], r.query_params),
        (LIMIT, OFFSET),
    ),
    Endpoint(
        "/outlets/{name}",
        "An outlet: what it prints, whom it quotes, who relays it, who holds it.",
        lambda room, r: actors.outlet(room, r.path_params["name"], r.query_params),
        (LIMIT, OFFSET),
    ),
    Endpoint(
        "/system",
        "The system in one year or in all: states with their places and blocs, ties, measures.",
        lambda room, r: room.made(NEAR, system_now, system_query(r.query_params)),
        SYSTEM,
    ),
    Endpoint("/places", "Where each state lies on the map.", lambda room, _: places()),
)


def openapi() -> dict[str, Any]:
    """Return the OpenAPI document of the interface."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "foedus",
            "version": version("foedus"),
            "description": "Who stands with whom, and on whose word. Read-only; every answer has an ETag.",
        },
        "servers": [{"url": BASE}],
        "paths": {endpoint.path: {"get": _operation(endpoint)} for endpoint in ENDPOINTS},
        "components": {"schemas": schemas.COMPONENTS},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    in_path = [part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")]
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in in_path
    ]
    for param in endpoint.params:
        kind: dict[str, Any] = {"type": param.kind}
        schema = {"type": "array", "items": kind} if param.is_list else kind
        parameters.append({"name": param.name, "in": "query", "description": param.about, "schema": schema})
    etag = {"ETag": {"description": "changes with the answer", "schema": schemas.TEXT}}
    error = {"content": {"application/json": {"schema": schemas.of("Error")}}}
    answer = {"content": {"application/json": {"schema": schemas.ANSWERS[endpoint.path]}}, "headers": etag}
    answers: dict[str, Any] = {
        "200": {"description": "found", **answer},
        "304": {"description": "unchanged since the ETag given in If-None-Match", "headers": etag},
        "400": {"description": "a parameter that does not exist or makes no sense", **error},
        "404": {"description": "the ledger does not hold it", **error},
        "429": {"description": "too many requests", **error},
    }
    return {"summary": endpoint.about, "parameters": parameters, "responses": answers}


ROUTES = (
    *(endpoint.route() for endpoint in ENDPOINTS),
    Route(f"{BASE}/openapi.json", lambda request: as_json(request, openapi()), methods=["GET"]),
)
