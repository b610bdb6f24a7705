"""Find, as an article is added, whose words its records go back to; keep it right when articles go.

A tie hangs on two voices alone (`foedus.origins.voices`), so what is tied is the same in whatever order articles
come and go. `voice.origin` numbers what the ties hold together.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from foedus.model import Article, Reading, Statement
from foedus.origins.likeness import Sketch, fold, near_duplicate, packed, sketch, unpacked
from foedus.origins.people import same_person
from foedus.origins.voices import DAYS, SHARED, SHARED_FAR, Voice, outlet_key, tied

_TRIED_FIRST = 8  # voices of an origin
_LOOKED_UP = 16  # hashes of an article: that two which are alike share fewer than two of them happens once in 10^9


def voices_of(reading: Reading) -> dict[str | None, Voice]:
    """Return who stands behind the relations of an article, keyed by the id of the statement; None is its own voice.

    One person who speaks in several statements is one voice: the same object under several keys.
    """
    article = reading.article
    evidence: defaultdict[str | None, list[str]] = defaultdict(list)
    for relation in reading.relations:
        evidence[relation.statement_id].append(relation.evidence_span.slice(article.text))
    found: dict[str | None, Voice] = {}
    if None in evidence:
        found[None] = _voice(article, (), evidence[None])
    for same in _by_speaker([s for s in reading.statements if s.id in evidence]):
        ids = dict.fromkeys(statement.id for statement in same)
        voice = _voice(article, same, [words for id_ in ids for words in evidence[id_]])
        found.update(dict.fromkeys(ids, voice))
    return found


def _by_speaker(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Put the statements of one person together; those of nobody in particular stay alone."""
    groups: list[list[Statement]] = []
    for statement in statements:
        person = _person(statement)
        same = next((g for g in groups if person[0] and any(same_person(person, _person(s)) for s in g)), None)
        if same is None:
            groups.append([statement])
        else:
            same.append(statement)
    return groups


def _person(statement: Statement) -> tuple[tuple[str, ...], str]:
    speaker = statement.speaker
    return (tuple(fold(speaker.name)), speaker.state or "") if speaker else ((), "")


def _voice(article: Article, statements: Sequence[Statement], evidence: Iterable[str]) -> Voice:
    name, state = max(map(_person, statements), key=lambda person: (len(person[0]), person)) if statements else ((), "")
    said = {" [...] ".join(span.slice(article.text) for span in s.content_spans) for s in statements}
    relays = {outlet_key(relay) for s in statements for relay in s.relay}
    return Voice(
        own=not statements,
        speaker=name,
        state=state,
        outlet=outlet_key(article.outlet),
        relay=frozenset(relays - {""}),
        published=_date(article.published),
        said=tuple(sorted(said)),
        evidence=tuple(sorted(set(evidence))),
    )


def _date(iso: str | None) -> str | None:
    """Return a date that can be counted with, or None."""
    try:
        date.fromisoformat("-".join([*(iso or "").split("-"), "01", "01"][:3]))
    except ValueError:
        return None
    return iso


def add_origins(
    connection: sqlite3.Connection, article_key: int, text: str, voices: Mapping[str | None, Voice]
) -> dict[str | None, int]:
    """Keep the voices of an article that was just added, tied to those that are there; return their keys."""
    duplicates = _add_sketch(connection, article_key, sketch(text))
    keys: dict[int, int] = {}
    here: list[tuple[int, Voice]] = []
    hashes: list[tuple[int, int]] = []
    for voice in voices.values():
        if id(voice) in keys:
            continue
        key = keys[id(voice)] = _add_voice(connection, article_key, voice)
        numbers = voice.hashes()
        near = _near(connection, voice, numbers, article_key, duplicates)
        ties = [k for k, other in here if tied(voice, other, duplicates=False)]
        ties += _one_of_each(connection, voice, _by(dict(near), near), duplicates)
        if ties:
            _tie(connection, key, ties)
        here.append((key, voice))
        hashes += ((number, key) for number in numbers)
    keep_hashes(connection, hashes)
    return {statement_id: keys[id(voice)] for statement_id, voice in voices.items()}


def keep_hashes(connection: sqlite3.Connection, hashes: Iterable[tuple[int, int]]) -> None:
    """Keep by which hashes voices find each other, each with the key of the voice."""
    connection.executemany("INSERT OR IGNORE INTO voice_hash VALUES (?, ?)", sorted(hashes))


