"""Generate a ledger of any size with realistic skew, and measure what the issue asks for.

    python scripts/generate_ledger.py /tmp/big.db --relations 1000000
    python scripts/generate_ledger.py /tmp/big.db --measure

Few pairs of states make most of the news, few speakers most of the statements, and one article in eight is a reprint:
the k-th pair has a share of about 1 / (k + 3), which gives the busiest of 3,000 pairs one record in 25; words follow
Zipf's law. An article has some twenty relations, as the shipped examples have. Everything hangs on the seed.
"""

import argparse
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import accumulate, islice, product
from pathlib import Path

from foedus.codes import Code
from foedus.explain import explain
from foedus.language.registry import states
from foedus.ledger import Ledger, open_ledger
from foedus.ledger.search import Where, search_articles, search_statements
from foedus.model import (
    Article,
    Block,
    BlockKind,
    Ground,
    Kind,
    Mention,
    MentionKind,
    Mood,
    Reading,
    Relation,
    Speaker,
    Statement,
    TextSpan,
)

STATES = [state.iso3 for state in states().values() if state.until is None][:150]
PAIRS = 3000
VOCABULARY = 60_000
OUTLETS = 400
SPEAKERS = 12  # of each state
DAYS = 3650
TOGETHER = 2000  # articles a transaction
CACHE_KIB = 512 * 1024
ALIKE = 20  # records of a pair that a ledger of ten thousand and one of a million have


