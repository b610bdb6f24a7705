"""Put one record into a sentence: who said it, in which words, in which article."""

import re
from dataclasses import dataclass, field
from functools import cache

from foedus.brief.words import Templates
from foedus.display.pieces import spoken_words
from foedus.display.wording import capital, printable
from foedus.errors import UnknownState
from foedus.language.gazetteer import FormKind, gazetteer
from foedus.language.registry import find_state
from foedus.ledger import Ledger, queries
from foedus.ledger.queries import Claim, StatementFacts
from foedus.model import Speaker, TextSpan

CUE_BEFORE = 60  # characters between a cue and the words that it introduces
LONGEST = 400  # characters of a reported clause or of a sentence that is printed whole

_ARTICLE = re.compile(r"(?:(?:les?|la|une?|des|the|an?)\s+|l['’])", re.I)
_SENTENCE_END = re.compile(r"[.!?…][»”\")\u00a0 ]*(?=\s|$)|\n")
_DATELINE = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý .'’-]+(?:, [^—–()\n]{1,30})?(?: \([^()\n]{1,30}\))? [—–-]+ ")
_ALL_MARKS = re.compile('[«“"]\u00a0? ?([^«»“”"]*?)\u00a0? ?[»”"]')
_MARKS = (("«", "»"), ("“", "”"), ('"', '"'))
_BLANKS = " \u00a0"
_ENDS = " \u00a0,;:."
_OPENS = ' \u00a0:«“"'
_STOPS = '.!?\n«»“”"'
_NAMES = frozenset({FormKind.NAME, FormKind.CAPITAL, FormKind.SEAT})
_OF_STATES = _NAMES | {FormKind.ADJECTIVE, FormKind.DEMONYM}


