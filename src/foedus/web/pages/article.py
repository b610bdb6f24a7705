"""An article in its reading, and how each record came to be."""

import getpass
import re
from collections import Counter
from itertools import pairwise
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from foedus.codes import Code
from foedus.errors import NotHeld, UsageError
from foedus.language.registry import find_state
from foedus.ledger import Ledger, queries
from foedus.ledger.reviews import Verdict
from foedus.model import Ground, Mood
from foedus.web.forms import field, form_of, refuse_too_often
from foedus.web.render import address, language_of, page
from foedus.web.views import article as view
from foedus.web.views import params as given
from foedus.web.views.comments import of_place
from foedus.web.views.library import article_dict
from foedus.web.views.marks import marked
from foedus.web.views.params import Plain
from foedus.web.visitors import Role, room_of, visitor_of
from foedus.why import why

FIELDS = {"relation": ("source", "target", "code", "mood", "ground", "date"), "statement": ("name", "role", "state")}

PAIRS = 6  # of states, named above the text
_ID = re.compile(r"[0-9a-f]{16}")


def article(request: Request) -> Response:
    """Show the text with its statements set off, and beside it who speaks and what is claimed."""
    refuse_too_often(request, "view")
    ledger = room_of(request).ledger
    reading = view.held_reading(ledger, request.path_params["id"])
    notes = view.notes(reading)
    made = view.reviews(ledger, reading)
    verdicts: dict[str, dict[str, Any]] = {}
    for review in made:
        verdicts.setdefault(review["record"], review)
    here = {note["id"] for note in notes} | {one["id"] for note in notes for one in note["relations"]}
    return page(
        request,
        "article.html",
        found=article_dict(reading),
        blocks=list(marked(reading)),
        pairs=Counter(tuple(sorted((one.source, one.target))) for one in reading.relations).most_common(PAIRS),
        notes=notes,
        voice={note["id"]: note["voice"] for note in notes},
        codes={one.id: one.code.value for one in reading.relations},
        verdicts=verdicts,
        gone=[one for one in verdicts.values() if one["record"] not in here],
        may_review=visitor_of(request).role >= Role.REVIEWER,
        comments=of_place(room_of(request).store, "article", reading.article.id),
        comment_to=address(language_of(request), "article", reading.article.id, "comment"),
    )


def record(request: Request) -> Response:
    """Show the words, the rule and the rows behind a record, and ask what it should say."""
    refuse_too_often(request, "view")
    ledger = room_of(request).ledger
    found = why(ledger, request.path_params["id"])
    reading = ledger.reading(found.article.id)
    return page(
        request,
        "why.html",
        why=found,
        found=found.to_dict(),
        pieces=list(_marked(found)),
        reviews=[one for one in view.reviews(ledger, reading) if one["record"] == found.id],
        may_review=visitor_of(request).role >= Role.REVIEWER,
        codes=list(Code),
        moods=list(Mood),
        grounds=list(Ground),
    )


def _marked(found: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Return the context in pieces, each with what it is of the record."""
    marks = list(found.marked())
    span, text = found.context, found.article.text
    ends = {place for _, mark in marks for place in (mark.start, mark.end)}
    cuts = sorted(cut for cut in {span.start, span.end, *ends} if span.start <= cut <= span.end)
    return [
        (text[start:end], tuple(dict.fromkeys(what for what, m in marks if m.start <= start and end <= m.end)))
        for start, end in pairwise(cuts)
    ]


async def review(request: Request) -> Response:
    """Keep a verdict, and go back to where it was given."""
    form = await form_of(request, sort="change", role=Role.REVIEWER)
    article_id = await run_in_threadpool(_keep, request, form)
    return RedirectResponse(
        address(language_of(request), "article", article_id) + f"#n-{request.path_params['id']}", 303
    )


def _keep(request: Request, form: FormData) -> str:
    """Return the id of the article that the record stands in."""
    verdict, record_id = field(form, "verdict"), request.path_params["id"]
    if verdict not in set(Verdict):
        raise UsageError(f"{verdict!r} is no verdict: expected one of {', '.join(Verdict)}")
    with room_of(request).writing() as ledger:
        kind, _, article_id = record_at(ledger, record_id)
        ledger.review(
            record_id,
            Verdict(verdict),
            by=visitor_of(request).name or field(form, "by", 80) or getpass.getuser(),
            corrected=correction(form, kind) if verdict == Verdict.CORRECTED else {},
            why=field(form, "why", 1_000) or None,
        )
    return article_id


def record_at(ledger: Ledger, record_id: str) -> tuple[str, str, str]:
    """Return what a record is, "relation" or "statement", its id, and that of its article.

    Raises:
        NotHeld: there is none.
    """
    found = queries.article_of_record(ledger.connection, record_id) if _ID.fullmatch(record_id) else ()
    if not found:
        raise NotHeld(f"no record has the id {record_id[:20]!r}")
    return found[0]


def correction(form: FormData, kind: str) -> dict[str, str | None]:
    """Return the fields that a form would have otherwise than they are.

    Raises:
        UsageError: none is, or one is no state or date.
    """
    changed = {}
    for name in FIELDS[kind]:
        if f"was_{name}" in form and field(form, name) != field(form, f"was_{name}"):
            value = field(form, name)
            if name in ("source", "target", "state") and value:
                value = find_state(value)
            changed[name] = (given.date(Plain({"date": value}), "date") if name == "date" else value) or None
    if not changed:
        raise UsageError("nothing was changed: say what it should be")
    return changed


ROUTES = (
    Route("/{lang:lang}/article/{id}", article),
    Route("/{lang:lang}/why/{id}", record),
    Route("/{lang:lang}/record/{id}/review", review, methods=["POST"]),
)
