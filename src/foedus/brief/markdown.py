"""A brief as Markdown, with footnotes."""

from collections.abc import Iterator

from foedus.brief.model import Brief, Sentence
from foedus.display.markdown import escaped


def brief_markdown(brief: Brief) -> str:
    """Return a brief as Markdown; the sources are footnotes."""
    return "\n\n".join(_blocks(brief)) + "\n"


def _blocks(brief: Brief) -> Iterator[str]:
    yield f"# {escaped(brief.headline)}"
    yield from map(escaped, brief.lead)
    for part in brief.parts:
        yield f"## {escaped(part.heading)}"
        if part.basis:
            yield f"*{escaped(part.basis)}*"
        for sentence in part.sentences:
            yield _sentence(sentence)
    if brief.voices:
        yield f"## {brief.headings['voices']}"
        yield _voices(brief)
    if brief.dates:
        yield f"## {brief.headings['dates']}"
        yield "\n".join(
            f"- **{escaped(date)}**{brief.headings['colon']}{_line(sentence)}" for date, sentence in brief.dates
        )
    yield f"## {brief.headings['left_out']}"
    yield "\n".join(f"- {_plain(line)}" for line in brief.left_out)
    yield f"## {brief.headings['notes']}"
    for note in brief.notes:
        link = f" <{note.url}>" if note.url else ""
        yield f"[^{note.number}]: {escaped(note.text)}.{link} ({', '.join(id_[:8] for id_ in note.records)})"
    yield f"*{escaped(brief.made)}*"


def _plain(line: str) -> str:
    """Escape a line but for the command it may hold between backquotes."""
    before, command, after = [*line.split("`"), "", ""][:3]
    return f"{escaped(before)} `{command}` {escaped(after)}" if command else escaped(line)


def _line(sentence: Sentence) -> str:
    return escaped(sentence.text) + "".join(f"[^{number}]" for number in sentence.notes)


def _sentence(sentence: Sentence) -> str:
    aside = f"\n*{escaped(' '.join(sentence.aside))}*" if sentence.aside else ""
    return _line(sentence) + aside


def _voices(brief: Brief) -> str:
    rows = [f"| {' | '.join(brief.voice_head)} |", "|---|---|---|--:|---|"]
    for voice in brief.voices:
        notes = "".join(f"[^{number}]" for number in voice.notes)
        cells = (escaped(voice.speaker), escaped(voice.state), escaped(voice.standing), str(voice.records), notes)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)
