"""Which outlet or agency carried the words: « cité par l'agence Tass », "told Reuters".

au micro de RFI            a name that outlets.tsv knows
à la chaîne NTV            what an outlet is called, then its name, known or not
cité par l'agence          the outlet spoken of last
told the Sample Post       a name with a word of outlets in it
interviewé par La Nación   a name behind words that only an outlet can follow
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from foedus.attribution.sources import Source
from foedus.intake.outlet import outlet_names, weak_names
from foedus.model import TextSpan
from foedus.tables import read_table

_LEAD = re.compile(
    r"\s*(?:(?:à|de|of) )?(?:l['’]|d['’]|(?:le|la|les|the|un|une|a|an|du|des|nos|notre|its)\s+)*[“\"«]?\s*"
)
_PROPER = re.compile(r"[^\W\d_a-zà-ÿ][\w’'&-]*(?:\s+(?:(?:de|du|des|d['’]|of|the)\s*)?[^\W\d_a-zà-ÿ][\w’'&-]*){0,4}")
_ARTICLES = ("", "le ", "la ", "les ", "l'", "the ")
_WORDS = re.compile(r"[^\W_]+")
_SMALL = re.compile(r"\s*(?:[a-zà-ÿ][\w’'-]*\s+){0,4}?(?:d['’]|d['’]\s|de\s+)?[“\"«(]?\s*(?=[^\W\d_a-zà-ÿ])")
_SAME = re.compile(
    r"\b(?:(?:cet?t?e?|le|la|du|au) (?:même )?(?:entretien|interview|tribune|intervention)|"
    r"(?:the|that) (?:same )?interview)\b(?! (?:à|avec|accordée?|with|to)\b)",
    re.I,
)
_DEFINITE = re.compile(r"\s*(?:à |de )?(?:l['’]|(?:le|la|au|du|the|cette|ce)\s+)(?:mêmes? |same )?$")


# "semi-official", "Turkish", "Germany's", "news": what may stand before the word for an outlet.
_KIND = (
    r"(?:même|same|semi-?official|official|state(?:-run|-owned)?|private|independent|pro-[a-z]+|local|public|leading|"
    r"news|television|tv|radio|[A-Z][a-z]+(?:an|sh|se|ch|i|['’]s)) "
)
_OWNED_BY = re.compile(r"(?:[A-Z][\w-]+['’]s |(?:(?:semi-?)?official|state(?:-run|-owned)?|private) )")


@dataclass(frozen=True, slots=True)
class RelayFound:
    """An outlet that carries words: its display name, where it stands, and whether for a whole communication."""

    outlet: str
    span: TextSpan
    carries: bool


@dataclass(frozen=True, slots=True)
class _Marker:
    """Words before an outlet: whether they name a whole communication, and whether only an outlet can follow."""

    carries: bool
    strong: bool


@dataclass(frozen=True, slots=True)
class Finder:
    """What finds the relays of a language.

    Attributes:
        nouns: what an outlet is called, « agence ».
        parts: words in the names of outlets, "Post".
    """

    pattern: re.Pattern[str]
    names: Mapping[str, str]
    markers: Mapping[str, _Marker]
    noun: re.Pattern[str]
    parts: frozenset[str]


@cache
def finder(language: str) -> Finder:
    """Return the finder of a language, its tables read once."""
    names = {form.lower(): name for form, name in outlet_names(language).items() if len(form) > 1}
    markers = {
        row["marker"]: _Marker(row["carries"] == "yes", row["strong"] == "yes")
        for row in read_table(f"{language}/relays.tsv", ("marker", "carries", "strong", "example"))
    }
    forms = "|".join(_form(m) for m in sorted(markers, key=lambda m: -len(m)))
    words = read_table("outlet_words.tsv", ("word", "noun", "example"))
    nouns = "|".join(sorted((row["word"] for row in words if row["noun"]), key=len, reverse=True))
    return Finder(
        re.compile(rf"(?<![\w’'-])(?P<marker>{forms})(?![\w])", re.I),
        names,
        markers,
        re.compile(rf"(?:{_KIND})*(?:{nouns})(?!\w)"),
        frozenset(row["word"] for row in words),
    )


def _form(marker: str) -> str:
    """Return the pattern of a marker: « à » contracts, and a date may stand before « par »."""
    head, _, last = marker.rpartition(" ")
    last = {"à": "(?:à|au|aux)", "de": "(?:de|du|d['’])"}.get(last, re.escape(last))
    between = r"(?:\s[^,;.:«»“”()\n]{0,30}?)?" if last in ("par", "by") else ""
    return (re.escape(head).replace("\\ ", r"\s+") + between + r"\s+" if head else "") + last


@lru_cache(maxsize=4096)
def _marker(written: str, language: str) -> _Marker:
    """Return what is known of a marker as it is written, « selon la »; remembered, for it tries one after the other."""
    markers = finder(language).markers
    return markers.get(written) or next(v for k, v in markers.items() if re.fullmatch(_form(k), written, re.I))


def find_relays(
    text: str, span: TextSpan, language: str, *, last: str | None = None, is_actor: Callable[[TextSpan], bool]
) -> list[RelayFound]:
    """Return the outlets that carry words in a stretch of text, in order.

    Args:
        last: the outlet spoken of last before it, for « cité par l'agence ».
        is_actor: whether a name is a state's, a person's or an organisation's.
    """
    tools = finder(language)
    found: list[RelayFound] = []
    at = span.start
    while match := tools.pattern.search(text, at, span.end):
        at = match.start() + 1  # « a dit au micro de RFI »: one marker may begin in another
        marker = _marker(re.sub(r"\s+", " ", match["marker"].lower()), language)
        known = found[-1].outlet if found else last
        here = (
            _known(text, match.end(), span.end, tools.names)
            or _described(text, match.end(), span.end, tools, known, is_actor)
            or _by_its_words(text, match, span.end, tools)
            or _weakly_known(text, match, span.end, language)
            or (marker.strong and _by_its_place(text, match, span.end, is_actor))
        )
        if here and all(here[0] != f.span for f in found):
            found.append(RelayFound(here[1], here[0], marker.carries))
    return found


def _known(text: str, start: int, end: int, names: Mapping[str, str]) -> tuple[TextSpan, str] | None:
    """« à RFI », « au Monde », « dans L'Opinion »."""
    lead = _LEAD.match(text, start, end)
    at = lead.end() if lead else start
    owner = _OWNED_BY.match(text, at, end)  # "Germany's Bild", "the semi-official Tasnim"
    for place in (*((owner.end(),) if owner else ()), at, start + len(text[start:at]) - len(text[start:at].lstrip())):
        found = _longest_name(text[place : min(end, place + 45)], names)
        if found is not None:
            return TextSpan(place, place + found[0]), found[1]
    return None


