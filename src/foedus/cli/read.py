"""The verb that reads articles."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.coding import CoderName, coding
from foedus.cli.options import DEFAULT_LEDGER, FAILED, INTERRUPTED, Lang, LangOption, LedgerOption, date, default_lang
from foedus.console import ReadFormat, Readings, complain, progress
from foedus.errors import UsageError

if TYPE_CHECKING:
    from foedus.batch import Outcome, Shelf
    from foedus.intake.sources import Source


class EngineName(StrEnum):
    """What reads the shards of a lake."""

    PROCESSES = "processes"
    DASK = "dask"


def read(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...", help="Files, folders, addresses, or - for standard input.", show_default=False
        ),
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    no_ledger: Annotated[bool, typer.Option("--no-ledger", help="Print only, keep nothing.")] = False,
    style: Annotated[ReadFormat, typer.Option("--format", help="How to print what was read.")] = ReadFormat.TABLE,
    language: Annotated[
        Lang | None, typer.Option("--language", help="Language of the articles; found in each if not given.")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published", metavar="DATE", callback=date, help="Date of publication; found in each if not given."
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", min=1, help="Processes that read many sources; as many as processors if not given."
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Pass over what this version has taken in before, read or not, at a glance."),
    ] = False,
    retry: Annotated[
        bool, typer.Option("--retry-failures", help="As --resume, but try again what could not be read.")
    ] = False,
    failures: Annotated[
        Path | None,
        typer.Option("--failures", metavar="FILE", help="Write what could not be read there, with the reason, as TSV."),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="LAKE", help="Keep what is found as Parquet in a lake, not in a ledger."),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option("--engine", help="With --out: what reads the shards.")
    ] = EngineName.PROCESSES,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster; one of this machine if not given."),
    ] = None,
    coder: Annotated[
        CoderName, typer.Option("--coder", help="What reads: the rules, or a language model of yours.")
    ] = CoderName.RULES,
    llm_url: Annotated[
        str | None,
        typer.Option("--llm-url", metavar="URL", help="Of an OpenAI-compatible server, for --coder llm."),
    ] = None,
    llm_model: Annotated[
        str | None, typer.Option("--llm-model", metavar="NAME", help="Of the model on that server.")
    ] = None,
    llm_seconds: Annotated[float, typer.Option("--llm-seconds", min=1, help="That one answer may take, in all.")] = 120,
    disagreements: Annotated[
        Path | None,
        typer.Option(
            "--disagreements",
            metavar="FILE",
            help="Write where model and rules differ, and what was refused, as JSON lines.",
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Read articles: who said what, and what is claimed between which states.

    HTML pages and plain text are read, and files of many: .jsonl, .csv, .parquet (with a column text or html; url,
    title, published and language if they are there), .warc, .warc.gz, .warc.zst. In folders what ends in .html, .htm,
    .xhtml, .txt or .md is, and files of many other than CSV; a README, LICENSE or the like is passed over. Addresses of
    the open net (https://...) are fetched one after the other, with a second between two of one host.

    What is found is printed and kept in the ledger, so that a run that was stopped goes on where it stopped. Articles
    that the ledger holds already, read by the same version, are not read again; with --resume they are not even
    opened as pages nor printed, and what failed then is listed again.

    Sources that cannot be read are listed at the end with the reason; the exit code is then 1, and the others are
    kept all the same. More than two dozen sources are read by several processes; what they find is the same.

    With --out nothing is printed but a count, and each file of many, and each folder's own pages, is a shard that is
    read by one process and is in the lake once and only once. Shards and lake may be addresses (s3://..., gs://...,
    * for many) of any filesystem for which an fsspec package is installed. See docs/scale.md; `foedus explain --lake`,
    `foedus system --data read` and `foedus merge` read such a lake.

    With --coder llm a language model reads instead of the rules, offline if it is a local one. What it proposes must
    stand in the article word for word, in known codes and between states the article names, or is refused; its records
    carry its name and a hash of the prompt. A key is taken from FOEDUS_LLM_KEY alone. See docs/llm.md.

    \b
    Examples:
      foedus read page.html
      foedus read articles/ --ledger press.db --failures failed.tsv
      foedus read https://example.org/article articles/ more.warc.gz
      foedus read archive/*.warc.gz --resume --failures failed.tsv
      foedus read a.txt b.html --no-ledger --format jsonl > readings.jsonl
      curl -s https://example.org/article | foedus read - --published 2025-07-28
      foedus read page.html --coder llm --llm-url http://localhost:8080/v1 --llm-model qwen --disagreements d.jsonl
      foedus read news/*.warc.gz --out foedus.lake
      foedus read "s3://bucket/2024/*.warc.gz" --out s3://bucket/lake --engine dask --scheduler tcp://10.0.0.1:8786
    """
    if out is not None:
        if coder is not CoderName.RULES:
            raise UsageError("--coder llm reads into a ledger: leave --out away, or --coder")
        from foedus.cli.shards import into_lake

        spoken, shown = language and language.value, lang or default_lang()
        into_lake(sources, out, engine, scheduler, jobs, spoken, published, failures, shown)
        return
    if scheduler or engine is not EngineName.PROCESSES:
        raise UsageError("--engine and --scheduler read shards into a lake: give it with --out LAKE")
    if no_ledger and (resume or retry):
        raise UsageError("--resume goes by what is in the ledger: leave out --no-ledger")
    from foedus.intake.sources import find_sources, is_address

    found, total = _counted(find_sources(sources))
    if isinstance(found, list) and all(source.error for source in found):
        write_failures(failures, [(source.name, str(source.error)) for source in found])
        _report([str(source.error) for source in found], len(found))
    from foedus.batch import Shelf, mark_of
    from foedus.workers import cores, read_many

    lang = lang or Lang(default_lang())
    tally = _Tally(Readings(style, lang, total))
    try:
        with (
            coding(coder, llm_url, llm_model, llm_seconds, disagreements) as reads,
            Shelf(None if no_ledger else ledger, resume=resume or retry, retry=retry) as shelf,
            progress(total) as step,
        ):
            spoken = language and language.value
            if any(map(is_address, sources)):
                found = _with_pages(
                    found, shelf, partial(mark_of, language=spoken, published=published, coder=reads), lang
                )
            for outcome in read_many(
                found, shelf, jobs=jobs or cores(), language=spoken, published=published, coder=reads
            ):
                tally.add(outcome)
                step()
        tally.readings.close()
    except KeyboardInterrupt:
        kept = "" if no_ledger else f"; what was read is in {ledger}: run the same command again to go on"
        of_all = "" if total is None else f" of {total}"
        complain(f"interrupted after {tally.done}{of_all} sources{kept}")
        raise typer.Exit(INTERRUPTED) from None
    tally.tell_known(ledger)
    write_failures(failures, tally.failed)
    _report([reason for _, reason in tally.failed], tally.done)


