"""Write a brief from an explanation: each sentence from records, by a template, with its numbered source."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from foedus.brief.model import Brief, Note, Part, Sentence, Voice
from foedus.brief.words import Templates, templates
from foedus.display.pieces import filters_in_words, gathered, spoken_words
from foedus.display.wording import arrow, printable
from foedus.errors import UnknownState
from foedus.explain import Evidence, Explanation, Group, Word
from foedus.language.registry import find_state
from foedus.ledger import Ledger, queries
from foedus.ledger.queries import Claim
from foedus.model import Kind, TextSpan

SENTENCES = 4  # of a section
CUE_BEFORE = 60  # characters between a cue and the words that it introduces
ASIDE = 3  # names of those who contest
REASONS = 2  # grounds that make a headline
LONGEST = 400  # characters of a reported clause that is printed whole

_ARTICLE = re.compile(r"(?:(?:les?|la|une?|des|the|an?)\s+|l['’])", re.I)
_SENTENCE_END = re.compile(r"[.!?…][»”\")\u00a0 ]*(?=\s|$)|\n")
_MARKS = (("«", "»"), ("“", "”"), ('"', '"'))
_BLANKS = " \u00a0"
_STOPS = '.!?\n«»“”"'


def brief_of(ledger: Ledger, explanation: Explanation, language: str) -> Brief:
    """Write a brief.

    Args:
        ledger: the one that was explained: words are held against its texts once more.
        explanation: of a pair of states.
        language: "fr" or "en".

    Raises:
        LedgerError: the ledger cannot be read.
    """
    return _Writer(ledger, explanation, templates(language)).brief()


class _Writer:
    def __init__(self, ledger: Ledger, explanation: Explanation, words: Templates) -> None:
        self.ledger = ledger
        self.explanation = explanation
        self.words = words
        self.say = words.say
        self.cited: dict[str, tuple[int, Claim, list[str]]] = {}  # by article
        self.shown = 0
        self.withheld: set[str] = set()
        self.heard: Counter[tuple[str, str, str]] = Counter()
        self.heard_in: dict[tuple[str, str, str], set[int]] = {}

    def brief(self) -> Brief:
        found, words = self.explanation, self.words
        parts = tuple(self._parts())
        dates = tuple(self._dates())
        headings = {key: words.fill(key) for key in ("voices", "dates", "notes", "left_out")}
        headings["colon"] = self.say.say("colon")
        return Brief(
            language=words.language,
            headline=self._headline(),
            lead=tuple(self._lead()) if found.records else (self.say.say("nothing"),),
            parts=parts,
            voices=tuple(self._voices()),
            dates=dates,
            notes=tuple(self._notes()),
            left_out=tuple(self._left_out()),
            made=words.fill("made", articles=self.say.count("article", found.articles)),
            headings=headings,
            voice_head=tuple(words.table["voice_head"].split("|")),
        )

    def _headline(self) -> str:
        found = self.explanation
        names = {letter: self.say.state(state) for letter, state in zip("ab", found.states, strict=True)}
        if len(found.grounds) >= REASONS:
            return self.words.fill("headline_reasons", reasons=self.words.number(len(found.grounds)), **names)
        key = "headline_against" if found.against and not (found.grounds or found.other) else "headline_plain"
        return self.words.fill(key, **names)

    def _lead(self) -> Iterator[str]:
        found, say, words = self.explanation, self.say, self.words
        counts = ("record", "article", "statement", "speaker", "origin")
        numbers = (found.records, found.articles, found.statements, found.speakers, found.origins)
        counted = {f"{kind}s": say.count(kind, n) for kind, n in zip(counts, numbers, strict=True)}
        the = {f"the_{letter}": words.the(state) for letter, state in zip("ab", found.states, strict=True)}
        sentences = [words.fill("lead", n=found.records, **counted, **the)]
        if found.first and found.last:
            key = "lead_dates" if found.first != found.last else "lead_one_date"
            sentences.append(words.fill(key, first=say.date(found.first), last=say.date(found.last)))
        yield " ".join(sentences)
        grounds = [words.ground(group.ground) for group in found.grounds if group.ground]
        rest = [words.fill("lead_grounds", n=len(grounds), grounds=say.listed(grounds))] if grounds else []
        groups = [*found.grounds, found.other, found.against]
        if any(group and group.whose_word.contested for group in groups):
            rest.append(words.fill("lead_contested"))
        if rest:
            yield " ".join(rest)

    # Sections

    def _parts(self) -> Iterator[Part]:
        found, words = self.explanation, self.words
        numbered = len(found.grounds) >= REASONS
        for number, group in enumerate(found.grounds, 1):
            if group.ground:
                heading = words.ground(group.ground)
                heading = heading[:1].upper() + heading[1:]
                yield self._part(f"{number}. {heading}" if numbered else heading, group)
        if found.other:
            yield self._part(words.fill("other"), found.other)
        if found.against:
            only = not (found.grounds or found.other)
            yield self._part(words.fill("against_only" if only else "against"), found.against)

    def _part(self, heading: str, group: Group) -> Part:
        first = [piece for piece in group.evidence if piece.reprint_of is None]
        denials = group.denials if group is self.explanation.against else ()
        told = [*gathered(first)[:SENTENCES], *gathered(denials)[:SENTENCES]]
        sentences = (self._sentence(same, group) for same in told)
        return Part(heading, self._basis(group), tuple(sentence for sentence in sentences if sentence))

    def _basis(self, group: Group) -> str:
        whose, say = group.whose_word, self.say
        named = []
        for word in whose.rests_on:
            states = {Word.PARTY: whose.parties or whose.heard, Word.THIRD_PARTY: whose.third_parties}.get(word, ())
            shown = f" ({', '.join(states)})" if states else ""
            named.append(say.named("whose", word.value, n=whose.outlets, states=shown))
        if not named:
            return ""
        origins = say.count("origin", group.origins)
        return self.words.fill("basis", words=say.listed(named), origins=origins)

    def _sentence(self, same: Sequence[Evidence], group: Group) -> Sentence | None:
        """Write what rests on the same words of one speaker; None where the words do not stand in the text."""
        if not all(self._stands(piece.claim) for piece in same):
            self.withheld.update(piece.claim.id for piece in same)
            return None
        piece, claim = same[0], same[0].claim
        note = self._cite(claim, (p.claim.id for p in same))
        self.shown += len(same)
        self._hear(piece, note, len(same))
        return Sentence(self._told(claim), (note,), tuple(self._aside(same, group)))

    def _told(self, claim: Claim) -> str:
        words, say, statement = self.words, self.say, claim.statement
        outlet = printable(claim.article.outlet) if claim.article.outlet else None
        when = say.date(claim.article.published) if claim.article.published else words.fill("no_date")
        if claim.article.language != words.language:
            when += words.fill(f"in_{claim.article.language}")
        where = ", ".join(filter(None, (outlet, when)))
        if statement is None:
            quote = say.quote(_trimmed(self._whole(claim)).rstrip(" .,:;"))
            return words.fill("own" if outlet else "own_nowhere", outlet=outlet, quote=quote, when=when)
        speaker = self._speaker(claim)
        if statement.relay:
            speaker = words.fill("relayed", speaker=speaker, relay=", ".join(map(printable, statement.relay)))
        spoken = spoken_words(claim)
        if spoken is not None:
            return words.fill("said", speaker=_capital(speaker), quote=say.quote(_trimmed(spoken)), where=where)
        # Without an article a description makes no sentence; behind it stands a colon.
        as_sentence = speaker[:1].isupper() or _ARTICLE.match(speaker)
        according = self._according(claim) if as_sentence else None
        if according is not None:
            return words.fill("according", speaker=speaker, words=according, where=where)
        clause = self._clause(claim) if as_sentence else None
        if clause is not None:
            comma = "," if "," in speaker else ""
            key = "told" if outlet else "told_nowhere"
            return words.fill(key, speaker=_capital(speaker) + comma, outlet=outlet, words=clause, when=when)
        key = ("reported" if statement.kind is Kind.INDIRECT else "partly") + ("" if outlet else "_nowhere")
        text = self._with_cue(claim)
        return words.fill(key, speaker=_capital(speaker), outlet=outlet, words=text, when=when)

    def _speaker(self, claim: Claim, *, role: bool = True) -> str:
        """Return « la Russie (RUS) » for a state, and « un porte-parole (RUS) » as the article introduces him."""
        statement = claim.statement
        speaker = statement.speaker if statement else None
        if speaker is None or statement is None:
            return self.say.speaker(speaker, role=role)
        source = " ".join((statement.source_words or "").split())
        introduced = _ARTICLE.match(source)
        foreign = claim.article.language != self.words.language
        if foreign and speaker.state and _is_name_of(speaker.name, speaker.state):
            speaker = replace(speaker, name=self.words.the(speaker.state))
        elif introduced and not foreign and source[introduced.end() :].casefold() == speaker.name.casefold():
            speaker = replace(speaker, name=source[:1].lower() + source[1:])
        return self.say.speaker(speaker, role=role)

    def _clause(self, claim: Claim) -> str | None:
        """Return « a démenti que ... » to the end of what is reported, where it stands right behind who says it.

        None where it has not, where it is long, or in another language: such words go behind a colon.
        """
        statement, text = claim.statement, queries.text(self.ledger.connection, claim.article.id)
        if statement is None or statement.source_span is None or claim.article.language != self.words.language:
            return None
        source, cue, (content, *more) = statement.source_span, statement.cue_span, statement.content_spans
        whole = TextSpan(min(source.start, content.start), content.end)
        if more or not whole.contains(claim.evidence_span) or whole.end - whole.start > LONGEST:
            return None
        if source.start == content.start and source.slice(text).casefold() in self.words.table["pronouns"]:
            begins = source.end  # « Il a remercié ... »
        elif cue and source.end <= cue.start and self._is_close(text[source.end : cue.start], text, cue, content):
            begins = cue.start
        else:
            return None
        return _trimmed(text[begins : content.end]).rstrip(" ,;:.")

    def _is_close(self, before: str, text: str, cue: TextSpan, content: TextSpan) -> bool:
        between = text[cue.end : content.start]
        near = 0 <= content.start - cue.end <= CUE_BEFORE
        return not before.strip() and near and not any(sign in between for sign in _STOPS)

    def _according(self, claim: Claim) -> str | None:
        """Return what stands behind « Selon lui, » where the article has it so, in the language of the brief."""
        statement, text = claim.statement, queries.text(self.ledger.connection, claim.article.id)
        if statement is None or statement.source_span is None or statement.cue_span is None:
            return None
        source, cue, (content, *more) = statement.source_span, statement.cue_span, statement.content_spans
        behind = cue.end <= source.start and text[source.end : content.start].strip() == ","
        known = cue.slice(text).casefold() in self.words.table["according_to"]
        fits = not more and content.contains(claim.evidence_span) and content.end - content.start <= LONGEST
        if not (behind and known and fits and claim.article.language == self.words.language):
            return None
        told = _trimmed(content.slice(text)).rstrip(" ,;:.")
        name = statement.speaker.name if statement.speaker else ""
        return told.removeprefix(f"{name}, ")  # « Selon le ministre, X, ... »

    def _whole(self, claim: Claim) -> str:
        """Return the sentence of the article around the evidence, or the evidence where that is long."""
        text, span = queries.text(self.ledger.connection, claim.article.id), claim.evidence_span
        ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, span.start)]
        start = ends[-1] if ends else 0
        after = _SENTENCE_END.search(text, max(span.start, span.end - 1))
        sentence = text[start : after.start() + 1 if after else len(text)].strip()
        return claim.evidence_words if len(sentence) > LONGEST or "\n" in sentence else sentence

    def _with_cue(self, claim: Claim) -> str:
        """Return reported words whole, from the cue on, « a démenti que ... », where it stands just before them."""
        text, words, statement = (
            queries.text(self.ledger.connection, claim.article.id),
            claim.evidence_span,
            claim.statement,
        )
        if statement is None:
            return _trimmed(claim.evidence_words)
        content, *more = statement.content_spans
        if not more and content.contains(words) and content.end - content.start <= LONGEST:
            words = content
        cue, source = statement.cue_span, statement.source_span
        if cue is None or (source and source.start >= cue.end) or not self._is_close("", text, cue, words):
            return _trimmed(words.slice(text))
        return f"{self.words.table['cut']}{_trimmed(text[cue.start : words.end])}"

    def _aside(self, same: Sequence[Evidence], group: Group) -> Iterator[str]:
        words, say = self.words, self.say
        acts = dict.fromkeys(
            f"{arrow(p.claim.source_state, p.claim.target_state, p.claim.code, self.explanation.states)}"
            f"{say.say('colon')}{say.act(p.claim.code, p.claim.mood)}"
            for p in same
        )
        yield words.spaced(words.table["between"].join(acts)) + "."
        contrary = {self._who(other): other for piece in same for other in piece.contrary}
        if contrary:
            named = list(contrary)[:ASIDE]
            rest = max(piece.contested for piece in same) - len(named)
            if rest > 0 and len(contrary) > ASIDE:
                named.append(say.say("more", n=rest))
            yield words.fill("denied_by", who=say.listed(named))
        reprints = [piece.claim for piece in group.evidence if piece.reprint_of in {p.claim.id for p in same}]
        outlets = dict.fromkeys(printable(c.article.outlet or words.fill("unknown_outlet")) for c in reprints)
        if outlets:
            yield words.fill("also", outlets=say.listed(outlets))

    def _who(self, claim: Claim) -> str:
        if claim.statement is None:
            return printable(claim.article.outlet or self.words.fill("unknown_outlet"))
        return self._speaker(claim, role=False)

    # Sources

    def _stands(self, claim: Claim) -> bool:
        """Whether the words are in the stored text, where the record says."""
        text = queries.text(self.ledger.connection, claim.article.id)
        spans = [(claim.evidence_span, claim.evidence_words)]
        if claim.statement and spoken_words(claim) == claim.statement.content_words:
            pieces = " [...] ".join(span.slice(text) for span in claim.statement.content_spans)
            if pieces != claim.statement.content_words:
                return False
        return all(span.slice(text) == words for span, words in spans)

    def _cite(self, claim: Claim, records: Iterable[str]) -> int:
        number, _, ids = self.cited.setdefault(claim.article.id, (len(self.cited) + 1, claim, []))
        ids.extend(id_ for id_ in records if id_ not in ids)
        return number

    def _notes(self) -> Iterator[Note]:
        words, say = self.words, self.say
        for article_id, (number, claim, records) in self.cited.items():
            article = claim.article
            facts = {
                "outlet": printable(article.outlet or words.fill("unknown_outlet")),
                "title": printable(article.title or ""),
                "date": say.date(article.published) if article.published else words.fill("no_date"),
            }
            text = words.fill("note" if article.title else "note_untitled", **facts)
            yield Note(number, text, article.url, article_id, tuple(records))

    def _hear(self, piece: Evidence, note: int, records: int) -> None:
        statement = piece.claim.statement
        if statement is None or statement.speaker is None:
            return
        speaker = statement.speaker
        standing = {Word.PARTY: "party", Word.BOTH_PARTIES: "both"}.get(piece.word, "third")
        states = ", ".join(self.say.state(state) for state in (speaker.state, *speaker.others) if state)
        named = speaker.state if speaker.state and _is_name_of(speaker.name, speaker.state) else None
        key = self.say.state(named) if named else printable(speaker.name), states, self.words.fill(standing)
        self.heard[key] += records
        self.heard_in.setdefault(key, set()).add(note)

    def _voices(self) -> Iterator[Voice]:
        for (name, state, standing), records in sorted(self.heard.items(), key=lambda item: (-item[1], item[0])):
            yield Voice(name, state, standing, records, tuple(sorted(self.heard_in[name, state, standing])))

    def _dates(self) -> Iterator[tuple[str, Sentence]]:
        for moment in self.explanation.timeline.moments:
            claim = moment.evidence.claim
            if not self._stands(claim):
                self.withheld.add(claim.id)
                continue
            note = self._cite(claim, (claim.id,))
            pair = arrow(claim.source_state, claim.target_state, claim.code, self.explanation.states)
            what = self.say.act(claim.code, claim.mood)
            text = f"{pair}{self.say.say('colon')}{what}, {self._who(claim)}"
            yield self.say.date(moment.date), Sentence(text, (note,))

    def _left_out(self) -> Iterator[str]:
        found, words = self.explanation, self.words
        groups = [group for group in (*found.grounds, found.other, found.against) if group]
        reprints = sum(group.reprints for group in groups)
        names = dict(zip("ab", found.states, strict=True))
        numbers: tuple[tuple[str, int, dict[str, str]], ...] = (
            ("out_more", found.records - self.shown - reprints - len(self.withheld), names),
            ("out_reprints", reprints, {}),
            ("out_filtered", found.left_out, {"filters": ", ".join(filters_in_words(found.filters, self.say))}),
            ("out_withheld", len(self.withheld), {}),
            ("out_undated", found.timeline.undated, {}),
        )
        lines = [words.fill(key, n=n, **more) for key, n, more in numbers if n > 0]
        yield from lines or [words.fill("out_nothing")]


@cache
def _is_name_of(name: str, iso3: str) -> bool:
    try:
        return find_state(name) == iso3
    except UnknownState:
        return False


def _trimmed(words: str) -> str:
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
