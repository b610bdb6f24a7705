"""What checking, correcting and reading again have to say, a line each, in the language of who reads it."""

from collections.abc import Iterator

from foedus.display.wording import wording
from foedus.ledger.reviews import Review
from foedus.ledger.verify import Damage, Fault, Verification


def fault_line(fault: Fault, language: str) -> str:
    """Return where the words of a span are that do not stand where the record says."""
    say = wording(language)
    return say.named(
        "checks",
        "fault",
        article=fault.article,
        kind=say.named("checked", fault.kind),
        record=fault.record,
        span=say.named("checked", fault.span),
        answer=say.named("answers", fault.answer.value),
        where=f" {fault.found_in}" if fault.found_in else "",
        words=repr(fault.words),
    )


def damage_line(damage: Damage, language: str) -> str:
    """Return what is wrong with a file."""
    return wording(language).named("checks", damage.kind, damage.n, what=damage.what)


def verified_lines(found: Verification, language: str) -> Iterator[str]:
    """Yield what is wrong beyond the spans, then how much was checked."""
    say = wording(language)
    yield from (damage_line(damage, language) for damage in found.damage)
    spans, articles = say.named("checks", "span", found.spans), say.count("article", found.articles)
    verdict = say.named("checks", "clean" if found.clean else "off")
    yield say.named("checks", "checked", spans=spans, articles=articles, verdict=verdict)


def reread_line(articles: int, changed: int, language: str) -> str:
    """Return how many articles were read again, and how many of them differently."""
    say = wording(language)
    return say.named("checks", "reread", changed, articles=say.count("article", articles))


def review_line(made: Review, language: str) -> str:
    """Return which verdict a record has now."""
    say = wording(language)
    kind, verdict = say.named("checked", made.kind), say.named("verdicts", made.verdict.value)
    return say.named("checks", "review", kind=kind, id=made.record_id, verdict=verdict)