def _with_pages(
    found: "Iterable[Source]", shelf: "Shelf", mark: "Callable[[Source], bytes | None]", lang: Lang
) -> "Iterator[Source]":
    """Yield the sources, addresses with their pages, but for those that are passed over."""
    from foedus.intake.courtesy import Courtesy, fetched

    def passed(source: "Source") -> bool:
        return shelf.passed(source.name, mark(source)) is not None

    return fetched(found, Courtesy(), language=lang, passed=passed)


@dataclass
class _Tally:
    """What became of the sources so far."""

    readings: Readings
    failed: list[tuple[str, str]] = field(default_factory=list)
    done: int = 0
    known: int = 0
    failed_before: int = 0

    def add(self, outcome: "Outcome") -> None:
        self.done += 1
        if outcome.error:
            self.failed.append((outcome.name, outcome.error))
            self.failed_before += outcome.known
        else:
            self.readings.add(outcome)
            self.known += outcome.known

    def tell_known(self, ledger: Path) -> None:
        if self.known:
            were = "article was" if self.known == 1 else "articles were"
            complain(f"{self.known} {were} in {ledger} already, read by this version: not read again")
        if self.failed_before:
            complain(
                f"{self.failed_before} could not be read before and were passed over: --retry-failures tries again"
            )


def _counted(found: "Iterator[Source]") -> "tuple[Iterable[Source], int | None]":
    """Return the sources with their number, None if some are records of a file, which are not read to be counted."""
    kept: list[Source] = []
    for source in found:
        kept.append(source)
        if source.of_many:
            return chain(kept, found), None
    return kept, len(kept)


def write_failures(path: Path | None, failed: list[tuple[str, str]]) -> None:
    """Write what failed and why, a line each, to the file asked for."""
    if path is None:
        return
    from foedus.files import write_whole

    rows = [("source", "reason"), *failed]
    write_whole(path, "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows))


def _report(failed: list[str], total: int) -> None:
    """Say what could not be read, and leave with the exit code for it."""
    if not failed:
        return
    if total == 1:
        complain(failed[0])
    else:
        complain(f"{len(failed)} of {total} sources could not be read:")
        for reason in failed:
            complain(reason, "  ")
    raise typer.Exit(FAILED)