def _described(
    text: str, start: int, end: int, tools: Finder, last: str | None, is_actor: Callable[[TextSpan], bool]
) -> tuple[TextSpan, str] | None:
    """« par le média russe RT », « à nos confrères d'Euronews », « à la télévision (ORTM) »; « par l'agence »."""
    lead = _LEAD.match(text, start, end)
    at = lead.end() if lead else start
    noun = tools.noun.match(text, at, end)
    if noun is None:
        return _before_its_noun(text, at, end, tools, is_actor)
    small = _SMALL.match(text, noun.end(), min(end, noun.end() + 60))
    if small is not None:
        at = small.end()
        found = _longest_name(text[at : min(end, at + 45)], tools.names)
        if found is not None:
            return TextSpan(at, at + found[0]), found[1]
        proper = _PROPER.match(text, at, end)
        apart = re.search(r"(?:d['’]|de)\s*$", small[0]) and not noun[0].endswith("confrères")
        if proper is not None and not apart and not is_actor(TextSpan(*proper.span())):
            return TextSpan(*proper.span()), proper[0]
        return None
    if last is not None and (_DEFINITE.match(text[start : noun.start()]) or noun[0].startswith(("même", "same"))):
        return TextSpan(*noun.span()), last
    return None


def _before_its_noun(
    text: str, at: int, end: int, tools: Finder, is_actor: Callable[[TextSpan], bool]
) -> tuple[TextSpan, str] | None:
    """ "the Beta news agency", "the Sample newspaper": a name with what it is behind it."""
    owner = _OWNED_BY.match(text, at, end)
    proper = _PROPER.match(text, owner.end() if owner else at, end)
    if proper is None or not tools.noun.match(text, min(proper.end() + 1, end), end):
        return None
    return None if is_actor(TextSpan(*proper.span())) else (TextSpan(*proper.span()), proper[0])


