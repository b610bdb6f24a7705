"""Measure reading in bulk: CPU and time by number of processes, and memory of each process over many articles.

    python scripts/bulk_speed.py --articles 2000 --jobs 1 2 4       # CPU, time, whether all found the same
    python scripts/bulk_speed.py --articles 20000 --jobs 2 --memory # and the memory of each process as it goes on

Articles are made: sentences that report statements and acts between states among others that do not, names and odd
words ever new, as the news has them, one language or the other; a tenth come twice. Each number of processes is a run
of its own into a ledger of its own, models loaded before the clock starts. CPU is of all processes, user and system.
Where other work is done on the machine only CPU says something: N processes can be as much faster than one as the CPU
of one is more than the N-th part of theirs, or than that of the first process, which alone writes the ledger.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FR = (
    "{a} a livré des chars à {b} le {n} mai, selon {name}, porte-parole du ministère.",
    "« Nous n'avons jamais visé {b} », a assuré le ministre {name} à l'agence {word}.",
    "{name} a ajouté que {a} et {b} signeraient un accord sur {word} avant la fin de l'année.",
    "{a} a condamné l'attaque menée par {b} contre {word}, qui a fait {n} morts.",
    "La pluie est tombée sur les collines de {word} pendant {n} jours, et personne n'est sorti.",
    "Le marché de {word} a ouvert avec du retard, les routes étant coupées depuis {n} semaines.",
    "Un habitant, {name}, cultive {n} hectares de {word} au bord du fleuve.",
)
EN = (
    "{a} sent tanks to {b} on May {n}, according to {name}, a spokesman of the ministry.",
    "“We have never aimed at {b},” the minister, {name}, told {word} News.",
    "{name} added that {a} and {b} would sign an agreement on {word} before the end of the year.",
    "{a} condemned the attack by {b} on {word}, which killed {n} people.",
    "Rain fell on the hills of {word} for {n} days, and nobody went out.",
    "The market of {word} opened late, since the roads have been cut for {n} weeks.",
    "A villager, {name}, grows {word} on {n} acres beside the river.",
)
STATES = {
    "fr": "Moscou Pékin Ankara Rabat Kigali Lima Kiev Séoul Tokyo Alger Riyad Téhéran Oslo Varsovie Athènes".split(),
    "en": "Moscow Beijing Ankara Rabat Kigali Lima Kyiv Seoul Tokyo Algiers Riyadh Tehran Oslo Warsaw Athens".split(),
}
_SOUNDS = "ba de ki lo mu na pe ri so tu va zo chan drel fort gran mir neau".split()


A_DAY = 50  # articles


def articles(number: int) -> Iterator[str]:
    """Yield articles of 300 to 2,500 characters, always the same."""
    chosen = random.Random(11)
    recent: list[str] = []
    for _ in range(number):
        if recent and chosen.random() < 0.1:
            yield chosen.choice(recent)
            continue
        language = chosen.choice(["fr", "en"])
        sentences = [_sentence(chosen, language) for _ in range(chosen.randint(4, 26))]
        breaks = [chosen.choice([" ", " ", "\n\n"]) for _ in sentences]
        text = "".join(sentence + after for sentence, after in zip(sentences, breaks, strict=True)).strip()
        recent = [*recent[-20:], text]
        yield text


def _sentence(chosen: random.Random, language: str) -> str:
    def word() -> str:
        return "".join(chosen.choices(_SOUNDS, k=chosen.randint(2, 4)))

    a, b = chosen.sample(STATES[language], 2)
    name = f"{word().title()} {word().title()}"
    template = chosen.choice(FR if language == "fr" else EN)
    return template.format(a=a, b=b, name=name, word=word(), n=chosen.randint(2, 28))


def run(path: Path, ledger: Path | None, jobs: int, memory: bool) -> dict[str, object]:
    """Read a file of articles and return what it took."""
    from foedus.batch import Shelf
    from foedus.export import reading_to_json
    from foedus.intake.sources import find_sources
    from foedus.reading import read_articles
    from foedus.workers import read_many

    warm = [source.content.decode() for source, _ in zip(find_sources([path]), range(8), strict=False)]  # type: ignore
    _load(warm, read_articles)
    before, started = _cpu(), time.monotonic()
    digest, done, seen = hashlib.sha256(), 0, []
    with Shelf(ledger) as shelf:
        for outcome in read_many(find_sources([path]), shelf, jobs=jobs):
            digest.update((outcome.error or reading_to_json(outcome.reading)).encode())  # type: ignore[arg-type]
            done += 1
            if memory and done % 500 == 0:
                seen.append((done, *_memory()))
    seconds = time.monotonic() - started
    for process in multiprocessing.active_children():  # what a process has spent is known when it has ended
        process.join()
    own, children = _cpu()
    return {
        "jobs": jobs, "done": done, "seconds": seconds, "own": own - before[0],
        "children": children - before[1], "digest": digest.hexdigest()[:16], "memory": seen,
        "peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }  # fmt: skip


def _load(texts: list[str], read: object) -> None:
    from foedus.intake.page import read_source

    list(read([read_source(text.encode(), name="-") for text in texts]))  # type: ignore[operator]


def _cpu() -> tuple[float, float]:
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime, theirs.ru_utime + theirs.ru_stime


def _memory() -> tuple[float, ...]:
    """Return resident MB of this process, then of each it started."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return tuple(_resident(pid) for pid in ("self", *children))