class World:
    """What articles are made of, drawn once from a seed."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)
        syllables = ["ra", "té", "mi", "lo", "vu", "kan", "pres", "dor", "gué", "sil", "bo", "nau", "fer", "cha"]
        words = {"".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(4 * VOCABULARY)}
        self.words = sorted(words)[:VOCABULARY]
        rng.shuffle(self.words)
        self.word_weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        pairs = [(a, b) for a in STATES for b in STATES if a < b]
        rng.shuffle(pairs)
        self.pairs = pairs[:PAIRS]
        self.pair_weights = list(accumulate(1 / (rank + 3) for rank in range(PAIRS)))
        self.outlets = [f"Journal {n}" for n in range(OUTLETS)]
        self.outlet_weights = list(accumulate(1 / (rank + 5) for rank in range(OUTLETS)))
        self.codes = list(Code)


def articles(world: World, rng: random.Random) -> Iterator[Reading]:
    """Yield readings for ever; of eight one is a reprint of an article not long before."""
    recent: list[tuple[str, list[tuple[int, int]], str, tuple[str, str], int]] = []
    while True:
        if recent and rng.random() < 0.125:
            text, spans, _, pair, day = rng.choice(recent)
            text += " " + " ".join(rng.choices(world.words, cum_weights=world.word_weights, k=8)) + "."
            day += rng.randint(0, 2)
        else:
            (pair,) = rng.choices(world.pairs, cum_weights=world.pair_weights)
            day = rng.randrange(DAYS)
            text, spans = _text(world, rng)
        (outlet,) = rng.choices(world.outlets, cum_weights=world.outlet_weights)
        recent = [*recent[-200:], (text, spans, outlet, pair, day)]
        yield _reading(world, rng, text, spans, outlet, pair, day)


def _text(world: World, rng: random.Random) -> tuple[str, list[tuple[int, int]]]:
    sentences, spans, place = [], [], 0
    for _ in range(rng.randint(8, 22)):
        words = rng.choices(world.words, cum_weights=world.word_weights, k=rng.randint(8, 30))
        sentence = " ".join(words).capitalize() + "."
        spans.append((place, place + len(sentence)))
        sentences.append(sentence)
        place += len(sentence) + 1
    return " ".join(sentences), spans


def _reading(
    world: World,
    rng: random.Random,
    text: str,
    spans: list[tuple[int, int]],
    outlet: str,
    pair: tuple[str, str],
    day: int,
) -> Reading:
    published = f"{2015 + day // 365}-{day % 365 // 31 + 1:02d}-{day % 28 + 1:02d}"
    article = Article(
        text, (Block(TextSpan(0, len(text)), BlockKind.PARAGRAPH),), "fr", text[:40], outlet, None, published, "meta"
    )
    statements: dict[str, Statement] = {}
    relations: dict[str, Relation] = {}
    mentions = []
    for start, end in rng.sample(spans, min(len(spans), rng.randint(6, 14))):
        span = TextSpan(start, end)
        statement = None
        if rng.random() < 0.7:
            statement = _statement(world, rng, article, span, pair)
            statements[statement.id] = statement
        mentions.append(Mention(TextSpan(start, start + 2), rng.choice(STATES), MentionKind.NAME, "generated"))
        for _ in range(rng.choice([1, 1, 2, 2, 3, 4])):
            relation = _relation(world, rng, article, span, pair, published, statement)
            relations[relation.id] = relation
    return Reading(article, tuple(mentions), tuple(statements.values()), tuple(relations.values()), "generated")


def _statement(world: World, rng: random.Random, article: Article, span: TextSpan, pair: tuple[str, str]) -> Statement:
    state = rng.choice([*pair, *pair, rng.choice(STATES)])
    number = min(int(rng.expovariate(0.5)), SPEAKERS - 1)
    speaker = Speaker(f"Prénom{number} {state.title()}{number}", "ministre", state) if rng.random() < 0.9 else None
    relay = tuple(rng.sample(world.outlets[:20], 1)) if rng.random() < 0.25 else ()
    kind = rng.choice(list(Kind))
    return Statement(article, (span,), kind, "generated", speaker=speaker, relay=relay)


def _relation(
    world: World,
    rng: random.Random,
    article: Article,
    span: TextSpan,
    pair: tuple[str, str],
    published: str,
    statement: Statement | None,
) -> Relation:
    if rng.random() < 0.15:
        (pair,) = rng.choices(world.pairs, cum_weights=world.pair_weights)
    source, target = rng.sample(pair, 2)
    dated = rng.random() < 0.3
    return Relation(
        article,
        source,
        target,
        code=rng.choice(world.codes),
        mood=rng.choices(list(Mood), [70, 6, 8, 10, 6])[0],
        evidence_span=span,
        trigger_span=TextSpan(span.start, span.start + 3),
        rule="generated",
        ground=rng.choice([None, None, *Ground]),
        date=published if dated else None,
        date_from="stated" if dated else None,
        statement_id=statement.id if statement else None,
    )


def generate(path: Path, relations: int, seed: int) -> None:
    """Fill a ledger; many articles a transaction, or the disk would be what is measured."""
    world, rng = World(seed), random.Random(seed)
    done = number = 0
    began, fresh = time.perf_counter(), articles(world, rng)
    with open_ledger(path) as ledger:
        # Nobody needs this file after a power cut.
        ledger.connection.execute("PRAGMA synchronous = OFF")
        ledger.connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        while done < relations:
            with ledger.together():
                for reading in islice(fresh, TOGETHER):
                    ledger.add(reading)
                    done += len(reading.relations)
                    number += 1
            took = f"{time.perf_counter() - began:7.1f} s, CPU {time.process_time():7.1f} s"
            print(f"{done:>9} relations, {number:>7} articles, {took}", flush=True)
        ledger.connection.execute("PRAGMA optimize")


def _times(run: Callable[[], object], times: int = 15) -> str:
    taken, worked = [], []
    for _ in range(times):
        before, cpu = time.perf_counter(), time.process_time()
        run()
        taken.append(1000 * (time.perf_counter() - before))
        worked.append(1000 * (time.process_time() - cpu))
    return (
        f"median {statistics.median(taken):.2f} ms, worst {max(taken):.2f} ms, CPU {statistics.median(worked):.2f} ms"
    )


def _cpu(run: Callable[[], object], times: int = 3) -> float:
    worked = []
    for _ in range(times):
        before = time.process_time()
        run()
        worked.append(1000 * (time.process_time() - before))
    return statistics.median(worked)


def measure(path: Path, seed: int) -> None:
    """Print size and times."""
    with open_ledger(path) as ledger:
        (relations,) = ledger.connection.execute("SELECT sum(count) FROM dyad_month").fetchone()
        size = path.stat().st_size
        print(f"{relations} relations, {size / 1e6:.0f} MB, {size / relations:.0f} bytes a relation")
        for name, pair, count in _pairs(ledger):
            times = _times(lambda p=pair: explain(ledger, *p))
            print(f"explain {name} pair {'-'.join(pair)} ({count} relations): {times}")
        _measure_search(ledger, World(seed))
        # Others than those that were added when this ledger was measured before.
        (number,) = ledger.connection.execute("SELECT count(*) FROM article").fetchone()
        fresh = articles(World(seed), random.Random(seed + number))
        print(f"add an article: {_times(lambda: ledger.add(next(fresh)), 200)}")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _measure_search(ledger: Ledger, world: World) -> None:
    asked = {"the commonest word": world.words[0], "a common one": world.words[20], "a rare one": world.words[5000]}
    asked["two common ones"] = f"{world.words[10]} {world.words[30]}"
    for name, words in asked.items():
        for where, search in (("statements", search_statements), ("articles", search_articles)):
            total = search(ledger.connection, words, Where(), 20).total
            times = _times(lambda s=search, w=words: s(ledger.connection, w, Where(), 20))
            print(f"search {name} in {where} ({total} match): {times}")
    _measure_filters(ledger, [world.words[n] for n in (0, 20, 100, 500, 2000)] + [f"{world.words[0]} {world.words[1]}"])


def _measure_filters(ledger: Ledger, asked: list[str]) -> None:
    """Print the times of every word with every filter: states of all degrees, and what else there is."""
    rows = ledger.connection.execute(
        "SELECT speaker_state, count(*) FROM statement WHERE speaker_state IS NOT NULL GROUP BY 1 ORDER BY 2 DESC"
    ).fetchall()
    (speaker,) = ledger.connection.execute(
        "SELECT speaker FROM statement WHERE speaker_state = ? LIMIT 1", (rows[0][0],)
    ).fetchone()
    (outlet,) = ledger.connection.execute("SELECT outlet FROM article ORDER BY key LIMIT 1").fetchone()
    narrower = [
        *({}, {"code": "AID"}, {"outlet": outlet}, {"kind": "direct"}, {"speaker": speaker}, {"since": "2020"}),
        *({"since": "2024-03", "until": "2024-04"}, {"code": "AID", "since": "2019-02-03", "until": "2019-02-20"}),
    ]
    states = [None, rows[0][0], rows[len(rows) // 2][0], rows[-1][0]]
    for where, search in (("statements", search_statements), ("articles", search_articles)):
        found = []
        for words, state, filters in product(asked, states, narrower):
            kept = Where(**{"state": state, **filters})
            found.append((_cpu(lambda s=search, w=words, k=kept: s(ledger.connection, w, k, 20)), words, kept))
        times = sorted(ms for ms, _, _ in found)
        over = sum(ms > 50 for ms in times)
        worst = max(found, key=lambda one: one[0])
        print(
            f"filtered search in {where}, {len(times)} combinations: CPU median {times[len(times) // 2]:.1f} ms, most "
            f"{worst[0]:.1f} ms ({worst[1]!r} with {_given(worst[2])}), {over} over 50 ms"
        )


def _given(where: Where) -> str:
    return ", ".join(f"{name} {value}" for name, value in asdict(where).items() if value)


def _pairs(ledger: Ledger) -> list[tuple[str, tuple[str, str], int]]:
    rows = ledger.connection.execute(
        "SELECT state_a, state_b, sum(count) FROM dyad_month GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
    ).fetchall()
    # Of the same size in a ledger of any: how much longer it takes is what growth costs.
    alike = min(rows, key=lambda row: (abs(row[2] - ALIKE), row))
    found = [("busiest", rows[0]), ("typical", rows[len(rows) // 2]), (f"{ALIKE}-record", alike), ("rarest", rows[-1])]
    return [(name, (a, b), count) for name, (a, b, count) in found]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--relations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--measure", action="store_true", help="measure a ledger that is there")
    given = parser.parse_args()
    if given.measure:
        measure(given.ledger, given.seed)
    else:
        generate(given.ledger, given.relations, given.seed)
