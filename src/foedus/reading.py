"""The whole product on one screen: an article in, everything found in it out."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from functools import cache
from importlib.metadata import version
from itertools import chain, islice

from foedus.attribution.quotes import Quotation, find_quotations
from foedus.attribution.statements import attribute
from foedus.errors import FoedusError
from foedus.language.actors import Discourse
from foedus.language.models import engine, memory_zone
from foedus.language.passages import lay_out, parsed
from foedus.language.syntax import Passage
from foedus.model import Article, Mention, Reading
from foedus.relations.claims import find_claims, relations_of
from foedus.relations.unresolved import find_unresolved
from foedus.tables import lexicon_version

BATCH = 200
_TOGETHER = 40_000  # characters that go through the model together; ours: more gains nothing


def read_articles(articles: Iterable[Article]) -> Iterator[Reading]:
    """Yield the reading of each article.

    Some articles go through the model together, which changes nothing in what is found; what the model learns of words
    is forgotten every few hundred articles.

    Raises:
        Exception: whatever an article runs into, when its turn has come.
    """
    waiting = iter(articles)
    for first in waiting:
        opened: set[str] = set()
        with ExitStack() as zones:
            for together in _in_reach(chain([first], islice(waiting, BATCH - 1))):
                for language in {a.language for a in together} - opened:
                    opened.add(language)
                    with suppress(FoedusError):  # of no model: said when it is the article's turn
                        zones.enter_context(memory_zone(language))
                yield from read_together(together)


def _in_reach(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield the articles, as many at a time as go through the model together."""
    together: list[Article] = []
    characters = 0
    for article in articles:
        if together and characters + len(article.text) > _TOGETHER:
            yield together
            together, characters = [], 0
        together.append(article)
        characters += len(article.text)
    if together:
        yield together


def read_together(articles: Sequence[Article]) -> Iterator[Reading]:
    """Yield the reading of each of a few articles, which go through the model together.

    Raises:
        Exception: whatever an article runs into, when its turn has come.
    """
    try:
        quotations = [find_quotations(a.text, [b.span for b in a.blocks]) for a in articles]
        laid = [lay_out(a, [q.outer for q in of_a]) for a, of_a in zip(articles, quotations, strict=True)]
        passages = parsed(laid)
    except Exception:
        if len(articles) == 1:
            raise
        for article in articles:  # so that it is raised when it is the turn of the article it concerns
            yield read_article(article)
        return
    for one, quoted, of_one in zip(laid, quotations, passages, strict=True):
        yield _found_in(one.article, one.mentions, quoted, of_one)


def read_article(article: Article) -> Reading:
    """Return an article with its mentions, statements and relations.

    Raises:
        ModelMissing: the language model is not installed.
    """
    return next(read_together([article]))


def _found_in(
    article: Article, mentions: Sequence[Mention], quotations: Sequence[Quotation], passages: Sequence[Passage]
) -> Reading:
    discourse = Discourse(passages, mentions, article.language)
    statements = attribute(article, passages, quotations, discourse)
    claims = find_claims(article, passages, statements, discourse)
    relations = relations_of(article, claims)
    unresolved = find_unresolved(article, statements, claims, discourse)
    engine = made_by(article.language)
    return Reading(article, tuple(mentions), tuple(statements), tuple(relations), engine, tuple(unresolved))


def made_by(language: str) -> str:
    """Return the versions that a reading depends on."""
    return f"foedus {_own_version()}; {engine(language)}; lexicons {lexicon_version()}"


@cache
def _own_version() -> str:
    return version("foedus")