def _resident(pid: str) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)


def main() -> None:
    """Measure, and print a line for each number of processes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--no-ledger", action="store_true", help="read only, as into a file of JSON lines")
    parser.add_argument("--within", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.within:
        path, ledger = given.within
        print(json.dumps(run(path, None if given.no_ledger else ledger, given.jobs[0], given.memory)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        with path.open("w", encoding="utf-8") as file:
            characters = sum(
                len(text) for place, text in enumerate(articles(given.articles)) if file.write(_line(text, place))
            )
        print(f"{given.articles} articles, {characters / 1e6:.2f} million characters")
        more = ["--memory"] * given.memory + ["--no-ledger"] * given.no_ledger
        found = [_measured(path, jobs, more) for jobs in given.jobs]
    cpu = [one["own"] + one["children"] for one in found]
    for one, spent in zip(found, cpu, strict=True):
        bound = min(cpu[0] / spent * one["jobs"], cpu[0] / max(one["own"], 0.01) if one["jobs"] > 1 else 1)
        print(
            f"{one['jobs']} processes: {one['seconds']:.0f} s, {one['done'] / one['seconds']:.1f} articles a second;"
            f" CPU {spent:.0f} s, of which {one['own']:.0f} s in the first process; by CPU {bound:.2f} times one;"
            f" largest process {one['peak']:.0f} MB; records {one['digest']}"
        )
        for done, *sizes in one["memory"][:: max(1, len(one["memory"]) // 12)]:
            print(f"  after {done}: " + ", ".join(f"{size:.0f}" for size in sizes) + " MB")
    if len({one["digest"] for one in found}) > 1:
        sys.exit("they did not find the same")


def _line(text: str, place: int) -> str:
    day = date(2021, 1, 1) + timedelta(days=place // A_DAY)
    return json.dumps({"text": text, "published": day.isoformat()}, ensure_ascii=False) + "\n"


def _measured(path: Path, jobs: int, more: list[str]) -> dict:  # type: ignore[type-arg]
    ledger = path.with_name(f"{jobs}.db")
    command = [sys.executable, __file__, "--jobs", str(jobs), "--within", str(path), str(ledger)]
    ran = subprocess.run([*command, *more], capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(ran.stderr)
    return json.loads(ran.stdout)  # type: ignore[no-any-return]


if __name__ == "__main__":
    main()
