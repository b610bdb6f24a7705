"""A brief as Markdown, with footnotes."""

from foedus.brief.blocks import (
    Block,
    Dates,
    Heading,
    LeftOut,
    Notes,
    Paragraph,
    Style,
    Voices,
    blocks,
    short_ids,
)
from foedus.brief.model import Brief, Sentence
from foedus.display.markdown import escaped


def brief_markdown(brief: Brief) -> str:
    """Return a brief as Markdown; the sources are footnotes."""
    return "\n\n".join(map(_block, blocks(brief))) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {escaped(text)}"
        case Paragraph(Style.BASIS | Style.MADE, sentence):
            return f"*{_line(sentence)}*"
        case Paragraph(_, sentence):
            return _line(sentence) + (f"\\\n*{escaped(' '.join(sentence.aside))}*" if sentence.aside else "")
        case Voices():
            return _voices(block)
        case Dates(rows, colon):
            return "\n".join(f"- **{escaped(date)}**{colon}{_line(sentence)}" for date, sentence in rows)
        case LeftOut(lines):
            return "\n".join(f"- {_with_command(line)}" for line in lines)
        case Notes(notes):
            return "\n\n".join(
                f"[^{note.number}]: {escaped(note.text)}.{f' <{note.url}>' if note.url else ''} ({short_ids(note)})"
                for note in notes
            )


def _with_command(line: str) -> str:
    """Escape a line but for the command it may hold between backquotes."""
    before, command, after = [*line.split("`"), "", ""][:3]
    return f"{escaped(before)} `{command}` {escaped(after)}" if command else escaped(line)


def _line(sentence: Sentence) -> str:
    return escaped(sentence.text) + "".join(f"[^{number}]" for number in sentence.notes)


def _voices(table: Voices) -> str:
    rows = [f"| {' | '.join(table.head)} |", "|---|---|---|--:|---|"]
    for voice in table.rows:
        notes = "".join(f"[^{number}]" for number in voice.notes)
        cells = (escaped(voice.speaker), escaped(voice.state), escaped(voice.standing), str(voice.records), notes)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)