@dataclass(frozen=True, slots=True)
class Teller:
    """Writes sentences in one language from the records of one ledger."""

    ledger: Ledger
    words: Templates
    _texts: dict[str, str] = field(default_factory=dict)

    def stands(self, claim: Claim) -> bool:
        """Whether the words are in the stored text, where the record says."""
        text, statement = self.text(claim), claim.statement
        if statement and spoken_words(claim) == statement.content_words:
            pieces = " [...] ".join(span.slice(text) for span in statement.content_spans)
            if pieces != statement.content_words:
                return False
        return claim.evidence_span.slice(text) == claim.evidence_words

    def text(self, claim: Claim) -> str:
        """Return the text of the article of a record."""
        id_ = claim.article.id
        if id_ not in self._texts:
            self._texts[id_] = queries.text(self.ledger.connection, id_)
        return self._texts[id_]

    def told(self, claim: Claim) -> str:
        """Return the sentence of a record: quotation marks stand around stored words alone."""
        statement = claim.statement
        if statement is None:
            whole = self._around(claim)
            key = "titled" if whole == (claim.article.title or "").strip() else "own"
            return self._fill(key, claim, quote=self._quoted(whole))
        speaker = self.speaker(claim)
        if statement.relay:
            speaker = self.words.fill("relayed", speaker=speaker, relay=", ".join(map(printable, statement.relay)))
        spoken = spoken_words(claim)
        if spoken is not None:
            return self._spoken(claim, statement, speaker, spoken)
        # Without an article a description makes no sentence.
        if claim.article.language == self.words.language and (speaker[:1].isupper() or _ARTICLE.match(speaker)):
            found = self._reported(claim, statement, speaker)
            if found is not None:
                return found
        return self._fill("in_words", claim, speaker=capital(speaker), quote=self._quoted(self._around(claim)))

    def who(self, claim: Claim) -> str:
        """Return who says it, without a role: a name, a description, or the outlet."""
        if claim.statement is None:
            return printable(claim.article.outlet or self.words.fill("an_unknown_outlet"))
        return self.speaker(claim, role=False)

    def speaker(self, claim: Claim, *, role: bool = True) -> str:
        """Return « la Russie », « un porte-parole russe » as the article introduces him, or a name and a role."""
        speaker = claim.statement.speaker if claim.statement else None
        if speaker is None or claim.statement is None:
            return self.words.say.speaker(speaker)
        foreign = claim.article.language != self.words.language
        states = [state for state in (speaker.state, *speaker.others) if state]
        if states and speaker.role is None and names_all(speaker) and (foreign or speaker.others or not role):
            return self.words.say.listed(map(self.words.the, states))
        name = self._foreign(speaker, role) if foreign else self._introduced(claim, claim.statement, speaker, role)
        untold = [state for state in states if not speaks_of(name, state)]
        return f"{name} ({', '.join(map(self.words.say.state, untold))})" if untold else name

    def _foreign(self, speaker: Speaker, role: bool) -> str:
        """Return a name; a description or a role in another language is quoted."""
        name = printable(speaker.name)
        if speaker.role == speaker.name or name[:1].islower():
            quote = self.words.say.quote(name)
            return self.words.fill("described", quote=quote) if role else quote
        return f"{name}, {self.words.say.quote(printable(speaker.role))}" if role and speaker.role else name

    def _introduced(self, claim: Claim, statement: StatementFacts, speaker: Speaker, role: bool) -> str:
        source, name = " ".join((statement.source_words or "").split()), printable(speaker.name)
        described = speaker.role == speaker.name
        if described and name.casefold() not in source.casefold():
            source = self._elsewhere(claim, speaker) or ""
        whole = name.casefold() in source.casefold() and (speaker.role or "").casefold() in source.casefold()
        if whole and (role or described or source[_article(source) :].casefold() == name.casefold()):
            return printable(source[:1].lower() + source[1:] if _article(source) else source)
        return f"{name}, {printable(speaker.role)}" if role and speaker.role and not described else name

    def _elsewhere(self, claim: Claim, speaker: Speaker) -> str | None:
        """Return how the article introduces elsewhere whom it calls « il » here: « le porte-parole »."""
        rows = queries.sources_of(self.ledger.connection, claim.article.id, speaker.name)
        return next((source for source in (" ".join(row.split()) for row in rows) if _article(source)), None)

    def _fill(self, key: str, claim: Claim, **words: str) -> str:
        """Fill a sentence in, with where and when: the form without an outlet where none is known."""
        say, article = self.words.say, claim.article
        outlet = printable(article.outlet) if article.outlet else None
        foreign = article.language != self.words.language
        when = say.date(article.published) if article.published else self.words.fill("no_date")
        tongue = self.words.fill(f"in_{article.language}") if foreign else ""
        where = ", ".join(filter(None, (outlet, when)))
        known = key if outlet or f"{key}_nowhere" not in self.words.table else f"{key}_nowhere"
        return self.words.fill(known, outlet=outlet, when=when, where=where, tongue=tongue, **words)

    def _spoken(self, claim: Claim, statement: StatementFacts, speaker: str, spoken: str) -> str:
        """Return « ... », a dit X; or X a dit : « ... »; or X : « ... » where the article has no such verb."""
        told, cue, source, text = self._quoted(spoken), statement.cue_span, statement.source_span, self.text(claim)
        first, last = statement.content_spans[0], statement.content_spans[-1]
        verb = self._verb(statement)
        if claim.article.language == self.words.language and verb and cue and source and not statement.relay:
            ahead, _ = sorted((cue, source), key=lambda span: span.start)
            if first.end <= ahead.start and (
                len(statement.content_spans) > 1 or not _stops(text[last.end : ahead.start])
            ):
                incise = f"{speaker} {verb}" if ahead == source else f"{verb} {speaker}"
                return self._fill("said_behind", claim, quote=self._quoted(spoken, before_incise=True), incise=incise)
            if (
                ahead == source
                and not text[source.end : cue.start].strip()
                and not text[cue.end : first.start].strip(_OPENS)
            ):
                return self._fill(
                    "said_before", claim, speaker=capital(speaker) + _comma(speaker), verb=verb, quote=told
                )
        return self._fill("said", claim, speaker=capital(speaker), quote=told)

    def _verb(self, statement: StatementFacts) -> str:
        """Return « a dit » of « a-t-il dit »."""
        return re.sub(self.words.table["verb_pronoun"], "", " ".join((statement.cue_words or "").split()))

    def _reported(self, claim: Claim, statement: StatementFacts, speaker: str) -> str | None:
        """Return reported speech in the form that the article gives it, None where it has none that stands alone."""
        text, source, cue = self.text(claim), statement.source_span, statement.cue_span
        first, content = statement.content_spans[0], self._content(statement, text)
        if source is None or content is None:
            return None
        begins, ends = min(source.start, content.start), max(source.end, content.end)
        if not begins <= claim.trigger_span.start < claim.trigger_span.end <= ends:
            return None
        told = trimmed(content.slice(text)).rstrip(_ENDS)
        known = bool(cue) and (statement.cue_words or "").casefold() in self.words.table["according_to"]
        if cue and cue.end <= source.start and known and content.start >= source.end:
            if text[source.end : first.start].strip() != ",":
                return None
            name = statement.speaker.name if statement.speaker else ""
            return self._fill("according", claim, speaker=speaker, words=told.removeprefix(f"{name}, "))
        if cue and content.end <= min(cue.start, source.start) and not _stops(text[content.end : cue.start]):
            verb = self._verb(statement)
            incise = f"{speaker} {verb}" if source.end <= cue.start else f"{verb} {speaker}"
            return self._fill("according_behind" if known else "told_behind", claim, words=capital(told), incise=incise)
        if source.start == first.start and source.slice(text).casefold() in self.words.table["pronouns"]:
            begins = source.end  # « Il a remercié ... »
        elif cue and source.end <= cue.start and self._leads(text, source, cue, first):
            begins = cue.start
        else:
            return None
        clause = trimmed(text[begins : content.end]).rstrip(_ENDS)
        return self._fill("told", claim, speaker=capital(speaker) + _comma(speaker), words=clause)

    def _content(self, statement: StatementFacts, text: str) -> TextSpan | None:
        """Return what is reported, without the name that stands behind « selon le ministre, X »; None if in pieces."""
        first, *more = statement.content_spans
        name = statement.speaker.name if statement.speaker else None
        if any(span.slice(text) != name for span in more) or first.end - first.start > LONGEST:
            return None
        return first

    def _leads(self, text: str, source: TextSpan, cue: TextSpan, content: TextSpan) -> bool:
        near = 0 <= content.start - cue.end <= CUE_BEFORE
        return not text[source.end : cue.start].strip() and near and not _stops(text[cue.end : content.start])

    def _sentence(self, claim: Claim) -> str | None:
        """Return the sentence of the article around the evidence; None where it is long."""
        text, span = self.text(claim), claim.evidence_span
        ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, span.start)]
        after = _SENTENCE_END.search(text, max(span.start, span.end - 1))
        sentence = text[ends[-1] if ends else 0 : after.start() + 1 if after else len(text)].strip()
        return _DATELINE.sub("", sentence, count=1) if len(sentence) <= LONGEST and "\n" not in sentence else None

    def _around(self, claim: Claim) -> str:
        """Return the sentence around the evidence; where that is long the evidence, from the verb of saying on."""
        sentence = self._sentence(claim)
        if sentence is not None:
            return sentence
        text, words, cue = self.text(claim), claim.evidence_span, claim.statement and claim.statement.cue_span
        start = cue.start if cue and 0 <= words.start - cue.end <= CUE_BEFORE else words.start
        return f"{self.words.table['cut']}{text[start : words.end]}"

    def _quoted(self, words: str, *, before_incise: bool = False) -> str:
        """Quote words; marks within them become those that the language has within a quotation."""
        table = self.words.table
        told = _ALL_MARKS.sub(lambda found: table["inner_quote"].replace("…", found[1]), trimmed(words)).rstrip(
            " ,;:\u00a0"
        )
        told = told[:-1] if told.endswith(".") and not told.endswith("..") else told
        if not before_incise:
            return self.words.say.quote(told)
        inside = table["comma_within"] if told[-1:] not in "?!" else ""
        return f"{self.words.say.quote(told + inside)}{table['comma_behind']}"


