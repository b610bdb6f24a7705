"""A second look at sentences that the parser visibly got wrong, with names in them that it knows.

    La Hongrie compte livrer des chars au Pérou.     « Hongrie » is taken for a noun and made the root
    La Russie compte livrer des chars au Japon.      shown so, the sentence has a verb and its subject

A paragraph in which something slipped is parsed once more with names that the French model has met often, each behind
the same article, and each short sentence in which nothing slips then is taken over.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from foedus.language.gazetteer import states
from foedus.model import Mention, MentionKind, TextSpan

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HELPING = frozenset({"conj", "aux:tense", "aux:pass", "aux:caus", "cop"})
_VERBAL = frozenset({"cop", "aux:tense", "aux:pass"})
# Chosen of a dozen sets by how few slips they leave in texts of ours.
_BEHIND = (
    (re.compile(r"\b(?:la|cette|en) $", re.I), "Russie"),
    (re.compile(r"\b(?:le|du|au|ce) $", re.I), "Japon"),
    (re.compile(r"\b(?:les|des|aux|ces) $", re.I), "États-Unis"),
    (re.compile(r"\b[ld][’']$", re.I), "Allemagne"),
)
_SHORT = 18  # tokens: in longer sentences a second parse loses as much as it wins; ours, by trial
_VOWEL = re.compile(r"[aeiouyhéèêàâîïôœ]", re.I)


def known_names(text: str, mentions: Sequence[Mention], language: str) -> dict[int, str]:
    """Return {character: a well-known name} for the names of states that begin there."""
    if language != "fr":
        return {}
    named = (m for m in mentions if m.kind in (MentionKind.NAME, MentionKind.CAPITAL) and m.actor in states())
    return {m.span.start: _name_like(text, m.span) for m in named}


def _name_like(text: str, span: TextSpan) -> str:
    before = text[max(0, span.start - 8) : span.start].replace("\u00a0", " ")
    plain = "Antoine" if _VOWEL.match(text, span.start) else "Pierre"
    return next((name for article, name in _BEHIND if article.search(before)), plain)


def slips(doc: "Doc", offset: int, names: Mapping[int, str]) -> list[int]:
    """Return for each token how many slips of the parser it bears that show without knowing what is right.

    A name that is no proper noun; a sentence with a finite verb in it, but none at its root; a finite verb without a
    subject; « livré par Moscou » where Moscow hangs on another name. The list of them is ours.

    Args:
        offset: where the document begins in its text.
        names: as `known_names` gives them, for the text.
    """
    subjects = {t.head.i for t in doc if t.dep_.startswith(("nsubj", "csubj", "expl:subj"))}
    found = [0] * len(doc)
    for token in doc:
        finite = token.morph.get("VerbForm", []) == ["Fin"]
        if token.idx + offset in names:
            found[token.i] += token.pos_ != "PROPN"
        if finite and token.pos_ in ("VERB", "AUX") and token.dep_ not in _HELPING:
            found[token.i] += token.i not in subjects
        if token.dep_ == "ROOT" and token.pos_ not in ("VERB", "AUX"):
            nominal = not any(c.dep_ in _VERBAL for c in token.children)
            found[token.i] += nominal and any(t.morph.get("VerbForm", []) == ["Fin"] for t in token.sent)
        if token.lower_ == "par" and token.head.dep_ == "nmod":
            found[token.i] += token.head.head.pos_ == "PROPN"
    return found


def slipped(doc: "Doc", offset: int, names: Mapping[int, str]) -> bool:
    """Return whether a short sentence that names a state bears a slip: no other is taken from a second parse."""
    named = [s for s in doc.sents if len(s) <= _SHORT and any(t.idx + offset in names for t in s)]
    if not named:
        return False
    found = slips(doc, offset, names)
    return any(any(found[s.start : s.end]) for s in named)


def take_better(one: "Doc", other: "Doc", offset: int, names: Mapping[int, str]) -> "Doc":
    """Return a document with the short sentences that slipped taken from another parse in which they do not."""
    from spacy.tokens import Doc

    first, second = slips(one, offset, names), slips(other, offset, names)
    starts = {s.start for s in one.sents} & {s.start for s in other.sents}
    chosen: list[Token] = []
    for start, end in pairwise([*sorted(starts), len(one)]):
        mended = end - start <= _SHORT and any(first[start:end]) and not any(second[start:end])
        better = other if mended else one
        chosen.extend(better[start:end])
    return Doc(
        one.vocab,
        [t.text for t in one],
        [bool(t.whitespace_) for t in one],
        heads=[t.head.i for t in chosen],
        deps=[t.dep_ for t in chosen],
        pos=[t.pos_ for t in chosen],
        tags=[t.tag_ for t in chosen],
        morphs=[str(t.morph) for t in chosen],
    )
