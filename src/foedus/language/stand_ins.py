"""What the French parser is shown in place of words that it stumbles over, and what is hidden from it.

L'Élysée a de son côté réclamé sa libération   ->  L'Élysée a aussi réclamé sa libération
a accusé dimanche la France de ...             ->  a accusé hier la France de ...
rejette « les menaces » de son voisin          ->  rejette les menaces de son voisin
Alger, elle, dément                            ->  Alger dément
les liens norvégo-suédois                      ->  les liens franco-allemand
a bombardé l'est de l'Ukraine                  ->  a bombardé l'ouest de l'Ukraine
tout en jugeant tardive la décision            ->  en jugeant tardive la décision

What it finds is then set on the words as they stand: an aside is one adverb, a mark hangs on the word behind it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from foedus.language.present_tense import imperfects
from foedus.model import Mention, TextSpan
from foedus.tables import read_table

_DAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_BOUND = "".join(rf"(?<!\b{word} )" for word in ("le", "de", "du", "ce", "à", "pour", "dès", "depuis")) + "(?<!d')"
_TIME = re.compile(
    rf"(?<![\w'-]){_BOUND}(?:hier|aujourd'hui|{_DAYS})(?: (?:matin|midi|soir|après-midi|dernier|à minuit|à midi))?"
    rf"(?: \d{{1,2}}(?:er)? (?:{_MONTHS})(?: \d{{4}})?)?(?![\w'-])"
)
_YEAR = re.compile(r"(?<![\w'-])en (?:1[6-9]|20)\d\d(?!\w)(?! ?%)")
_THIS_TIME = re.compile(
    rf"(?<![\w'-])ce (?:(?:{_DAYS})(?: (?:matin|midi|soir|\d{{1,2}}(?:er)? (?:{_MONTHS})))?|"
    rf"\d{{1,2}}(?:er)? (?:{_MONTHS})(?: \d{{4}})?|matin|midi|soir)(?![\w'-])"
)
_SINCE = re.compile(
    r"(?<![\w'-])depuis (?:des|plusieurs|quelques|deux|trois|quatre|six|dix) "
    r"(?:heures|jours|semaines|mois|années|ans)(?![\w'-])"
)
_COMPOUND = "franco-allemand"
_LEFT_WHOLE = {"sino", "franco", "anglo", "gréco", "indo", "italo", "américano", "sud-coréano", "nord-coréano"}
_ENDING = re.compile(r"(?:es|e|(?<![ai])s)$")  # « algéro-marocaines », not « franco-japonais »
_PLAIN_TIME = "hier"
_LONGEST_FRAGMENT = 80  # characters: a quotation inside a clause is shorter, and begins small
_ENDS = ".:!?»”"
# Behind a single word in marks: « l'arrogance » de Pristina.
_COMPLEMENT = re.compile(r"\s(?:d['’]|(?:de|du|des|à|au|aux|contre|envers|entre)\s)")
_GERUND = re.compile(r"(?<![\w'-])tout (?=en \w+ant\b)")  # « tout en jugeant »
_BARE_A = re.compile(r"(?:^|(?<=\n)|(?<=[.!?»] ))A(?= (?:l['’]|la |[^\W\d_a-zà-ÿ]))")  # « A Pékin, »
_SET_OFF = re.compile(r", (?:lui|elle|eux|elles)(?: aussi| non plus)?,")  # « Alger, elle, dément »


@dataclass(frozen=True, slots=True)
class StandIn:
    """Some words of a text and the one the parser sees instead; "" hides them."""

    span: TextSpan
    word: str


def stand_ins(
    text: str, language: str, quoted: Sequence[TextSpan], mentions: Sequence[Mention] = ()
) -> Iterator[StandIn]:
    """Yield what the parser of a language is shown in place of the words of a text.

    Args:
        quoted: the quotations of the text, marks included.
        mentions: of actors in it, in order.
    """
    if language != "fr":
        return
    plain = text.lower().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    if len(plain) != len(text):
        return
    pattern, words = _asides()
    taken = [StandIn(TextSpan(*m.span()), words[m[0]]) for m in pattern.finditer(plain)]
    times = (_TIME, _THIS_TIME, _SINCE, _YEAR)
    taken += [StandIn(TextSpan(*m.span()), _PLAIN_TIME) for p in times for m in p.finditer(plain)]
    taken += [StandIn(TextSpan(*m.span("word")), shown) for form, shown in _mistaken() for m in form.finditer(plain)]
    taken += [StandIn(TextSpan(*m.span()), "À") for m in _BARE_A.finditer(text)]
    taken += [StandIn(span, shown) for span, shown in imperfects(text, mentions)]
    taken += _compounds(text, mentions)
    end = 0
    for one in sorted(taken, key=lambda s: s.span):
        if one.span.start >= end:
            yield one
            end = one.span.end
    for found in _GERUND.finditer(plain):
        yield StandIn(TextSpan(found.start(), found.end() - 1), "")
    for found in _SET_OFF.finditer(plain):
        for word in re.finditer(r"[\w]+|,", found[0]):
            yield StandIn(TextSpan(found.start() + word.start(), found.start() + word.end()), "")
    for quotation in quoted:
        if _is_fragment(text, quotation):
            yield StandIn(TextSpan(quotation.start, quotation.start + 1), "")
            yield StandIn(TextSpan(quotation.end - 1, quotation.end), "")


def _compounds(text: str, mentions: Sequence[Mention]) -> Iterator[StandIn]:
    """« norvégo-suédoises »: two states in one adjective, most of which the parser takes for three words."""
    for first, second in pairwise(mentions):
        half = first.span.slice(text)
        if text[first.span.end : second.span.start] != "-" or not half[0].islower() or half in _LEFT_WHOLE:
            continue
        ending = _ENDING.search(text[: second.span.end].lower())
        yield StandIn(TextSpan(first.span.start, second.span.end), _COMPOUND + (ending[0] if ending else ""))


@cache
def _asides() -> tuple[re.Pattern[str], Mapping[str, str]]:
    rows = read_table("fr/asides.tsv", ("aside", "shown", "example"))
    words = {row["aside"]: row["shown"] for row in rows}
    forms = "|".join(re.escape(form) for form in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w'-])(?:{forms})(?![\w'-])"), words


@cache
def _mistaken() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Words that are mistaken for others: « l'est du Congo », « Rabat ferme sa frontière », « chargé d'affaires »."""
    rows = read_table("fr/mistaken.tsv", ("word", "before", "after", "shown", "example"))
    found = []
    for row in rows:
        after = "|".join(re.escape(form) + ("" if form.endswith("'") else r"(?!\w)") for form in row.words("after"))
        before = "|".join(re.escape(form) + ("" if form.endswith("'") else " ") for form in row.words("before"))
        pattern = rf"(?<!\w)(?:{before})(?P<word>{re.escape(row['word'])})(?= (?:{after}))"
        found.append((re.compile(pattern), row["shown"]))
    return tuple(found)


def _is_fragment(text: str, quotation: TextSpan) -> bool:
    """« les menaces »: some words of a clause, not a sentence of its own."""
    inner = text[quotation.start + 1 : quotation.end - 1].strip()
    if not inner or len(inner) > _LONGEST_FRAGMENT or not (inner[0].islower() or inner[0].isdigit()):
        return False
    if len(inner.split()) < 2 and not _COMPLEMENT.match(text, quotation.end):
        return False
    before = text[max(0, quotation.start - 20) : quotation.start].rstrip()[-1:]
    return before != "" and before not in _ENDS
