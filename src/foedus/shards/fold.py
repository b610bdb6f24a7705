"""Which voices of a lake are one word, found by DuckDB as `ledger.origins` finds them one article at a time.

Near-duplicates find each other by the least hashes that are stored with them: two articles, or two voices, that share
enough of these are looked at, by the rules of `origins`; what is tied to a third is tied. That is a join by each hash
(bands of one row, of which two must agree), never all pairs. A hash that many share would still make all pairs of
these: beyond BUCKET of them each is put beside the first HEADS only, so that the work grows with the lake, not with
its square. Up to BUCKET reprints the origins are the ledger's.
"""

import json
from array import array
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from foedus.lake.duck import quoted
from foedus.lake.readings import KEY, ORIGINS, ReadLake, Receipt, folded_from
from foedus.origins.likeness import Sketch, near_duplicate
from foedus.origins.people import same_person
from foedus.origins.voices import DAYS, SHARED, SHARED_FAR, tied
from foedus.shards.rows import voice_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BUCKET = 50  # that share a hash and are all compared; ours
HEADS = 8  # that the others are compared with where more share it
LOOKED_UP = 16  # hashes of an article, as `ledger.origins` has it
_AT_ONCE = 20_000_000  # hashes joined at once: some 2 GB, of which DuckDB holds half on disk
_CHECKED = 20_000  # pairs fetched at once


@dataclass(frozen=True, slots=True)
class Folded:
    """How much was found to be one.

    Attributes:
        articles: without further copies of the same.
        copies: further copies of articles, which do not count.
        near: pairs of near-duplicate articles that were looked at and are ones.
        voices, origins: how many voices there are, and words they go back to.
    """

    articles: int
    copies: int
    near: int
    voices: int
    origins: int


def fold(lake: ReadLake, *, tell: Callable[[float], None] = lambda share: None) -> Folded:
    """Find the origins of all that was read into a lake, and keep them there.

    Raises:
        LakeError: it cannot be read or written.
    """
    parts = lake.parts()
    with lake.asked() as connection, TemporaryDirectory(prefix="foedus-") as folder:
        if not lake.local:
            connection.execute(f"SET temp_directory = {quoted(folder)}")
        _number(connection)
        tell(0.1)
        near = _near_articles(connection)
        tell(0.4)
        ones = _Ones(connection.execute("SELECT key FROM v ORDER BY key").fetchnumpy()["key"])
        _tie(connection, ones)
        tell(0.9)
        copies, all_of_them = _row(connection, "SELECT (SELECT count(*) FROM doubles), count(*) FROM copy")
        found = Folded(all_of_them - copies, copies, near, len(ones.keys), ones.count())
        _write(lake, connection, ones, found, parts, Path(folder))
        tell(1.0)
    return found


def _row(connection: "DuckDBPyConnection", sql: str) -> tuple[Any, ...]:
    found = connection.execute(sql).fetchone()
    assert found is not None
    return found


def _number(connection: "DuckDBPyConnection") -> None:
    """Give articles and voices numbers, in the order of shards, and find the copies that do not count."""
    connection.execute(f"""
        CREATE VIEW copy AS SELECT {KEY} AS art, id, published, shingles, hashes
        FROM article JOIN part ON name = shard_part;
        CREATE TABLE doubles AS SELECT art FROM copy WHERE id IN (SELECT id FROM copy GROUP BY id HAVING count(*) > 1)
        QUALIFY row_number() OVER (PARTITION BY id ORDER BY published IS NULL, art) > 1;
        CREATE TABLE v AS SELECT {KEY} | voice AS key, {KEY} AS art, own, published, {KEY} | same AS same
        FROM voice JOIN part ON name = shard_part WHERE {KEY} NOT IN (SELECT art FROM doubles)""")


# -- articles ----------------------------------------------------------------------------------------------------------

_SKETCHES = """
SELECT a, b, x.shingles, x.hashes, y.shingles, y.hashes
FROM near_sketch JOIN sketch x ON x.rep = a JOIN sketch y ON y.rep = b"""


