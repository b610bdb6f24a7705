"""A brief as PDF, set by Typst: one wheel without a system library, its fonts inside, French hyphenation."""

import json
import re

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
    web_address,
)
from foedus.brief.model import Brief, Note, Sentence
from foedus.errors import UsageError

_SPECIAL = re.compile(r"([\\#$*_`<>@=\[\]~\"'+/-])")
_STYLE = """
#set page(paper: "a4", margin: (x: 2.6cm, top: 2.4cm, bottom: 2.4cm), numbering: "1", number-align: center)
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "{language}", hyphenate: true)
#set smartquote(enabled: false)
#set par(justify: true, leading: 0.68em, spacing: 0.95em)
#show heading.where(level: 1): it => block(below: 1.1em, text(size: 19pt, weight: "bold", hyphenate: false,
  par(justify: false, leading: 0.45em, it.body)))
#show heading.where(level: 2): it => block(above: 1.7em, below: 0.8em, text(size: 12.5pt, weight: "bold", it.body))
#show link: set text(fill: rgb("#14508c"))
#let lead(body) = text(size: 11pt, body)
#let made(body) = block(above: 2em, text(size: 8.6pt, fill: luma(95), body))
#let basis(body) = block(sticky: true, below: 0.9em, text(style: "italic", fill: luma(85), body))
#let aside(body) = block(above: 0.45em, below: 1.0em, inset: (left: 1em), text(size: 8.6pt, fill: luma(95), body))
#let mark(number) = super(link(label("note-" + str(number)))[#number])
"""


def brief_pdf(brief: Brief) -> bytes:
    """Return a brief as PDF.

    Raises:
        UsageError: Typst is not installed.
    """
    try:
        import typst
    except ImportError:
        raise UsageError("PDF needs Typst, which is not installed: run `pip install 'foedus[brief]'`") from None
    pdf: bytes = typst.compile(typst_source(brief).encode())
    return pdf


def typst_source(brief: Brief) -> str:
    """Return a brief in Typst's markup."""
    title = f"#set document(title: {json.dumps(brief.headline, ensure_ascii=False)})\n"
    return _STYLE.replace("{language}", brief.language) + title + "\n\n".join(map(_block, blocks(brief))) + "\n"


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'=' * level} {_text(text)}"
        case Paragraph(Style.TOLD, sentence):
            aside = f"\n#aside[{_text(' '.join(sentence.aside))}]" if sentence.aside else ""
            return _line(sentence) + aside
        case Paragraph(style, sentence):
            return f"#{style}[{_line(sentence)}]"
        case Voices():
            return _voices(block)
        case Dates(rows):
            cells = "\n".join(f"  [*{_text(date)}*], [{_line(sentence)}]," for date, sentence in rows)
            return f"#grid(columns: (auto, 1fr), column-gutter: 1.2em, row-gutter: 0.7em,\n{cells}\n)"
        case LeftOut(lines):
            return "\n".join(f"- {_text(line.replace('`', ''))}" for line in lines)
        case Notes(notes):
            return _notes(notes)


def _line(sentence: Sentence) -> str:
    return _text(sentence.text) + "".join(f"#mark({number})" for number in sentence.notes)


def _voices(table: Voices) -> str:
    head = ", ".join(f"[*{_text(name)}*]" for name in table.head)
    rows = []
    for voice in table.rows:
        notes = ", ".join(f'#link(label("note-{number}"))[{number}]' for number in voice.notes)
        cells = ", ".join(f"[{_text(cell)}]" for cell in (voice.speaker, voice.state, voice.standing))
        rows.append(f"  {cells}, [{voice.records}], [{notes}],")
    return (
        "#[\n#set text(size: 9pt)\n#set par(justify: false)\n"
        "#table(columns: (1fr, auto, auto, auto, auto), stroke: (x, y) => (bottom: 0.4pt + luma(190)),"
        " inset: (x: 5pt, y: 4.5pt), align: (left, left, left, right, left),\n"
        f"  {head},\n" + "\n".join(rows) + "\n)\n]"
    )


def _notes(notes: tuple[Note, ...]) -> str:
    lines = []
    for note in notes:
        text = _text(note.text)
        if address := web_address(note):
            text = f"#link({json.dumps(address)})[{text}]"
        ids = _text(short_ids(note))
        lines.append(
            f'  [{note.number}. #metadata(none) #label("note-{note.number}")],'
            f' [{text} \\ #text(size: 7pt, fill: luma(110), font: "DejaVu Sans Mono")[{ids}]],'
        )
    body = "\n".join(lines)
    return (
        f"#[\n#set text(size: 9pt)\n#grid(columns: (auto, 1fr), column-gutter: 0.6em, row-gutter: 0.6em,\n{body}\n)\n]"
    )
