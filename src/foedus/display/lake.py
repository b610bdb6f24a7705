"""What was imported, what the lake holds, and how to cite it."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.display.layout import Prose
from foedus.display.wording import Wording, wording
from foedus.lake.datasets import Dataset
from foedus.lake.importing import Outcome
from foedus.lake.store import Holding


def number(count: int, say: Wording) -> str:
    """Return a number with its thousands apart: 1 221 in French, 1,221 in English."""
    return f"{count:,}".replace(",", "\u202f" if say.language == "fr" else ",")


def covered(holding: Holding) -> str:
    """Return the stretches of time a holding covers: "1816–2012", "2018-06-01–2018-06-02"."""
    return ", ".join(period(since, until) for since, until in holding.coverage)


def period(since: str, until: str, say: Wording | None = None) -> str:
    """Return two days as a stretch of time: "1816–2012" where it is of whole years, else days, in words if wished."""
    if since.endswith("-01-01") and until.endswith("-12-31"):
        since, until = since[:4], until[:4]
    if since == until:
        return say.date(since) if say else since
    if len(since) == len(until) == 4:
        return f"{since}–{until}"
    return " – ".join(map(say.date, (since, until))) if say else f"{since} – {until}"


def imported_view(outcomes: Sequence[Outcome], language: str) -> RenderableType:
    """Lay out what was taken in from each file."""
    say = wording(language)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(say.named("lake", "file"), overflow="fold")
    for column in ("read", "kept", "aside", "bad"):
        table.add_column(say.named("lake", column), justify="right", no_wrap=True)
    table.add_column(say.named("lake", "covered"))
    for outcome in outcomes:
        part = outcome.part
        if part is None:
            continue
        version = f", {say.named('lake', 'version', version=part.version)}" if part.version else ""
        counts = (part.read, part.kept, sum(part.aside.values()), sum(part.bad.values()))
        name = f"{outcome.name} ({part.layout}{version})" + (
            f" – {say.named('lake', 'known')}" if outcome.known else ""
        )
        table.add_row(name, *(number(count, say) for count in counts), period(part.since, part.until))
    return table


def cite_view(cited: Sequence[tuple[Dataset, Holding | None]], language: str) -> RenderableType:
    """Lay out what to cite for datasets, with what is held of each."""
    say = wording(language)
    blocks: list[RenderableType] = []
    for dataset, held in cited:
        blocks.append(Text(f"{dataset.key}{say.say('colon')}{dataset.title}", style="bold"))
        blocks.append(Prose(Text(f"{say.named('lake', 'cite')}{say.say('colon')}{dataset.cite}"), indent=2, hang=2))
        blocks.append(Text(f"  {dataset.url}"))
        if held:
            versions = ", ".join(held.versions) or say.named("lake", "no_version")
            told = say.named("lake", "version", version=versions) if held.versions else versions
            what = f"{told}, {covered(held)}"
        else:
            what = say.named("lake", "not_held")
        blocks.append(Text(f"  {say.named('lake', 'held')}{say.say('colon')}{what}"))
        terms = say.table["terms"].get(dataset.terms, dataset.terms)
        blocks.append(Text(f"  {say.named('lake', 'terms')}{say.say('colon')}{terms}"))
        blocks.append(Text())
    return Group(*blocks[:-1])