def _near_articles(connection: "DuckDBPyConnection") -> int:
    """Fill `near` with the pairs of near-duplicate articles, and return how many there are.

    Of articles with the same sketch one is looked at for all.
    """
    connection.execute("""
        CREATE TABLE member AS SELECT art, min(art) OVER (PARTITION BY hash(shingles, hashes)) AS rep
        FROM copy WHERE len(hashes) > 0 AND art NOT IN (SELECT art FROM doubles)""")
    connection.execute("""
        CREATE TABLE sketch AS SELECT art AS rep, shingles, hashes FROM copy
        WHERE art IN (SELECT rep FROM member WHERE rep = art)""")
    _pair(connection, f"SELECT rep AS k, unnest(hashes[1:{LOOKED_UP}]) AS hash FROM sketch", "near_sketch", SHARED)
    connection.execute("CREATE TABLE near_rep (a BIGINT, b BIGINT)")
    for pairs in _batches(_near_duplicates(connection)):
        found = dict(zip("ab", np.array(pairs, dtype=np.int64).T, strict=True))  # noqa: F841 DuckDB finds it by its name
        connection.execute("INSERT INTO near_rep SELECT a, b FROM found")
    _pair(connection, "SELECT art AS k, rep AS hash FROM member", "near_same", 1)
    connection.execute("""
        CREATE TABLE near AS
        SELECT a, b FROM near_same UNION SELECT art, b FROM near_rep JOIN member ON rep = a
        UNION SELECT a, art FROM near_rep JOIN member ON rep = b;
        DROP TABLE sketch; DROP TABLE member; DROP TABLE near_sketch; DROP TABLE near_rep; DROP TABLE near_same""")
    return int(_row(connection, "SELECT count(*) FROM near")[0])


def _near_duplicates(connection: "DuckDBPyConnection") -> Iterator[tuple[int, int]]:
    for a, b, size, hashes, other_size, other_hashes in _fetched(connection, _SKETCHES):
        if near_duplicate(Sketch(size, tuple(hashes)), Sketch(other_size, tuple(other_hashes))):
            yield a, b


