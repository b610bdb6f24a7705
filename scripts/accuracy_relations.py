"""Read sentences coded in PLOVER and see how far our relations, folded into PLOVER's codes, agree with them.

    python scripts/accuracy_relations.py GOLD.jsonl [--out PRED.jsonl] [--subset interstate]

GOLD holds one object per line: {"id", "text", "relations": [{"source", "target", "code"}], "subset"}. PRED gets one
{"id", "relations"} per line. Printed: precision, recall and F1 over the distinct items of each sentence, for the pair
of states (either order) and for source, target and code together.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from foedus.codes import Code, facts
from foedus.model import Article, Block, BlockKind, Mood, Reading, TextSpan
from foedus.reading import read_articles
from foedus.relations.plover import folded

Triple = tuple[str, str, str]


def plover_relations(reading: Reading) -> list[dict[str, str]]:
    """Return the relations of a reading as PLOVER events, each once.

    Ties and denied conflict have no PLOVER code. An act that is demanded is left out too: the demand is a REQUEST of
    its own, from who asks to who is asked.
    """
    events = []
    for relation in reading.relations:
        if relation.mood is Mood.DEMANDED:
            continue
        code = folded(relation.code, relation.mood)
        event = {"source": relation.source, "target": relation.target, "code": code or ""}
        if code and event not in events:
            events.append(event)
    return events


def read_lines(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield {"id", "relations"} for records with an id and an English text."""
    kept = list(records)
    for record, reading in zip(kept, read_articles(_article(r["text"]) for r in kept), strict=True):
        yield {"id": record["id"], "relations": plover_relations(reading)}


def _article(text: str) -> Article:
    start = len(text) - len(text.lstrip())
    return Article(text, (Block(TextSpan(start, start + len(text.strip())), BlockKind.PARAGRAPH),), "en")


def triples(record: dict[str, Any]) -> set[Triple]:
    """Return the distinct (source, target, code) between two named states, in one order where the code has none."""
    found = set()
    for event in record["relations"]:
        ends = (event["source"], event["target"])
        if all(ends) and ends[0] != ends[1]:
            first, second = sorted(ends) if facts(Code(event["code"])).symmetric else ends
            found.add((first, second, event["code"]))
    return found


def agreement(gold: Iterable[dict[str, Any]], read: Iterable[dict[str, Any]]) -> dict[str, tuple[float, float, float]]:
    """Return {"pair", "full"}: precision, recall, F1 as fractions, over all sentences of the gold."""
    by_id = {r["id"]: triples(r) for r in read}
    counts = {"pair": [0, 0, 0], "full": [0, 0, 0]}
    for record in gold:
        ours, theirs = by_id.get(record["id"], set()), triples(record)
        pairs = {frozenset(t[:2]) for t in ours}, {frozenset(t[:2]) for t in theirs}
        for level, (a, b) in (("pair", pairs), ("full", (ours, theirs))):
            for place, number in enumerate((len(a & b), len(a), len(b))):
                counts[level][place] += number
    return {level: _rates(*found) for level, found in counts.items()}


def _rates(right: int, ours: int, theirs: int) -> tuple[float, float, float]:
    precision, recall = right / ours if ours else 0.0, right / theirs if theirs else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def main(argv: list[str]) -> None:
    """Run the command line."""
    parser = ArgumentParser(description="Agreement of our relations with sentences coded in PLOVER.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--subset")
    options = parser.parse_args(argv)
    gold = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    if options.subset:
        gold = [record for record in gold if record.get("subset") == options.subset]
    read = list(read_lines(gold))
    if options.out:
        options.out.write_text("".join(json.dumps(r) + "\n" for r in read), encoding="utf-8")
    for level, (precision, recall, f1) in agreement(gold, read).items():
        print(f"{level:<5} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