@cache
def is_name_of(name: str, iso3: str) -> bool:
    """Whether a name is that of a state."""
    try:
        return find_state(name) == iso3
    except UnknownState:
        return False


def names_all(speaker: Speaker) -> bool:
    """Whether a source is nothing but the states that it speaks for: « Paris et Berlin », "the Kremlin"."""
    rest = " ".join(word for word in speaker.name.split() if word.casefold() not in ("et", "and", "la", "le", "les"))
    states = [state for state in (speaker.state, *speaker.others) if state]
    found = [form for state in states for form in _forms_in(rest, state, _NAMES)]
    return bool(found) and sum(map(len, found)) + len(states) - 1 >= len(rest)


@cache
def speaks_of(text: str, iso3: str) -> bool:
    """Whether words name a state already: « le ministre russe », « Kampala », "the Kremlin"."""
    return is_name_of(text, iso3) or bool(_forms_in(text, iso3, _OF_STATES))


def _forms_in(text: str, iso3: str, kinds: frozenset[FormKind]) -> set[str]:
    """Return the forms of a state in a text, the longest where they overlap."""
    found: set[str] = set()
    for language in ("fr", "en"):
        forms = gazetteer(language)
        for number, start, end in forms.automaton.find_matches_as_indexes(text, overlapping=True):
            form = forms.owners[number]
            apart = not text[end : end + 1].isalnum() and not text[:start][-1:].isalnum()
            if apart and form.kind in kinds and form.actors == (iso3,):
                found.add(text[start:end])
    return {form for form in found if not any(form != other and form in other for other in found)}


def _article(source: str) -> int:
    """Return how many characters the article takes that words begin with."""
    found = _ARTICLE.match(source)
    return found.end() if found else 0


def _stops(between: str) -> bool:
    return any(sign in between.strip(' ,«»“”"\u00a0') for sign in _STOPS)


def _comma(speaker: str) -> str:
    """« Sergueï Lavrov, ministre russe, a dit »: a comma opened is closed."""
    return "," if "," in re.sub(r"\([^()]*\)", "", speaker) else ""


def trimmed(words: str) -> str:
    """Return words on one line; the quotation marks around all of them are ours to put, and half a pair is none."""
    text = printable(words).strip(_BLANKS)
    for first, last in _MARKS:
        inner = text.removeprefix(first).removesuffix(last)
        around = text.startswith(first) and text.endswith(last) and first not in inner and last not in inner
        half = sum(text.count(sign) for sign in {first, last}) % 2
        if around:
            text = inner
        elif half:
            text = text.removeprefix(first) if text.startswith(first) else text.removesuffix(last)
    return text.strip(_BLANKS)
