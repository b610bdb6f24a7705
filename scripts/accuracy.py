"""Score readings against gold data beside the project, and hold the figures to floors that only ever rise.

    accuracy.py [--shared DIR] [--write] [--raise]

Reads every set once, scores it as `foedus evaluate` does, prints the figures, and exits 1 if one is more than 0.005
under its floor in floors.toml. `--write` makes docs/accuracy.md, `--raise` lifts the floors to the figures reached.
Without the gold data it says so and exits 0.
"""

import argparse
import hashlib
import importlib.util
import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from accuracy_page import page  # beside this script

from foedus.evaluate.gold import load_documents
from foedus.evaluate.predict import as_document, read_documents
from foedus.evaluate.run import Evaluation, evaluate
from foedus.export import reading_to_dict
from foedus.intake.page import read_source
from foedus.reading import read_article, read_articles

ROOT = Path(__file__).parents[1]
FLOORS = ROOT / "scripts" / "floors.toml"
SLACK = 0.005
HELD_FRENCH, HELD_ENGLISH = 25, 15  # passages at the end of fr_dev2.jsonl and en_dev.jsonl that nobody reads
# Name in floors.toml: name of the figure, of statements or of relations.
HELD_TO = {
    "statements e2e": "end to end",
    "relations pair": "pair",
    "relations full": "full",
    "clean": "clean",
    "e2e": "end to end",
    "direct e2e": "quoted: half",
    "pair": "pair",
    "full": "full",
    "quad": "quad",
}
MEASURES = {
    "polnear": ("e2e", "direct e2e"),
    "plover": ("pair", "full", "quad"),
}
PASSAGES = ("statements e2e", "relations pair", "relations full", "clean")


@dataclass(frozen=True, slots=True)
class Gold:
    """One set: its files below the folder of gold data, its language, and where its held half begins."""

    name: str
    files: tuple[str, ...]
    language: str
    held: int = 0
    subset: str | None = None


SETS = (
    Gold("real", ("real/000_04f32a47f29bfc32.gold.json",), "fr"),
    Gold("french", ("eval/fr_dev.jsonl", "eval/fr_dev2.jsonl"), "fr", HELD_FRENCH),
    Gold("english", ("eval/en_dev.jsonl",), "en", HELD_ENGLISH),
    Gold("polnear", ("eval/polnear/dev",), "en"),
    Gold("plover", ("eval/plover_dev.jsonl",), "en", subset="interstate"),
)


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("FOEDUS_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--write", action="store_true", help="write docs/accuracy.md")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to the figures reached")
    given = parser.parse_args()
    if not (given.shared / "eval").is_dir():
        print(f"no gold data at {given.shared}: nothing measured")
        return 0
    runs = {name: run for gold in SETS for name, run in measured(given.shared, gold).items()}
    text = page(runs)
    print(text)
    if given.write:
        (ROOT / "docs" / "accuracy.md").write_text(text, encoding="utf-8")
    return hold(runs, given.shared, lift=given.lift)


def measured(shared: Path, gold: Gold) -> dict[str, Evaluation]:
    """Return the figures of a set, and of its seen and held halves where it has them."""
    documents = [d for file in gold.files for d in load_documents(shared / file, gold.subset)]
    if gold.name == "real":  # a page with furniture: the file as it was found is read, not the text of the gold
        file = shared / gold.files[0].replace(".gold.json", ".txt")
        article = read_source(file.read_bytes(), name=file.name)
        read = [as_document(read_article(article), documents[0].id, gold.language)]
    else:
        read = list(read_documents(documents, gold.language))
    found = {gold.name: evaluate(documents, read, gold.language, intervals=True)}
    if gold.held:
        cut = len(documents) - gold.held
        for half, part in (("seen", documents[:cut]), ("held", documents[cut:])):
            found[f"{gold.name} {half}"] = evaluate(part, read, gold.language, intervals=True)
    return found


def floor_figures(name: str, run: Evaluation) -> dict[str, float]:
    """Return the figures of a set that have a floor, under their names in floors.toml."""
    figures = {**run.relations, **run.statements}
    return {m: figures[HELD_TO[m]].value for m in MEASURES.get(name, PASSAGES) if HELD_TO[m] in figures}


def fingerprints(shared: Path) -> dict[str, str]:
    """Return {set: hash of its gold files}; PolNeAR is a folder of many and is left out."""
    return {
        gold.name: hashlib.sha256(b"".join((shared / f).read_bytes() for f in gold.files)).hexdigest()[:16]
        for gold in SETS
        if all((shared / f).is_file() for f in gold.files)
    }


def hold(runs: dict[str, Evaluation], shared: Path, *, lift: bool) -> int:
    """Compare with the floors; return 1 if a figure is under its own, or the gold is not the one they were set on."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    prints = fingerprints(shared)
    under = []
    for name, expected in floors.get("gold", {}).items():
        if prints.get(name) != expected:
            under.append(f"{name}: the gold has changed since the floors were set")
    figures = {name: floor_figures(name, run) for name, run in runs.items()}
    for name, table in floors.items():
        for measure, floor in table.items() if name != "gold" else ():
            value = figures.get(name, {}).get(measure, 0.0)
            if value < floor - SLACK:
                under.append(f"{name}, {measure}: {value:.3f} is under its floor {floor:.3f}")
    print("\n".join(under) or "every figure is at or over its floor")
    if lift and not under:
        _write_floors(figures, floors, prints)
    return 1 if under else 0


def _write_floors(figures: dict[str, dict[str, float]], floors: dict, prints: dict[str, str]) -> None:
    comment = [line for line in FLOORS.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    out = [*comment, "", "[gold]", *(f'{name} = "{value}"' for name, value in prints.items())]
    for name, found in figures.items():
        if not name.endswith(" seen"):  # of the halves, the one that nobody has read is held
            out += ["", f'["{name}"]' if " " in name else f"[{name}]"]
            reached = ((m, int(value * 1000) / 1000) for m, value in found.items())
            out += [f'"{m}" = {max(value, floors.get(name, {}).get(m, 0.0))}' for m, value in reached]
    FLOORS.write_text("\n".join(out) + "\n", encoding="utf-8")


# -- a second opinion: the scorers that come with the gold ------------------------------------------------------------


def scorer(shared: Path, name: str) -> ModuleType:
    """Return a scorer of the gold as a module."""
    sys.path.insert(0, str(shared / "eval"))
    spec = importlib.util.spec_from_file_location(name, shared / "eval" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_passages(records: list[dict], language: str) -> list[dict]:
    """Return the canonical JSON of passages, each read as a plain text of its own."""
    articles = [
        read_source(r["text"].encode(), name=f"{r['id']}.txt", language=language, published=r.get("published"))
        for r in records
    ]
    readings = zip(read_articles(articles), records, strict=True)
    return [{**reading_to_dict(reading), "file": f"{r['id']}.txt"} for reading, r in readings]


def plover(shared: Path) -> dict[str, float]:
    """Return F1 on the interstate sentences of PLOVER dev."""
    return floor_figures("plover", measured(shared, SETS[-1])["plover"])


if __name__ == "__main__":
    sys.exit(main())
