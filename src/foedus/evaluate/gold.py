"""Gold data, and predictions in the same forms, as documents.

PolNeAR         a folder with text/*.txt and attributions/<stem>_<annotator>.ann; of several annotators the first
brat standoff   x.ann beside x.txt, or a folder of them; events with the roles Source, Cue and Content
JSON lines      canonical foedus JSON, one document a line (also one object, or a list)
Citron          an object with "text" and "quotes", or a folder of such files
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foedus.errors import GoldError

Spans = tuple[tuple[int, int], ...]
_SPAN_LINE = re.compile(r"T\d+\t\S+ \d")
_EVENT_LINE = re.compile(r"E\d+\t")


@dataclass(frozen=True, slots=True)
class Told:
    """A statement of a document; spans are `[start, end)` characters of its text.

    Attributes:
        kind: direct, indirect or mixed; None where the data do not say.
        state, relay: of the speaker, and who carried it (folded by case); `says` tells whether the data have them.
        rule: what made it; None in gold.
    """

    content: Spans
    source: Spans = ()
    cue: Spans = ()
    kind: str | None = None
    state: str | None = None
    relay: tuple[str, ...] = ()
    says: bool = False
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A relation of a document; mood and ground are None where the data do not have them."""

    source: str | None
    target: str | None
    code: str
    mood: str | None = None
    ground: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is in it.

    Attributes:
        statements, relations: None where the data do not mark them.
    """

    id: str
    text: str
    statements: tuple[Told, ...] | None
    relations: tuple[Link, ...] | None
    language: str | None = None
    published: str | None = None
    subset: str | None = None


def load_documents(path: Path, subset: str | None = None) -> list[Document]:
    """Return the documents of a file or folder, each id once.

    Args:
        path: in any of the forms above.
        subset: keep only documents of this subset, where they have one.

    Raises:
        GoldError: it is none of them, a span is not inside its text, or an id comes twice.
    """
    if not path.exists():
        raise GoldError(f"{path}: no such file or folder")
    documents = [d for d in _documents(path) if subset is None or d.subset == subset]
    if not documents:
        raise GoldError(f"{path}: no documents" + (f" of subset {subset!r}" if subset else ""))
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise GoldError(f"{path}: document {document.id!r} comes twice")
        seen.add(document.id)
        _check(document, path)
    return documents


def _check(document: Document, path: Path) -> None:
    for told in document.statements or ():
        for start, end in (*told.content, *told.source, *told.cue):
            if document.text and not 0 <= start < end <= len(document.text):
                length = len(document.text)
                raise GoldError(
                    f"{path}: {document.id}: span {start}-{end} is not inside a text of {length} characters"
                )


def _documents(path: Path) -> Iterator[Document]:
    if path.is_file():
        yield from _brat(path, path.with_suffix(".txt")) if path.suffix == ".ann" else _json_file(path)
    elif (path / "attributions").is_dir() and (path / "text").is_dir():
        yield from _polnear(path)
    elif annotations := sorted(path.glob("*.ann")):
        for file in annotations:
            yield from _brat(file, file.with_suffix(".txt"))
    else:
        files = sorted([*path.glob("*.json"), *path.glob("*.jsonl")])
        if not files:
            raise GoldError(
                f"{path}: no gold data in this folder: expected text/ and attributions/, or .ann, .json, .jsonl files"
            )
        for file in files:
            yield from _json_file(file)


# -- brat --------------------------------------------------------------------------------------------------------------


def _polnear(folder: Path) -> Iterator[Document]:
    seen = set()
    for file in sorted((folder / "attributions").glob("*.ann")):
        stem = file.stem.rpartition("_")[0]
        if stem not in seen:
            seen.add(stem)
            yield from _brat(file, folder / "text" / f"{stem}.txt", stem)


def _brat(annotations: Path, text_file: Path, name: str | None = None) -> Iterator[Document]:
    if not text_file.exists():
        raise GoldError(f"{annotations}: there is no {text_file.name} with its text")
    text = _body(text_file)
    spans: dict[str, Spans] = {}
    events: list[list[str]] = []
    for number, line in enumerate(_body(annotations).split("\n"), 1):
        if _SPAN_LINE.match(line):
            key, place = line.split("\t")[:2]
            try:
                pairs = [part.split() for part in place.split(" ", 1)[1].split(";")]
                spans[key] = tuple((int(start), int(end)) for start, end in pairs)
            except ValueError:
                raise GoldError(f"{annotations}:{number}: {place!r} is no span of brat standoff") from None
        elif _EVENT_LINE.match(line):
            events.append(line.split("\t")[1].split())
    yield Document(name or annotations.stem, text, tuple(_attributions(events, spans, annotations)), None)


def _attributions(events: Iterable[list[str]], spans: dict[str, Spans], file: Path) -> Iterator[Told]:
    """An E line may come before the T lines it names; roles are numbered where there are several (Content2)."""
    for event in events:
        roles: dict[str, Spans] = {}
        for role, _, key in (item.partition(":") for item in event):
            if key not in spans:
                raise GoldError(f"{file}: an event names {key!r}, which is no text-bound annotation")
            role = role.rstrip("0123456789")
            roles[role] = (*roles.get(role, ()), *spans[key])
        if roles.get("Content"):
            yield Told(roles["Content"], roles.get("Source", ()), roles.get("Cue", ()))


# -- JSON --------------------------------------------------------------------------------------------------------------


def _json_file(path: Path) -> Iterator[Document]:
    body = _body(path)
    try:
        whole = json.loads(body)
        records = [(1, record) for record in (whole if isinstance(whole, list) else [whole])]
    except json.JSONDecodeError:
        records = list(_json_lines(body, path))
    for number, record in records:
        where = f"{path}:{number}" if len(records) > 1 else str(path)
        if not isinstance(record, dict):
            raise GoldError(f"{where}: expected an object with 'text' and 'statements', 'relations' or 'quotes'")
        try:
            yield _citron(record, path) if "quotes" in record else _record(record, path)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise GoldError(f"{where}: not in a form we know: {type(error).__name__} {error}") from error


def _json_lines(body: str, path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(body.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as error:
                raise GoldError(f"{path}:{number}: no JSON: {error.msg} at column {error.colno}") from None


def _record(record: dict[str, Any], path: Path) -> Document:
    if not record.keys() & {"statements", "relations"}:
        raise ValueError("it has neither 'statements' nor 'relations' nor 'quotes'")
    statements, relations = record.get("statements"), record.get("relations")
    name = Path(record["file"]).stem if record.get("file") else record.get("id", path.name.split(".")[0])
    return Document(
        str(name),
        record.get("text", ""),
        None if statements is None else tuple(map(_told, statements)),
        None if relations is None else tuple(map(_link, relations)),
        record.get("language"),
        record.get("published"),
        record.get("subset"),
    )


def _told(raw: dict[str, Any]) -> Told:
    relay = raw.get("relay") or ()
    return Told(
        content=_spans(raw["content"]),
        source=_spans(raw.get("source")),
        cue=_spans(raw.get("cue")),
        kind=raw.get("kind"),
        state=(raw.get("speaker") or {}).get("state"),
        relay=tuple(name.lower() for name in ([relay] if isinstance(relay, str) else relay)),
        says="speaker" in raw,
        rule=raw.get("rule"),
    )


def _link(raw: dict[str, Any]) -> Link:
    return Link(raw["source"], raw["target"], raw["code"], raw.get("mood"), raw.get("ground"), raw.get("rule"))


def _spans(raw: Any) -> Spans:
    """Take a span, a list of spans, or null."""
    if not raw:
        return ()
    return tuple((int(start), int(end)) for start, end in ([raw] if isinstance(raw[0], int) else raw))


def _citron(record: dict[str, Any], path: Path) -> Document:
    text = record["text"]

    def spans(found: Iterable[dict[str, Any] | None]) -> Spans:
        for span in found:
            if span and "text" in span and text[span["start"] : span["end"]] != span["text"]:
                raise ValueError(f"{span['text']!r} does not stand at {span['start']}")
        return tuple((span["start"], span["end"]) for span in found if span)

    told = tuple(
        Told(spans(quote["contents"]), spans(quote.get("sources") or ()), spans([quote.get("cue")]))
        for quote in record["quotes"]
    )
    return Document(str(record.get("id", path.name.split(".")[0])), text, told, None, record.get("language"))


def _body(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read as UTF-8 text: {error}") from None
