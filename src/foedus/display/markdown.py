"""An explanation and a reading as Markdown that can be pasted into a page."""

import re
from collections.abc import Iterator, Sequence

from foedus.display.article import article_line, how_said, on_whose_word, statement_words, statements_by_id
from foedus.display.pieces import Act, Moment, Page, Piece, Section
from foedus.display.wording import Wording, arrow, printable, wording
from foedus.model import Kind, Reading, Statement

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_AT_START = re.compile(r"^(\d+)([.)] )|^([-+] )")


def explanation_markdown(page: Page) -> str:
    """Return an explanation as Markdown."""
    return _joined(_page(page, wording(page.language)))


def reading_markdown(reading: Reading, language: str) -> str:
    """Return an article's statements and relations as Markdown."""
    return _joined(_reading(reading, wording(language)))


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it stands."""
    text = _SPECIAL.sub(r"\\\1", printable(text))
    return _AT_START.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", text)


def _joined(blocks: Iterator[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _page(page: Page, say: Wording) -> Iterator[str]:
    yield f"# {escaped(page.heading)}"
    if page.counts:
        yield escaped(page.counts)
    yield from map(escaped, page.notes)
    for section in page.grounds:
        yield from _section(section, say)
    for other in (page.other, page.against):
        if other:
            yield from _section(other, say)
    if page.changed:
        yield f"## {say.say('changed')}"
        yield "\n".join(f"- {escaped(line)}" for line in page.changed)
    if page.thirds:
        yield escaped(page.thirds)
    if page.timeline:
        yield f"## {say.say('timeline')}"
        yield _timeline(page.timeline, say)
        yield from map(escaped, page.after)


def _section(section: Section, say: Wording) -> Iterator[str]:
    yield f"## {escaped(section.heading)}"
    if section.basis:
        yield f"*{escaped(section.basis)}*"
    for piece in section.pieces:
        yield _piece(piece, say)
    if section.denials:
        yield f"### {say.say('denial', n=len(section.denials))}"
        for piece in section.denials:
            yield _piece(piece, say)
    if section.more:
        yield escaped(say.say("more", n=section.more))


def _piece(piece: Piece, say: Wording) -> str:
    """A block quotation only where the words are someone's own."""
    who = f"**{escaped(piece.speaker)}**" + (f", {escaped(piece.relay)}" if piece.relay else "")
    if piece.own_voice:
        who += f" ({escaped(piece.manner or '')})"
    elif piece.manner:
        who += f" — {escaped(piece.manner)}"
    words = escaped(piece.words)
    margin = "> " if piece.quoted else ""
    head = f"> {say.quote(words)}\n>\n> {who}" if piece.quoted else f"{who}{say.say('colon')}{words}"
    return head + "".join(f"  \n{margin}{line}" for line in _details(piece, say))


def _details(piece: Piece, say: Wording) -> Iterator[str]:
    title = escaped(piece.title) if piece.title else None
    link = f"[{title}](<{piece.url}>)" if title and piece.url and _is_link(piece.url) else title
    outlet = escaped(piece.outlet) if piece.outlet and not piece.own_voice else None
    if printed := ", ".join(filter(None, (link, outlet, piece.published))):
        yield printed
    for act in piece.acts:
        yield _act(act, say)
    for line in (piece.contested, piece.reprints):
        if line:
            yield escaped(line)


def _is_link(url: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>]+", url) is not None


def _act(act: Act, say: Wording) -> str:
    text = escaped(f"{act.pair}{say.say('colon')}{act.what}")
    return " · ".join(filter(None, (text, act.dated and escaped(act.dated), f"`{act.id}`")))


def _timeline(moments: Sequence[Moment], say: Wording) -> str:
    rows = [
        (
            m.date,
            escaped(m.act.pair),
            escaped(m.act.what) + (f" ×{m.act.records}" if m.act.records > 1 else ""),
            escaped(m.who),
            f"`{m.act.id}`",
        )
        for m in moments
    ]
    return _table([say.say("when"), say.say("who"), say.say("what"), say.say("word"), "id"], rows)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _reading(reading: Reading, say: Wording) -> Iterator[str]:
    article = reading.article
    yield f"# {escaped(article.title or article.file or say.say('unknown_outlet'))}"
    yield escaped(article_line(article, say))
    yield f"## {say.say('statements')}"
    if not reading.statements:
        yield say.say("no_statements")
    for statement in reading.statements:
        yield _statement(statement, article.text, say)
    yield f"## {say.say('relations')}"
    if not reading.relations:
        yield say.say("no_relations")
        return
    statements = statements_by_id(reading)
    rows = [
        (
            arrow(relation.source, relation.target, relation.code),
            say.act(relation.code, relation.mood),
            say.ground(relation.ground) if relation.ground else "",
            relation.date or "",
            escaped(on_whose_word(relation, statements.get(relation.statement_id or ""), say)),
            escaped(relation.evidence_span.slice(article.text)),
        )
        for relation in reading.relations
    ]
    yield _table([say.say(key) for key in ("who", "what", "ground", "when", "word", "evidence")], rows)


def _statement(statement: Statement, text: str, say: Wording) -> str:
    who = f"**{escaped(say.speaker(statement.speaker))}** · {escaped(how_said(statement, text, say))}"
    words = escaped(statement_words(statement, text))
    if statement.kind is Kind.DIRECT:
        return f"> {say.quote(words)}\n>\n> {who}"
    return f"{who}{say.say('colon')}{words}"