_TOLD = re.compile(
    r"told|(?:a |avait )?(?:déclaré|confié|dit|expliqué|raconté) (?:à|au|aux)|(?:cité|citée|quoted|interview\w*) .*",
    re.I,
)


def _weakly_known(text: str, marker: re.Match[str], end: int, language: str) -> tuple[TextSpan, str] | None:
    """ "told The Hindu": a name that may mean something else is an outlet's where one is spoken to."""
    if not _TOLD.fullmatch(marker["marker"]):
        return None
    at = marker.end() + 1
    weak = weak_names(language)
    form = max(
        (f for f in weak if text.startswith(f, at) and not text[at + len(f) : at + len(f) + 1].isalnum()),
        key=len,
        default="",
    )
    if not form or at + len(form) > end or text[at : at + len(form)].islower():
        return None  # « a déclaré à la presse »
    names = weak[form]
    return TextSpan(at, at + len(form)), names[0] if len(names) == 1 else form


def _by_its_words(text: str, marker: re.Match[str], end: int, tools: Finder) -> tuple[TextSpan, str] | None:
    """Return an outlet that no table knows, by a word of its name, as in "told the Sample Post"."""
    lead = _LEAD.match(text, marker.end(), end)
    proper = _PROPER.match(text, lead.end() if lead else marker.end(), end)
    if proper is None or not any(w in tools.parts for w in re.findall(r"\w+", proper[0].lower())):
        return None
    return TextSpan(*proper.span()), _with_article(marker, proper[0])


def _by_its_place(
    text: str, marker: re.Match[str], end: int, is_actor: Callable[[TextSpan], bool]
) -> tuple[TextSpan, str] | None:
    """« interviewé par La Nación », « cité par Al-Qabas »: one name, or one with its article."""
    proper = _PROPER.match(text, marker.end() + 1, end)
    if proper is None or is_actor(TextSpan(*proper.span())):
        return None
    words = proper[0].split()
    if len(words) > 1 and words[0].lower() not in ("la", "le", "les", "el", "il", "the", "der", "die", "al"):
        return None
    return TextSpan(*proper.span()), _with_article(marker, proper[0])


def _with_article(marker: re.Match[str], name: str) -> str:
    return f"Le {name}" if marker["marker"].lower().endswith((" au", " du")) or marker["marker"] == "au" else name


def _longest_name(rest: str, names: Mapping[str, str]) -> tuple[int, str] | None:
    """Return (length, display name) of the outlet whose name the text begins with, the longest one."""
    if not rest or not (rest[0].isupper() or rest[0].isdigit()):
        return None
    lower = rest.lower().replace("’", "'")
    for size in reversed([word.end() for word in _WORDS.finditer(lower)]):
        for article in _ARTICLES if size > 1 else ():
            if article + lower[:size] in names:
                return size, names[article + lower[:size]]
    return None


def outlet_source(source: Source | None, text: str, language: str) -> str | None:
    """Return the outlet a source is, or None."""
    if source is None:
        return None
    tools = finder(language)
    words = re.sub(r"^[Tt]he ", "", source.span.slice(text))
    for match in re.finditer(r"(?<![\w’'-])[^\W\d_a-zà-ÿ][\w’'. -]*", words):
        found = _longest_name(match[0], tools.names)
        if found is not None:
            return found[1]
    noun = re.match(r"(?:l['’]|le |la |les |the |un |une |a )?", words, re.I)
    described = tools.noun.match(words, noun.end() if noun else 0)
    proper = _PROPER.search(words, described.end()) if described else None
    return proper[0] if proper is not None and len(words.split()) < 6 else None


def takes_up_a_communication(words: str) -> bool:
    """Return whether some words speak of an interview named before: « dans ce même entretien »."""
    return _SAME.search(words) is not None
