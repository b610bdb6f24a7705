"""Who says or does something in an article and could not be told for a state.

The junta closed its border with Benin.        "The junta", one end of a SANCTION
Colonel X accused Paris.                       "Colonel X", a speaker of no known state

Experts, the press and other speakers who by their role speak for no state are resolved as such and left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from foedus.attribution.sources import source_of_phrase, subject_of
from foedus.language.actors import Discourse
from foedus.language.syntax import Word, conjuncts
from foedus.model import Article, Statement, TextSpan, Unresolved
from foedus.relations.claim import Claim

_ARTICLE = re.compile(r"^(?:the|an?|les?|la|l['’]|une?|des)(?:\s+|(?<=['’]))", re.I)
_COMPLEMENTS = ("obj", "iobj", "obl", "agent", "subj:pass")


def find_unresolved(
    article: Article, statements: Iterable[Statement], claims: Iterable[Claim], discourse: Discourse
) -> list[Unresolved]:
    """Return the speakers and the ends of acts of which no state could be told, in order of the text."""
    found = {(span, "speaker") for span in _speakers(statements, discourse)}
    found |= {(span, "end") for span in _ends(claims, discourse)}
    return [Unresolved(span, span.slice(article.text), part) for span, part in sorted(found)]


def without_article(words: str) -> str:
    """Return a phrase without the article that it begins with: « l'armée » and « armée » are counted together."""
    return _ARTICLE.sub("", words, count=1)


def _speakers(statements: Iterable[Statement], discourse: Discourse) -> Iterator[TextSpan]:
    for statement in statements:
        span, speaker = statement.source_span, statement.speaker
        if span is None or speaker is None or speaker.state is not None:
            continue
        passage = discourse.passage_at(span.start)
        heads = _heads(passage.words_in(span)) if passage is not None else []
        if heads and all(_could_be_a_state(head, discourse) for head in heads):
            yield span


def _ends(claims: Iterable[Claim], discourse: Discourse) -> Iterator[TextSpan]:
    for claim in claims:
        if claim.pairs() or claim.trigger.pos != "VERB":
            continue
        subject = subject_of(claim.trigger)
        beside = [*([subject] if subject is not None else []), *claim.trigger.children_by(*_COMPLEMENTS)]
        taken = {id(end.word) for end in claim.ends}
        for word in (w for b in beside for w in conjuncts(b)):
            if id(word) not in taken and _could_be_a_state(word, discourse):
                yield source_of_phrase(word).span


def _heads(words: Sequence[Word]) -> list[Word]:
    inside = {w.i for w in words}
    return [w for w in words if w.pos in ("NOUN", "PROPN") and (w.head is None or w.head.i not in inside)]


def _could_be_a_state(word: Word, discourse: Discourse) -> bool:
    """Return whether a noun names somebody, or an office or body of a state, that nothing in the article places."""
    if word.pos not in ("NOUN", "PROPN") or discourse.resolve_state(word):
        return False
    mention, scope = discourse.mention_at(word), discourse.noun_scope(word)
    if mention is not None:
        return False  # an organisation is known for what it is
    identity = discourse.identify(word)
    if identity is not None and identity.scope not in (None, "state"):
        return False
    return scope == "state" or (word.pos == "PROPN" and scope is None)
