"""Reading shards into a lake, and the verb that brings a lake into a ledger."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.options import FAILED, INTERRUPTED, LangOption, default_lang
from foedus.cli.read import EngineName, write_failures
from foedus.console import complain, emit, progress, progress_share

if TYPE_CHECKING:
    from foedus.shards.run import Engine, Outcome

_NAMED = 20  # sources that could not be read, on the screen


def into_lake(
    sources: list[str],
    out: str,
    engine: EngineName,
    scheduler: str | None,
    jobs: int | None,
    language: str | None,
    published: str | None,
    failures: Path | None,
    lang: str,
) -> None:
    """Read shards into a lake and say how much that was."""
    from foedus.shards.find import find_shards
    from foedus.shards.run import read_shards

    shards = find_shards(sources)
    done: list[Outcome] = []
    try:
        with progress(len(shards)) as step:
            reads = _engine(engine, scheduler, jobs)
            for outcome in read_shards(shards, out, reads, language=language, published=published):
                done.append(outcome)
                step()
    except KeyboardInterrupt:
        complain(f"interrupted after {len(done)} of {len(shards)} shards: run the same command again to go on")
        raise typer.Exit(INTERRUPTED) from None
    _fold(out)
    _told(done, out, lang)
    failed = [(outcome.shard.name, outcome.error) for outcome in done if outcome.error]
    failed += [failure for outcome in done if outcome.receipt for failure in outcome.receipt.failures]
    write_failures(failures, failed)
    _report(failed)


def _fold(out: str) -> None:
    """Find origins, where something was read since."""
    from foedus.lake.readings import open_readings
    from foedus.shards.fold import fold

    lake = open_readings(out)
    if not lake.folded():
        with progress_share("origins") as tell:
            fold(lake, tell=tell)


def _engine(name: EngineName, scheduler: str | None, jobs: int | None) -> "Engine":
    from foedus.workers import cores

    if name is EngineName.DASK:
        from foedus.shards.on_dask import cluster

        return cluster(scheduler, jobs or cores())
    from foedus.shards.run import processes

    return processes(jobs or cores())


def _told(done: "list[Outcome]", out: str, lang: str) -> None:
    from foedus.display.lists import shards_line

    receipts = [outcome.receipt for outcome in done if outcome.receipt]
    counts = [sum(getattr(receipt, name) for receipt in receipts) for name in ("articles", "statements", "relations")]
    emit(shards_line(counts, len(receipts), sum(outcome.known for outcome in done), out, lang))


def _report(failed: list[tuple[str, str]]) -> None:
    if not failed:
        return
    complain(f"{len(failed)} {'source' if len(failed) == 1 else 'sources'} could not be read:")
    for _, reason in failed[:_NAMED]:
        complain(reason, "  ")
    if len(failed) > _NAMED:
        complain("... --failures FILE has them all", "  ")
    raise typer.Exit(FAILED)


def merge(
    lake: Annotated[
        str, typer.Argument(metavar="LAKE", help="A lake that `foedus read --out` filled, or its address.")
    ],
    into: Annotated[Path, typer.Option("--into", metavar="LEDGER", help="The ledger to add to, one SQLite file.")],
    lang: LangOption = None,
) -> None:
    """Add what was read into a lake to a ledger.

    The ledger then holds what it would hold had the shards been read into it directly, in the order of their addresses.
    What it holds already stays; a merge that was broken off goes on when it is started again.

    \b
    Examples:
      foedus merge foedus.lake --into press.db
      foedus merge s3://bucket/lake --into press.db
    """
    from foedus.display.lists import merged_line
    from foedus.lake.readings import open_readings
    from foedus.ledger import open_ledger
    from foedus.shards.merge import merge as merged

    opened = open_readings(lake)
    with open_ledger(into) as ledger, progress_share("merge") as tell:
        added, seen = merged(opened, ledger, tell=tell)
    emit(merged_line(added, seen, str(into), lang or default_lang()))