def _batches(pairs: Iterator[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    while some := list(islice(pairs, _CHECKED)):
        yield some


def _pair(connection: "DuckDBPyConnection", rows: str, into: str, shared: int) -> None:
    """Fill a table with the pairs (a, b, n) of keys k that share at least so many hashes, n of them."""
    (count,) = _row(connection, f"SELECT count(*) FROM ({rows})")
    chunks = int(count) // _AT_ONCE + 1
    connection.execute("CREATE TABLE met (a BIGINT, b BIGINT)")
    for chunk in range(chunks):
        connection.execute(f"""
            CREATE TABLE often AS SELECT k, hash FROM ({rows}) WHERE hash % {chunks} = {chunk};
            CREATE TABLE bucket AS SELECT k, hash, row_number() OVER (PARTITION BY hash ORDER BY k) AS place, many FROM
                often JOIN (SELECT hash, count(*) AS many FROM often GROUP BY hash HAVING count(*) > 1) USING (hash);
            INSERT INTO met SELECT x.k, y.k FROM bucket x JOIN bucket y USING (hash)
                WHERE x.many <= {BUCKET} AND y.many <= {BUCKET} AND x.place < y.place;
            INSERT INTO met SELECT x.k, y.k FROM (FROM bucket WHERE many > {BUCKET} AND place <= {HEADS}) x
                JOIN (FROM bucket WHERE many > {BUCKET}) y USING (hash) WHERE x.place < y.place;
            DROP TABLE often; DROP TABLE bucket""")
    connection.execute(f"""
        CREATE TABLE {into} AS SELECT a, b, count(*) AS n FROM met GROUP BY a, b HAVING count(*) >= {shared};
        DROP TABLE met""")


# -- voices ------------------------------------------------------------------------------------------------------------

_CERTAIN = """
SELECT x.key, y.key FROM near JOIN v x ON x.art = a JOIN v y ON y.art = b WHERE x.own AND y.own
UNION ALL SELECT same, key FROM v WHERE same <> key"""
_NAMED = """
SELECT x.key, y.key, x.names, x.state, y.names, y.state
FROM near JOIN who x ON x.art = a JOIN who y ON y.art = b WHERE list_has_any(x.names, y.names)"""
# As `ledger.origins` looks for them: close in time, or with more hashes in common; never in one article.
_MAYBE = f"""
SELECT a, b FROM met_voice JOIN v x ON x.key = a JOIN v y ON y.key = b
WHERE x.art <> y.art AND (n >= {SHARED_FAR} OR coalesce(length(x.published), 0) <> 10
    OR coalesce(length(y.published), 0) <> 10
    OR abs(date_diff('day', TRY_CAST(x.published AS DATE), TRY_CAST(y.published AS DATE))) <= {DAYS})"""
_SIDE = "own, speaker, state, outlet, relay, published, said, evidence".split(", ")
_HEARD = f"""
SELECT a, b, {", ".join(f"x.{name}" for name in _SIDE)}, {", ".join(f"y.{name}" for name in _SIDE)}
FROM maybe JOIN heard x ON x.key = a JOIN heard y ON y.key = b"""


def _tie(connection: "DuckDBPyConnection", ones: "_Ones") -> None:
    for a, b in _fetched(connection, _CERTAIN):
        ones.tie(a, b)
    connection.execute(f"""
        CREATE TABLE who AS SELECT {KEY} | voice AS key, {KEY} AS art, string_split(speaker, ' ') AS names, state
        FROM voice JOIN part ON name = shard_part WHERE NOT own AND speaker <> ''
            AND {KEY} IN (SELECT a FROM near UNION SELECT b FROM near)""")
    for a, b, names, state, other_names, other_state in _fetched(connection, _NAMED):
        if not ones.are_one(a, b) and same_person((tuple(names), state), (tuple(other_names), other_state)):
            ones.tie(a, b)
    hashes = f"""SELECT {KEY} | voice AS k, unnest(hashes) AS hash FROM voice JOIN part ON name = shard_part
        WHERE {KEY} NOT IN (SELECT art FROM doubles)"""
    _pair(connection, hashes, "met_voice", SHARED)
    connection.execute(f"CREATE TABLE maybe AS {_MAYBE}; DROP TABLE met_voice")
    connection.execute(f"""
        CREATE TABLE heard AS SELECT {KEY} | voice AS key, {", ".join(_SIDE)}
        FROM voice JOIN part ON name = shard_part
        WHERE {KEY} | voice IN (SELECT a FROM maybe UNION SELECT b FROM maybe)""")
    for a, b, *told in _fetched(connection, _HEARD):
        if not ones.are_one(a, b):
            one, other = (
                voice_of(dict(zip(_SIDE, side, strict=True))) for side in (told[: len(_SIDE)], told[len(_SIDE) :])
            )
            if tied(one, other, duplicates=False):
                ones.tie(a, b)


def _fetched(connection: "DuckDBPyConnection", sql: str) -> Iterator[tuple[Any, ...]]:
    cursor = connection.cursor().execute(sql)
    while rows := cursor.fetchmany(_CHECKED):
        yield from rows


class _Ones:
    """Which voices are one: what is tied hangs together (union-find), under the first of each."""

    def __init__(self, keys: Any) -> None:
        self.keys = keys  # sorted
        self.above = array("q", range(len(keys)))

    def _root(self, place: int) -> int:
        above = self.above
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    def _of(self, key: int) -> int:
        return self._root(int(self.keys.searchsorted(key)))

    def are_one(self, one: int, other: int) -> bool:
        """Whether two voices hang together already."""
        return self._of(one) == self._of(other)

    def tie(self, one: int, other: int) -> None:
        """Let two voices hang together."""
        low, high = sorted((self._of(one), self._of(other)))
        self.above[high] = low

    def count(self) -> int:
        """Return how many there are that do not hang together."""
        return sum(place == above for place, above in enumerate(self.above))

    def columns(self) -> dict[str, Any]:
        """Return the voices that are one with an earlier one, each with the first."""
        roots = np.array([self._root(place) for place in range(len(self.above))], dtype=np.int64)
        moved = np.flatnonzero(roots != np.arange(len(roots)))
        return {"key": self.keys[moved], "origin": self.keys[roots[moved]]}


def _write(
    lake: ReadLake,
    connection: "DuckDBPyConnection",
    ones: _Ones,
    found: Folded,
    parts: tuple[Receipt, ...],
    room: Path,
) -> None:
    tied_voices = ones.columns()  # noqa: F841 DuckDB finds it by its name
    place = "name AS shard_part, (({} >> 12) & 16777215)::INTEGER AS seq"
    selects = {
        "origins": f"""SELECT {place.format("key")}, (key & 4095)::INTEGER AS voice, origin
            FROM tied_voices JOIN part ON no = key >> 36 ORDER BY key""",
        "copies": f"SELECT {place.format('art')} FROM doubles JOIN part ON no = art >> 36 ORDER BY art",
    }
    for name, sql in selects.items():
        made = room / f"{name}.parquet"
        connection.execute(f"COPY ({sql}) TO {quoted(made)} (FORMAT parquet, COMPRESSION zstd)")
        lake.put(made, made.name)
    told = {"of": folded_from(parts), **asdict(found)}
    lake.write(ORIGINS, json.dumps(told, indent=1) + "\n")