def voices_of_article(connection: sqlite3.Connection, article_key: int) -> list[tuple[int, Voice]]:
    """Return the voices of an article, as they were when it was added, with their keys."""
    keys = [key for (key,) in connection.execute("SELECT key FROM voice WHERE article_key = ?", (article_key,))]
    return [(key, voice) for key, _, voice in _stored(connection, keys)]


def _add_sketch(connection: sqlite3.Connection, article_key: int, new: Sketch) -> set[int]:
    """Keep an article's sketch; return the keys of its near-duplicates."""
    found = _near_duplicates(connection, new)
    connection.execute("INSERT INTO article_sketch VALUES (?, ?, ?)", (article_key, new.shingles, packed(new.hashes)))
    connection.executemany(
        "INSERT OR IGNORE INTO article_hash VALUES (?, ?)", ((n, article_key) for n in new.hashes[:_LOOKED_UP])
    )
    return found


def _near_duplicates(connection: sqlite3.Connection, one: Sketch) -> set[int]:
    looked_up = json.dumps(one.hashes[:_LOOKED_UP])
    rows = connection.execute(
        """SELECT s.article_key, s.shingles, s.hashes FROM article_sketch s WHERE s.article_key IN (
            SELECT article_key FROM article_hash WHERE hash IN (SELECT value FROM json_each(?))
            GROUP BY article_key HAVING count(*) >= ?)""",
        (looked_up, min(SHARED, len(one.hashes))),
    )
    return {key for key, size, raw in rows if near_duplicate(one, Sketch(size, unpacked(raw)))}


def _add_voice(connection: sqlite3.Connection, article_key: int, voice: Voice) -> int:
    relay = json.dumps(sorted(voice.relay), ensure_ascii=False)
    key = connection.execute(
        "INSERT INTO voice (article_key, own, speaker, state, relay, known, origin) VALUES (?, ?, ?, ?, ?, ?, 0)",
        (article_key, voice.own, " ".join(voice.speaker) or None, voice.state or None, relay, voice.known),
    ).lastrowid
    assert key is not None
    connection.execute("UPDATE voice SET origin = key WHERE key = ?", (key,))
    return key


_NEAR = """
WITH shares (key, n) AS MATERIALIZED (
    SELECT voice_key, count(*) FROM voice_hash WHERE hash IN (SELECT value FROM json_each(:hashes))
    GROUP BY voice_key HAVING count(*) >= :shared
), near (key) AS (
    SELECT s.key FROM shares s JOIN voice v ON v.key = s.key JOIN article a ON a.key = v.article_key
    WHERE s.n >= :far OR :earliest IS NULL OR a.published IS NULL OR length(a.published) <> 10
        OR a.published BETWEEN :earliest AND :latest
    UNION SELECT key FROM voice WHERE article_key IN (SELECT value FROM json_each(:duplicates))
)
SELECT v.key, v.origin FROM near JOIN voice v ON v.key = near.key WHERE v.article_key <> :article ORDER BY v.key DESC"""
_VOICES = """
SELECT v.key, v.article_key, v.own, v.speaker, v.state, v.relay, a.outlet, a.published
FROM voice v JOIN article a ON a.key = v.article_key WHERE v.key IN (SELECT value FROM json_each(?))"""
_WORDS = """
SELECT d.voice_key, s.content_words, r.evidence_words
FROM relation r JOIN dossier d ON d.relation_key = r.key LEFT JOIN statement s ON s.key = r.statement_key
WHERE r.article_key IN (SELECT value FROM json_each(?))"""


def _window(published: str | None) -> tuple[str | None, str | None]:
    if published is None or len(published) != 10:
        return None, None
    day, days = date.fromisoformat(published), timedelta(days=DAYS)
    return (day - days).isoformat(), (day + days).isoformat()


def _near(
    connection: sqlite3.Connection,
    voice: Voice,
    hashes: Collection[int],
    article_key: int,
    duplicates: Collection[int],
) -> list[tuple[int, int]]:
    """Return the voices of other articles that may be one word with a voice: key and origin, the newest first."""
    earliest, latest = _window(voice.published)
    wanted = {
        "article": article_key,
        "earliest": earliest,
        "latest": latest,
        "far": SHARED_FAR,
        "hashes": json.dumps(hashes),
        "shared": SHARED,
        "duplicates": json.dumps([*duplicates]),
    }
    return connection.execute(_NEAR, wanted).fetchall()


