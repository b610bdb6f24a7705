"""Measure what Dask costs beside plain processes: CPU of everything that runs, on the same generated articles.

    python scripts/dask_speed.py --articles 5000 --jobs 2

Each engine reads a lake's worth of shards twice, in a process of its own: a few articles, which is what starting costs,
and all of them. Printed are the CPU seconds of both, the difference (what reading costs once it runs), and how much
more that is with Dask.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SHARD = 50  # articles
PLACES = ("Moscou", "Pékin", "Ankara", "Rabat", "Lima", "Kiev", "Tunis", "Hanoï", "Accra", "Oslo")
STATES = ("la Russie", "le Japon", "l'Iran", "le Pérou", "l'Ukraine", "le Ghana", "la Norvège", "le Vietnam")
SENTENCES = (
    "{a} a livré des chars à {b} le {day} mai, ont indiqué des responsables.",
    "« Nous n'avons pas visé {s} et nous n'en avons pas l'intention », a assuré le ministre à Reuters.",
    "Le porte-parole a ajouté que les deux pays signeraient un accord sur les eaux du fleuve.",
    "Selon {a}, l'armée de {b} a quitté la vallée au cours de la nuit du {day}.",
    "La pluie est tombée sur les collines pendant des heures, et personne n'est sorti des maisons.",
    "{a} a menacé {s} de nouvelles sanctions si les pourparlers ne reprennent pas.",
    "Les pêcheurs du port attendent depuis {day} jours que le marché ouvre de nouveau ses portes.",
)


def write(folder: Path, articles: int) -> None:
    """Write generated articles as shards of JSON lines."""
    chosen = random.Random(11)
    for start in range(0, articles, SHARD):
        lines = []
        for number in range(start, min(start + SHARD, articles)):
            words = [
                sentence.format(
                    a=chosen.choice(PLACES), b=chosen.choice(PLACES), s=chosen.choice(STATES), day=chosen.randint(2, 28)
                )
                for sentence in chosen.choices(SENTENCES, k=8)
            ]
            lines.append(
                json.dumps({"url": f"https://example.org/{number}", "text": "\n\n".join([*words, f"N° {number}"])})
            )
        (folder / f"{start:06}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def cpu(folder: Path, engine: str, jobs: int, lake: Path) -> tuple[float, float]:
    """Return the CPU seconds, and those of the clock, of reading a folder of shards into a lake."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "foedus", "read", str(folder), "--out", str(lake), "--engine", engine]
    ran = subprocess.run([*command, "--jobs", str(jobs)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode not in (0, 1):  # 1: some of it could not be read
        raise SystemExit(f"{' '.join(command)} failed with {ran.returncode}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - began


def main() -> None:
    """Measure both engines and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        few, all_of_them = Path(room) / "few", Path(room) / "all"
        for folder, number in ((few, 2 * SHARD), (all_of_them, arguments.articles)):
            folder.mkdir()
            write(folder, number)
        characters = sum(path.stat().st_size for path in all_of_them.iterdir())
        once: dict[str, float] = {}
        for engine in ("processes", "dask"):
            started, whole = (
                cpu(folder, engine, arguments.jobs, Path(room) / f"{engine} {folder.name}")
                for folder in (few, all_of_them)
            )
            once[engine] = whole[0] - started[0]
            told = {"engine": engine, "start": started[0], "whole": whole[0], "once it runs": once[engine]}
            print(json.dumps({**told, "clock": whole[1], "bytes": characters}), flush=True)
        print(f"Dask: {once['dask'] / once['processes']:.3f} of plain processes, once it runs")


if __name__ == "__main__":
    main()
