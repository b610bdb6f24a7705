"""One evaluation, and what was gained and lost against another."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from foedus.errors import GoldError
from foedus.evaluate.gold import Document
from foedus.evaluate.predict import spoken_language
from foedus.evaluate.relations import count_relations
from foedus.evaluate.statements import Item, count_statements
from foedus.evaluate.tally import Figure, Tally

SCHEMA = "foedus/evaluation/1"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of what was predicted.

    Attributes:
        documents: how many in the gold; `unread` of them have no prediction.
        statements, relations: figures by measure; empty where the gold marks none.
        plover: whether relations were folded into PLOVER's codes.
        right: keys of the gold items found, and of predictions that are right.
        wrong: key to words, of gold items missed and of predictions without gold.
    """

    documents: int
    unread: int
    statements: dict[str, Figure]
    relations: dict[str, Figure]
    plover: bool
    right: dict[str, str]
    wrong: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as data for JSON."""
        return {
            "schema": SCHEMA,
            "documents": self.documents,
            "unread": self.unread,
            "plover": self.plover,
            "statements": {name: asdict(figure) for name, figure in self.statements.items()},
            "relations": {name: asdict(figure) for name, figure in self.relations.items()},
        }


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from an earlier run; each a mapping of key to words.

    Attributes:
        gained, lost: gold items found now and not then, and the other way round.
        new, gone: predictions without gold that are made now and not then, and the other way round.
        before: the value of each measure in the earlier run.
    """

    gained: dict[str, str]
    lost: dict[str, str]
    new: dict[str, str]
    gone: dict[str, str]
    before: dict[str, float]


def evaluate(
    gold: Sequence[Document], predicted: Sequence[Document], language: str | None = None, *, intervals: bool = False
) -> Evaluation:
    """Score predictions against gold; a gold document without prediction counts as one in which nothing was found.

    Args:
        gold, predicted: documents, matched by id; predictions for other documents are left out.
        language: of all documents; named by each or found in its text if None.
        intervals: whether to compute confidence intervals, over resamples of the documents.
    """
    by_id = {document.id: document for document in predicted}
    plover = not any(link.mood for document in gold for link in document.relations or ())
    statements, relations = Tally(), Tally()
    items: list[Item] = []
    for number, document in enumerate(gold):
        given = by_id.get(document.id, Document(document.id, document.text, (), ()))
        if document.statements is not None:
            spoken = language or spoken_language(document)
            items += count_statements(number, document, given, statements, spoken)
        if document.relations is not None:
            items += count_relations(number, document, given, relations, plover=plover)
    return Evaluation(
        len(gold),
        sum(document.id not in by_id for document in gold),
        statements.figures(len(gold), intervals=intervals),
        relations.figures(len(gold), intervals=intervals),
        plover,
        {item.key: item.words for item in items if item.right},
        {item.key: item.words for item in items if not item.right},
    )


def change(now: Evaluation, before: dict[str, Any]) -> Change:
    """Return what differs from a run that was kept."""
    then_right, then_wrong = before["right"], before["wrong"]

    def invented(key: str) -> bool:
        return " no statement " in key or " no relation " in key

    return Change(
        gained={k: w for k, w in now.right.items() if k in then_wrong},
        lost={k: w for k, w in now.wrong.items() if k in then_right},
        new={k: w for k, w in now.wrong.items() if invented(k) and k not in then_wrong},
        gone={k: w for k, w in then_wrong.items() if invented(k) and k not in now.wrong},
        before=before["values"],
    )


def keep(run: Evaluation, path: Path) -> None:
    """Write what a later run is compared with, whole or not at all.

    Raises:
        GoldError: the file cannot be written.
    """
    values = {name: figure.value for name, figure in {**run.statements, **run.relations}.items()}
    body = {"schema": SCHEMA, "values": values, "right": run.right, "wrong": run.wrong}
    beside = path.with_name(path.name + f".{os.getpid()}")
    try:
        beside.write_text(json.dumps(body, ensure_ascii=False, indent=0), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise GoldError(
            f"{path}: the run cannot be kept there ({error.strerror}): name a file with --against"
        ) from None


def kept(path: Path) -> dict[str, Any] | None:
    """Return a run that was kept, None if there is none.

    Raises:
        GoldError: the file is no such run.
    """
    if not path.exists():
        return None
    try:
        body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if body["schema"] != SCHEMA or not body.keys() >= {"values", "right", "wrong"}:
            raise KeyError
    except (OSError, ValueError, KeyError, TypeError):
        raise GoldError(f"{path}: is no run kept by `foedus evaluate`: name another file with --against") from None
    return body