def _by(group_of: Mapping[int, int], near: Iterable[tuple[int, int]]) -> list[list[int]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for key, _ in near:
        groups[group_of[key]].append(key)
    return list(groups.values())


def _one_of_each(
    connection: sqlite3.Connection, voice: Voice, groups: Iterable[list[int]], duplicates: Collection[int]
) -> list[int]:
    """Return the first of each group that is one word with a voice, where there is one.

    Where thousands print one sentence most groups end with the first that is tried; they are read a few at a time.
    """
    found: list[int] = []
    begin, end = 0, _TRIED_FIRST
    while groups:
        stored = _stored(connection, [key for keys in groups for key in keys[begin:end]])
        one_word = {key for key, article, other in stored if tied(voice, other, duplicates=article in duplicates)}
        firsts = [next((key for key in keys[begin:end] if key in one_word), None) for keys in groups]
        found += [key for key in firsts if key is not None]
        groups = [keys for keys, first in zip(groups, firsts, strict=True) if first is None and len(keys) > end]
        begin, end = end, end * _TRIED_FIRST
    return found


def _stored(connection: sqlite3.Connection, keys: Sequence[int]) -> list[tuple[int, int, Voice]]:
    """Return voices as they were when they were added: key, key of the article, voice."""
    if not keys:
        return []
    rows = connection.execute(_VOICES, (json.dumps(keys),)).fetchall()
    said: defaultdict[int, set[str]] = defaultdict(set)
    evidence: defaultdict[int, set[str]] = defaultdict(set)
    for key, content, words in connection.execute(_WORDS, (json.dumps([row[1] for row in rows]),)):
        evidence[key].add(words)
        if content is not None:
            said[key].add(content)
    return [
        (key, article_key, _as_voice(tuple(sorted(said[key])), tuple(sorted(evidence[key])), *facts))
        for key, article_key, *facts in rows
    ]


def _as_voice(
    said: tuple[str, ...],
    evidence: tuple[str, ...],
    own: int,
    speaker: str | None,
    state: str | None,
    relay: str,
    outlet: str | None,
    published: str | None,
) -> Voice:
    return Voice(
        own=bool(own),
        speaker=tuple((speaker or "").split()),
        state=state or "",
        outlet=outlet_key(outlet),
        relay=frozenset(json.loads(relay)),
        published=_date(published),
        said=said,
        evidence=evidence,
    )


def _tie(connection: sqlite3.Connection, key: int, others: Sequence[int]) -> None:
    pairs = ((min(key, other), max(key, other)) for other in others)
    connection.executemany("INSERT INTO voice_tie VALUES (?, ?)", pairs)
    origins = connection.execute(
        "SELECT DISTINCT origin FROM voice WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(others),)
    )
    if found := {origin for (origin,) in origins}:
        _merge(connection, key, found)


def _merge(connection: sqlite3.Connection, key: int, origins: Collection[int]) -> None:
    """Give a new voice and all origins it ties together one number: that of the largest."""
    sizes = {
        origin: connection.execute("SELECT count(*) FROM voice WHERE origin = ?", (origin,)).fetchone()[0]
        for origin in origins
    }
    largest = max(sizes, key=lambda origin: (sizes[origin], origin))
    for origin in {key, *origins} - {largest}:
        moved = [k for (k,) in connection.execute("SELECT key FROM voice WHERE origin = ?", (origin,)).fetchall()]
        renumber(connection, moved, largest)


def renumber(connection: sqlite3.Connection, voices: Collection[int], origin: int) -> None:
    """Give voices another origin, in the dossiers too."""
    listed = json.dumps([*voices])
    connection.execute("UPDATE voice SET origin = ? WHERE key IN (SELECT value FROM json_each(?))", (origin, listed))
    connection.execute(
        """UPDATE dossier SET origin = ?1 WHERE origin IS NOT NULL
            AND voice_key IN (SELECT value FROM json_each(?2)) AND relation_key IN (
            SELECT r.key FROM relation r WHERE r.article_key IN (
                SELECT article_key FROM voice WHERE key IN (SELECT value FROM json_each(?2))))""",
        (origin, listed),
    )


def forget_origins(connection: sqlite3.Connection, article_key: int) -> set[int]:
    """Take out what finds an article that is about to go; return the origins that may fall apart without it."""
    (raw,) = connection.execute(
        "SELECT hashes FROM article_sketch WHERE article_key = ?", (article_key,)
    ).fetchone() or (b"",)
    gone = ((number, article_key) for number in unpacked(raw)[:_LOOKED_UP])
    connection.executemany("DELETE FROM article_hash WHERE hash = ? AND article_key = ?", gone)
    rows = connection.execute("SELECT key, origin FROM voice WHERE article_key = ?", (article_key,)).fetchall()
    for key, _, voice in _stored(connection, [key for key, _ in rows]):
        connection.executemany(
            "DELETE FROM voice_hash WHERE hash = ? AND voice_key = ?", ((number, key) for number in voice.hashes())
        )
    return {origin for _, origin in rows}


def split_origins(connection: sqlite3.Connection, origins: Collection[int]) -> None:
    """Number anew what no longer hangs together, after an article has gone."""
    for origin in origins:
        keys = [key for (key,) in connection.execute("SELECT key FROM voice WHERE origin = ?", (origin,))]
        ties = connection.execute(
            "SELECT one, other FROM voice_tie WHERE one IN (SELECT key FROM voice WHERE origin = ?)", (origin,)
        ).fetchall()
        for piece in _tied_again(connection, _pieces(keys, ties)):
            if min(piece) != origin:
                renumber(connection, piece, min(piece))


def _tied_again(connection: sqlite3.Connection, pieces: Iterable[list[int]]) -> list[set[int]]:
    """Join pieces of an origin that are one word without what held them together as well."""
    parts = {id(part): part for part in map(set, pieces)}
    part_of = {key: number for number, part in parts.items() for key in part}
    *smaller, _ = sorted(parts.values(), key=len) or [set()]
    for key in [key for part in smaller for key in sorted(part)]:
        if len(parts) == 1:
            break
        for other in _ties_to_other_parts(connection, key, part_of):
            connection.execute("INSERT INTO voice_tie VALUES (?, ?)", (min(key, other), max(key, other)))
            few, many = sorted((part_of[key], part_of[other]), key=lambda number: len(parts[number]))
            part_of.update(dict.fromkeys(parts[few], many))
            parts[many] |= parts.pop(few)
    return list(parts.values())


def _ties_to_other_parts(connection: sqlite3.Connection, key: int, part_of: Mapping[int, int]) -> list[int]:
    ((_, article_key, voice),) = _stored(connection, [key])
    (shingles, raw) = connection.execute(
        "SELECT shingles, hashes FROM article_sketch WHERE article_key = ?", (article_key,)
    ).fetchone()
    duplicates = _near_duplicates(connection, Sketch(shingles, unpacked(raw))) - {article_key}
    near = _near(connection, voice, voice.hashes(), article_key, duplicates)
    elsewhere = [(k, origin) for k, origin in near if part_of.get(k, part_of[key]) != part_of[key]]
    return _one_of_each(connection, voice, _by(part_of, elsewhere), duplicates)


def thin_ties(connection: sqlite3.Connection) -> None:
    """Leave of the ties of 0002, which had every pair, what holds each origin together."""
    article_of = dict(connection.execute("SELECT key, article_key FROM voice"))
    part_of: dict[int, list[int]] = {key: [key] for key in article_of}
    kept = []
    for one, other in connection.execute("SELECT one, other FROM voice_tie ORDER BY other, one DESC"):
        few, many = sorted((part_of[one], part_of[other]), key=len)
        if few is not many:
            many += few
            part_of.update(dict.fromkeys(few, many))
        elif article_of[one] != article_of[other]:
            continue
        kept.append((one, other))
    connection.execute("DELETE FROM voice_tie")
    connection.executemany("INSERT INTO voice_tie VALUES (?, ?)", kept)


def _pieces(keys: Iterable[int], ties: Iterable[tuple[int, int]]) -> list[list[int]]:
    beside: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in ties:
        beside[one].append(other)
        beside[other].append(one)
    left, pieces = set(keys), []
    while left:
        piece, next_ones = [], [left.pop()]
        while next_ones:
            key = next_ones.pop()
            piece.append(key)
            found = [other for other in beside[key] if other in left]
            left.difference_update(found)
            next_ones += found
        pieces.append(piece)
    return pieces
