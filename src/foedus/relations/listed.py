"""Lists of reasons: « L'alliance entre A et B tient à : 1. une histoire commune ... »

The items of a list that is announced so are grounds of the tie that the announcement names.
"""

from collections.abc import Sequence
from functools import cache

from foedus.codes import Code, facts
from foedus.language.actors import Discourse
from foedus.language.syntax import Passage, span_of
from foedus.model import Article, Block, BlockKind, Mood
from foedus.relations.claim import Claim
from foedus.relations.grounds import first_ground
from foedus.tables import read_table


@cache
def reason_nouns(language: str) -> frozenset[str]:
    """Return the nouns that announce what a tie rests on, in their dictionary form."""
    return frozenset(row["noun"] for row in read_table(f"{language}/reasons.tsv", ("noun", "example")))


def listed_reasons(
    article: Article, passages: Sequence[Passage], claims: Sequence[Claim], discourse: Discourse
) -> list[Claim]:
    """Return a claim for each item of an announced list that states a ground."""
    blocks = {b.span.start: b for b in article.blocks}
    found: list[Claim] = []
    tie: Claim | None = None
    for passage in passages:
        block = blocks.get(passage.span.start)
        if block is None:
            continue
        if block.kind is not BlockKind.ITEM:
            tie = _announced(article, passage, block, claims) or _titled(passages[0], passage, block, discourse)
            continue
        span = span_of(passage.words)
        ground = first_ground(span.slice(article.text), article.language) if tie and span else None
        if tie is not None and span is not None and ground is not None:
            found.append(
                Claim(
                    passage.words[0],
                    tie.code,
                    tie.sources,
                    tie.targets,
                    Mood.ASSERTED,
                    span,
                    "listed_reasons",
                    ground,
                    tie.statement,
                    passage,
                )
            )
    return found


def _announced(article: Article, passage: Passage, block: Block, claims: Sequence[Claim]) -> Claim | None:
    """Return the tie that a paragraph ending in a colon names last."""
    if not block.span.slice(article.text).rstrip().endswith(":"):
        return None
    inside = [c for c in claims if block.span.contains(c.evidence) and c.pairs() and facts(c.code).sign > 0]
    ties = [c for c in inside if c.code in (Code.ALLIED, Code.ALIGNED)]
    return ties[-1] if ties else inside[-1] if inside else None


def _titled(title: Passage, passage: Passage, block: Block, discourse: Discourse) -> Claim | None:
    """Return the tie of a title that names two states and announces reasons, for a list under a heading of reasons."""
    nouns = reason_nouns(passage.language)
    announces = any(w.lemma in nouns for w in passage.words)
    if block.kind not in (BlockKind.HEADING, BlockKind.TITLE) or not announces:
        return None
    named = list(dict.fromkeys(m.actor for m in discourse.mentions_in(title.span)))
    if len(named) != 2 or not any(w.lemma in nouns for w in title.words):
        return None
    allied = any(w.lower.startswith("alli") for w in title.words)
    code = Code.ALLIED if allied else Code.ALIGNED
    return Claim(title.words[0], code, named[:1], named[1:], Mood.ASSERTED, title.span, "listed_reasons")
