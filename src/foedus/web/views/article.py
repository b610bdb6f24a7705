"""An article in its reading: who speaks in it, what is claimed, what people said of that."""

from collections import defaultdict
from typing import Any

from foedus.errors import NotHeld
from foedus.ledger import Ledger, queries
from foedus.model import Reading
from foedus.web.views.library import article_dict, file_name
from foedus.why import why

VOICES = 6  # colours of speakers; with more they come round again


def article(ledger: Ledger, article_id: str) -> dict[str, Any]:
    """Return an article with everything found in it (schema foedus/1), and the verdicts on its records.

    Raises:
        NotHeld: there is no such article.
    """
    reading = held_reading(ledger, article_id)
    return {**article_dict(reading), "reviews": reviews(ledger, reading)}


def record(ledger: Ledger, beginning: str) -> dict[str, Any]:
    """Return how a statement or relation came to be (schema foedus/why/1); of its file only the name.

    Raises:
        NotHeld: there is no such record.
    """
    found = why(ledger, beginning).to_dict()
    return {**found, "article": {**found["article"], "file": file_name(found["article"]["file"])}}


def held_reading(ledger: Ledger, article_id: str) -> Reading:
    """Return a reading by the id of its article.

    Raises:
        NotHeld: there is none.
    """
    if not article_id.isalnum() or len(article_id) > 64:
        raise NotHeld(f"no article has the id {article_id[:64]!r}")
    return ledger.reading(article_id)


def reviews(ledger: Ledger, reading: Reading) -> list[dict[str, Any]]:
    """Return what people said of an article's records, the last first."""
    with ledger.guarded("reading reviews"):
        made = queries.reviews(ledger.connection, reading.article.sha256)
    return [
        {
            "kind": one.kind,
            "record": one.record_id,
            "verdict": one.verdict.value,
            "corrected": dict(one.corrected),
            "was": {key: value for key, value in one.record.items() if not isinstance(value, list)},
            "words": next(
                (words for spans in one.record.values() if isinstance(spans, list) for *_, words in spans), ""
            ),
            "by": one.by,
            "at": one.at,
            "why": one.why,
        }
        for one in reversed(made)
    ]


def notes(reading: Reading) -> list[dict[str, Any]]:
    """Return for the margin each statement with its relations, and each relation of the article's own voice, by place.

    Each has a `voice`: a number from 0 for each speaker, by their first appearance; None for the article's own.
    """
    found = article_dict(reading)
    rests = defaultdict(list)
    for relation in found["relations"]:
        rests[relation["statement"]].append(relation)
    voices: dict[object, int] = {}
    out = []
    for statement in found["statements"]:
        speaker = statement["speaker"]
        key = (speaker["name"], speaker["state"]) if speaker else statement["id"]
        voice = voices.setdefault(key, len(voices)) % VOICES
        words = [reading.article.text[start:end] for start, end in statement["content"]]
        place = min(start for start, _ in [*statement["content"], *filter(None, (statement["source"],))])
        out.append(
            {**statement, "sort": "statement", "voice": voice, "words": words, "at": place,
             "relations": rests[statement["id"]]}
        )  # fmt: skip
    own = [
        {"sort": "own", "id": relation["id"], "voice": None, "words": [relation["words"]],
         "at": relation["evidence"][0], "relations": [relation]}
        for relation in rests[None]
    ]  # fmt: skip
    return sorted([*out, *own], key=lambda note: note["at"])
