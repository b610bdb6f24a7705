"""From a view to a page: templates, and what all of them need."""

from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from foedus.codes import Code, facts
from foedus.display.wording import arrow, cleaned, printable, wording
from foedus.intake.outlet import outlet_named
from foedus.language.registry import organisations, states
from foedus.model import Mood
from foedus.tables import LANGUAGES
from foedus.web import assets
from foedus.web.details import detail_in
from foedus.web.visitors import Role, remember, room_of, token_for, visitor_of
from foedus.web.words import typeset, words


class _Language(Convertor[str]):
    """The first part of the address of a page."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_string(self, value: str) -> str:
        """Give it as it is."""
        return value


register_url_convertor("lang", _Language())
PLACES = tuple((name, name) for name in ("read", "pair", "system", "search", "sources", "unresolved"))


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """Return a page in the language of its address.

    Args:
        request: what is answered.
        template: file below templates/.
        status: of HTTP.
        context: what the template needs beyond what every page has.
    """
    language = language_of(request)
    visitor = visitor_of(request)
    every = {
        "lang": language,
        "t": words(language),
        "say": wording(language),
        "names": Names(language),
        "request": request,
        "visitor": visitor,
        "Role": Role,
        "settings": room_of(request).settings,
        "token": token_for(request),
        "places": PLACES,
        "elsewhere": {other: in_language(request, other) for other in LANGUAGES},
    }
    response = HTMLResponse(templates().get_template(template).render(every | context), status)
    if visitor.is_new:
        remember(request, response, visitor.id)
    return response


def fragment(language: str, template: str, **context: Any) -> Markup:
    """Return a part of a page that is the same for whoever asks: nothing of the visitor can get into it."""
    shared = {"lang": language, "t": words(language), "say": wording(language), "names": Names(language)}
    return Markup(templates().get_template(template).render(shared | context))


def language_of(request: Request) -> str:
    """Return the language of an address, else the one the browser asks for."""
    named = request.url.path.split("/")[1:2]
    if named and named[0] in LANGUAGES:
        return named[0]
    asked = request.headers.get("accept-language", "").lower()
    places = {language: asked.find(language) for language in LANGUAGES if language in asked}
    return min(places, key=places.__getitem__) if places else "en"


def in_language(request: Request, language: str) -> str:
    """Return the address of the same page in another language."""
    parts = request.url.path.split("/")
    path = "/".join(["", language, *parts[2:]]) if parts[1:2] and parts[1] in LANGUAGES else f"/{language}/"
    return quote(path, safe="/") + (f"?{request.url.query}" if request.url.query else "")


def address(*parts: str, **query: object) -> str:
    """Return an address of parts that may hold anything; what is None or empty stays out of the query."""
    given = [(key, value) for key, value in query.items() if value not in (None, "", False, ())]
    listed = [(key, one) for key, value in given for one in (value if isinstance(value, list | tuple) else [value])]
    asked = urlencode([(key, "1" if value is True else str(value)) for key, value in listed]) if listed else ""
    return "/" + "/".join(map(_quoted, parts)) + (f"?{asked}" if asked else "")


@lru_cache(4096)
def _quoted(part: str) -> str:
    return quote(part, safe="")


def web_address(url: str | None) -> str | None:
    """Return an address that may be followed; None of `javascript:` and its like."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


class Names:
    """Names of states, outlets and acts in one language, for templates."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.say = wording(language)

    def actor(self, key: str) -> str:
        """Return the name of a state or organisation."""
        if key in states():
            return self.say.state(key)
        body = organisations().get(key)
        return key if body is None else body.fr if self.language == "fr" else body.en

    def act(self, code: str, mood: str) -> str:
        """Return "soutien (nié)"."""
        return self.say.act(Code(code), Mood(mood))

    def arrow(self, source: str, target: str, code: str) -> str:
        """Return "RUS → PRK"."""
        return arrow(source, target, Code(code))

    def quad(self, code: str) -> str:
        """Return the class of a code as a word for style sheets: "verbal-cooperation", "tie-apart"..."""
        found = facts(Code(code))
        if found.quad_class is None:
            return "tie-apart" if found.sign < 0 else "tie-together"
        return found.quad_class.name.lower().replace("_", "-")

    def manner(self, kind: str) -> str:
        """Return « propos rapportés »."""
        return self.say.say({"direct": "quoted", "mixed": "partly_quoted"}.get(kind, "reported"))

    def rule(self, rule: str) -> str | None:
        """Return in words how a rule reads; None where nothing tells of it."""
        name = rule.partition(":")[0].partition("/")[0]
        told: str | None = self.say.table["rules"].get("frames" if "(" in name else name)
        return told

    def mention(self, rule: str) -> str:
        """Return in words how a name was taken for a state; where it is a row of a table, with that row."""
        t = words(self.language)
        how, _, more = rule.partition(", ")
        told = t(f"article.m_{how}") if f"article.m_{how}" in t else how
        if more == "by its context":
            more = t("article.m_context")
        return f"{told}, {more}" if more else told

    def ownership(self, outlet: str | None) -> str | None:
        """Return « média d’État, Russie »; None of an outlet that the table does not know."""
        known = outlet_named(outlet) if outlet else None
        if known is None:
            return None
        owned = self.say.named("ownership", known.ownership)
        return f"{owned}, {self.say.state(known.state)}" if known.state else owned

    def is_state_media(self, outlet: str | None) -> bool:
        """Whether a state owns an outlet."""
        known = outlet_named(outlet) if outlet else None
        return known is not None and known.ownership in ("state-owned", "government", "party")

    def all_states(self) -> list[tuple[str, str]]:
        """Return (ISO3, name) of the states that exist, by name."""
        there = [(iso3, self.say.state(iso3)) for iso3 in states()]
        return sorted(there, key=lambda pair: pair[1])


@cache
def templates() -> Environment:
    """Return the templates; everything that is filled in is escaped."""
    made = Environment(
        loader=PackageLoader("foedus.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "asset": assets.address,
        "has_asset": assets.is_there,
        "address": address,
        "web_address": web_address,
    }
    made.filters |= {
        "clean": cleaned,
        "line": printable,
        "typeset": typeset,
        "detail": detail_in,
        "combine": lambda one, other: {**one, **other},
    }
    return made
