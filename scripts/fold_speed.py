"""Measure how long it takes to find origins in a lake of generated signatures.

    python scripts/fold_speed.py /tmp/lake --articles 1000000

Two in five articles belong to a story that others print too, few stories to very many (of a million articles, the
commonest has some 8,600), with one hash in twenty changed; one hash in a hundred is one of 300 that are common to
everything, as a formula is. Every article speaks with its own voice, every second one quotes somebody, in the words
of its story. No text is made and nothing is read: signatures are made as the lake keeps them, and folded.
"""

import argparse
import json
import resource
import shutil
import time
from pathlib import Path

import duckdb

from foedus.lake.readings import TABLES, ReadLake, Receipt
from foedus.shards.fold import fold

A_PART = 25_000  # articles

# Of an article i: its story s, and whether it is one of many.
STORIES = """
SELECT i, i // {part} AS part_no, (i % {part})::INTEGER AS seq,
    CASE WHEN hash(i, 'many') % 5 < 2
        THEN floor({articles} * 0.1 * pow((hash(i, 'story') % 1000003) / 1000003.0, 3))::BIGINT
        ELSE {articles} + i END AS s,
    strftime(DATE '2024-01-01' + (hash(i, 'day') % 366)::INTEGER, '%Y-%m-%d') AS published
FROM range({articles}) t(i)"""
ARTICLE = """
SELECT seq, printf('%016x', i) AS id, '' AS sha256, 'fr' AS language, NULL AS title, 'o' || hash(i) % 500 AS outlet,
    NULL AS byline, published, 'meta' AS published_from, NULL AS url, NULL AS file, 'made' AS engine, '' AS text,
    '[]' AS blocks, '[]' AS mentions, '[]' AS unresolved, 400 AS shingles,
    list_sort(list_distinct([CASE WHEN hash(i, j, 'c') % 100 = 0 THEN hash(hash(i, j) % 300, 'common') >> 9
        WHEN hash(i, j, 'm') % 20 = 0 THEN hash(i, j) >> 1 ELSE hash(s, j) >> 1 END::BIGINT for j in range(64)]))
        AS hashes
FROM story WHERE part_no = {part_no} ORDER BY seq"""
VOICE = """
SELECT seq, printf('%016x', i) AS article_id, v::INTEGER AS voice, v::INTEGER AS same, v = 0 AS own, true AS known,
    CASE WHEN v = 0 THEN '' ELSE 'ada nom' || s % 5000 END AS speaker, CASE WHEN v = 0 THEN '' ELSE 'FRA' END AS state,
    'o' || hash(i) % 500 AS outlet, []::VARCHAR[] AS relay, published,
    CASE WHEN v = 0 THEN [] ELSE [words] END AS said, [words] AS evidence,
    list_sort(list_distinct([(hash(s, j, v, CASE WHEN v = 0 THEN hash(i) % 500 END) >> 1)::BIGINT for j in range(8)]))
        AS hashes
FROM (SELECT *, array_to_string(['m' || hash(s, k) % 60000 for k in range(14)], ' ') AS words FROM story) x,
    range(2) t(v) WHERE part_no = {part_no} AND (v = 0 OR hash(i, 'said') % 2 = 0) ORDER BY seq, v"""

NONE = {
    table: "SELECT " + ", ".join(f"NULL::{kind} AS {name}" for name, kind in columns.items()) + " LIMIT 0"
    for table, columns in TABLES.items()
}


def generate(lake: ReadLake, articles: int) -> None:
    """Write the signatures of so many articles as the parts of a lake."""
    receipts = []
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET memory_limit = '1GB'")
        connection.execute(f"CREATE TABLE story AS {STORIES.format(articles=articles, part=A_PART)}")
        for no in range(-(-articles // A_PART)):
            name = f"{no:016x}"
            for table, sql in {**NONE, "article": ARTICLE, "voice": VOICE}.items():
                path = Path(lake.file(table, f"{name}.parquet"))
                path.parent.mkdir(parents=True, exist_ok=True)
                connection.execute(f"COPY ({sql.format(part_no=no)}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
            receipts.append(Receipt(name, f"shard{no:08}", "", "made", A_PART, 0, 0, 0, 0))
    lake.write_manifest(receipts)


def main() -> None:
    """Generate, fold, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    arguments = parser.parse_args()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    lake = ReadLake(str(arguments.folder))
    generate(lake, arguments.articles)
    wall, cpu = time.perf_counter(), time.process_time()
    stages = []

    def tell(share: float) -> None:
        stages.append((share, round(time.perf_counter() - wall, 1)))

    found = fold(lake, tell=tell)
    told = {
        "articles": found.articles,
        "near": found.near,
        "voices": found.voices,
        "origins": found.origins,
        "seconds": round(time.perf_counter() - wall, 1),
        "cpu": round(time.process_time() - cpu, 1),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "lake_mb": sum(path.stat().st_size for path in arguments.folder.rglob("*.parquet")) // 1_000_000,
        "stages": stages,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
