"""Write a brief from an explanation: each sentence from records, by a template, with its numbered source."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from foedus.brief.model import Brief, Note, Part, Sentence, Voice
from foedus.brief.telling import Teller, is_name_of, names_all
from foedus.brief.words import Templates, templates
from foedus.display.pieces import filters_in_words, gathered
from foedus.display.wording import arrow, capital, printable
from foedus.explain import Evidence, Explanation, Group, Word
from foedus.ledger import Ledger
from foedus.ledger.queries import Claim

SENTENCES = 4  # of a section
ASIDE = 3  # names of those who contest
REASONS = 2  # grounds that make a headline


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
        self.explanation = explanation
        self.words = words
        self.say = words.say
        self.teller = Teller(ledger, words)
        self.cited: dict[str, tuple[int, Claim, list[str]]] = {}  # by article
        self.told: set[str] = set()
        self.shown = self.again = 0  # records: in a sentence, and in one that is printed already
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
            made=words.fill(
                "made" if found.articles else "made_of_none", articles=self.say.count("article", found.articles)
            ),
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
        """Say first what is said, and that it is contested; then what it rests on."""
        found, say, words = self.explanation, self.say, self.words
        the = {f"the_{letter}": words.the(state) for letter, state in zip("ab", found.states, strict=True)}
        grounds = (
            say.listed(words.ground(group.ground) for group in found.grounds if group.ground) if found.grounds else ""
        )
        opening = []
        if grounds:
            opening.append(words.fill("lead_grounds", n=len(found.grounds), grounds=grounds, **the))
        elif found.against and not found.other:
            opening.append(words.fill("lead_against_only", **the))
        else:
            opening.append(words.fill("lead_no_grounds", **the))
        if found.against and (found.grounds or found.other):
            opening.append(words.fill("lead_against", n=found.against.records + found.against.denied))
        if any(g and g.whose_word.contested for g in (*found.grounds, found.other, found.against)):
            opening.append(words.fill("lead_contested"))
        yield capital(" ".join(opening))
        counts = ("record", "article", "statement", "speaker", "origin")
        numbers = (found.records, found.articles, found.statements, found.speakers, found.origins)
        counted = {f"{kind}s": say.count(kind, n) for kind, n in zip(counts, numbers, strict=True)}
        sentences = [words.fill("lead", **counted)]
        if found.first and found.last:
            key = "lead_dates" if found.first != found.last else "lead_one_date"
            sentences.append(words.fill(key, first=say.date(found.first), last=say.date(found.last)))
        yield " ".join(sentences)

    # Sections

    def _parts(self) -> Iterator[Part]:
        found, words = self.explanation, self.words
        numbered = len(found.grounds) >= REASONS
        for number, group in enumerate(found.grounds, 1):
            if group.ground:
                heading = capital(words.ground(group.ground))
                yield self._part(f"{number}. {heading}" if numbered else heading, group)
        if found.other:
            yield self._part(words.fill("other"), found.other)
        if found.against:
            only = not (found.grounds or found.other)
            yield self._part(words.fill("against_only" if only else "against"), found.against)

    def _part(self, heading: str, group: Group) -> Part:
        first = [piece for piece in group.evidence if piece.reprint_of is None]
        denials = group.denials if group is self.explanation.against else ()
        told = (islice(self._sentences(gathered(pieces), group), SENTENCES) for pieces in (first, denials))
        return Part(heading, self._basis(group), tuple(chain.from_iterable(told)))

    def _basis(self, group: Group) -> str:
        whose, say = group.whose_word, self.say
        named = []
        for word in whose.rests_on:
            states = {Word.PARTY: whose.parties or whose.heard, Word.THIRD_PARTY: whose.third_parties}.get(word, ())
            shown = f" ({', '.join(map(say.state, states))})" if states else ""
            named.append(say.named("whose", word.value, n=whose.outlets, states=shown))
        if not named:
            return ""
        origins = say.count("origin", group.origins)
        return self.words.fill("basis", words=say.listed(named), origins=origins)

    def _sentences(self, told: Iterable[Sequence[Evidence]], group: Group) -> Iterator[Sentence]:
        """Write what rests on the same words of one speaker, unless the words do not stand in the text or are told."""
        for same in told:
            if not all(self.teller.stands(piece.claim) for piece in same):
                self.withheld.update(piece.claim.id for piece in same)
                continue
            text = self.teller.told(same[0].claim)
            if text in self.told:
                self.again += len(same)
                continue
            self.told.add(text)
            self.shown += len(same)
            note = self._cite(same[0].claim, (piece.claim.id for piece in same))
            self._hear(same[0], note, len(same))
            yield Sentence(text, (note,), tuple(self._aside(same, group)))

    def _aside(self, same: Sequence[Evidence], group: Group) -> Iterator[str]:
        words, say = self.words, self.say
        acts: dict[str, dict[str, None]] = {}
        for claim in (piece.claim for piece in same):
            acts.setdefault(self._pair(claim), {})[say.act(claim.code, claim.mood)] = None
        between = words.spaced(words.table["between"])
        yield between.join(f"{pair}{say.say('colon')}{', '.join(done)}" for pair, done in acts.items()) + "."
        tellers = {self.teller.who(piece.claim) for piece in same}
        contrary = dict.fromkeys(self.teller.who(other) for piece in same for other in piece.contrary)
        named = [who for who in contrary if who not in tellers][:ASIDE]
        if named:
            rest = max(piece.contested for piece in same) - len(contrary)
            yield words.fill("denied_by", who=say.listed([*named, words.fill("more", n=rest)] if rest > 0 else named))
        reprints = [piece.claim for piece in group.evidence if piece.reprint_of in {p.claim.id for p in same}]
        outlets = dict.fromkeys(printable(c.article.outlet or words.fill("an_unknown_outlet")) for c in reprints)
        if outlets:
            yield words.fill("also", outlets=say.listed(outlets))

    def _pair(self, claim: Claim) -> str:
        """Return « Russie → Corée du Nord »."""
        pair = arrow(claim.source_state, claim.target_state, claim.code, self.explanation.states)
        for state in (claim.source_state, claim.target_state):
            pair = pair.replace(state, self.say.state(state), 1)
        return pair

    # Sources

    def _cite(self, claim: Claim, records: Iterable[str]) -> int:
        number, _, ids = self.cited.setdefault(claim.article.id, (len(self.cited) + 1, claim, []))
        ids.extend(id_ for id_ in records if id_ not in ids)
        return number

    def _notes(self) -> Iterator[Note]:
        words, say = self.words, self.say
        for article_id, (number, claim, records) in self.cited.items():
            article = claim.article
            title = printable(article.title or "")
            facts = {
                "outlet": printable(article.outlet or words.fill("unknown_outlet")),
                "quote": say.quote(title),
                "date": say.date(article.published) if article.published else words.fill("no_date"),
            }
            text = words.fill("note" if title else "note_untitled", **facts)
            yield Note(number, text, article.url, article_id, tuple(records))

    def _hear(self, piece: Evidence, note: int, records: int) -> None:
        statement = piece.claim.statement
        if statement is None or statement.speaker is None:
            return
        speaker = statement.speaker
        standing = {Word.PARTY: "party", Word.BOTH_PARTIES: "both"}.get(piece.word, "third")
        states = ", ".join(sorted(self.say.state(state) for state in (speaker.state, *speaker.others) if state))
        is_state = speaker.role is None and speaker.state and is_name_of(speaker.name, speaker.state)
        joint = speaker.role is None and speaker.others and names_all(speaker)
        name = states if is_state or joint else capital(printable(speaker.name))
        key = name, states or self.words.fill("no_state"), self.words.fill(standing)
        self.heard[key] += records
        self.heard_in.setdefault(key, set()).add(note)

    def _voices(self) -> Iterator[Voice]:
        ordered = sorted(self.heard.items(), key=lambda item: (-item[1], item[0][0].casefold(), item[0]))
        for (name, state, standing), records in ordered:
            yield Voice(name, state, standing, records, tuple(sorted(self.heard_in[name, state, standing])))

    def _dates(self) -> Iterator[tuple[str, Sentence]]:
        for moment in self.explanation.timeline.moments:
            claim = moment.evidence.claim
            if not self.teller.stands(claim):
                self.withheld.add(claim.id)
                continue
            note = self._cite(claim, (claim.id,))
            what = self.say.act(claim.code, claim.mood)
            text = self.words.fill("dated", pair=self._pair(claim), what=what, who=self.teller.who(claim))
            yield self.say.date(moment.date), Sentence(text, (note,))

    def _left_out(self) -> Iterator[str]:
        found, words = self.explanation, self.words
        groups = [group for group in (*found.grounds, found.other, found.against) if group]
        reprints = sum(group.reprints for group in groups)
        names = dict(zip("ab", found.states, strict=True))
        numbers: tuple[tuple[str, int, dict[str, str]], ...] = (
            ("out_more", found.records - self.shown - self.again - reprints - len(self.withheld), names),
            ("out_again", self.again, {}),
            ("out_reprints", reprints, {}),
            ("out_filtered", found.left_out, {"filters": ", ".join(filters_in_words(found.filters, self.say))}),
            ("out_withheld", len(self.withheld), {}),
            ("out_undated", found.timeline.undated, {}),
        )
        lines = [words.fill(key, n=n, **more) for key, n, more in numbers if n > 0]
        yield from lines or ([words.fill("out_nothing")] if found.records else [])
