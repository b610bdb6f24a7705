"""A brief as PDF, set by Typst: one wheel without a system library, its fonts inside, French hyphenation."""

import json
import re
from collections.abc import Iterator

from foedus.brief.model import Brief, Sentence
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
#let basis(body) = block(below: 0.9em, text(style: "italic", fill: luma(85), body))
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
    return _STYLE.replace("{language}", brief.language) + title + "\n\n".join(_blocks(brief)) + "\n"


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _blocks(brief: Brief) -> Iterator[str]:
    yield f"= {_text(brief.headline)}"
    yield from map(_text, brief.lead)
    for part in brief.parts:
        yield f"== {_text(part.heading)}"
        if part.basis:
            yield f"#basis[{_text(part.basis)}]"
        for sentence in part.sentences:
            yield _sentence(sentence)
    if brief.voices:
        yield f"== {_text(brief.headings['voices'])}"
        yield _voices(brief)
    if brief.dates:
        yield f"== {_text(brief.headings['dates'])}"
        cells = "\n".join(f"  [*{_text(date)}*], [{_line(sentence)}]," for date, sentence in brief.dates)
        yield f"#grid(columns: (auto, 1fr), column-gutter: 1.2em, row-gutter: 0.7em,\n{cells}\n)"
    yield f"== {_text(brief.headings['left_out'])}"
    yield "\n".join(f"- {_text(line.replace('`', ''))}" for line in brief.left_out)
    yield f"== {_text(brief.headings['notes'])}"
    yield _notes(brief)
    yield f"#v(1em)\n#text(size: 8.6pt, fill: luma(95))[{_text(brief.made)}]"


def _line(sentence: Sentence) -> str:
    return _text(sentence.text) + "".join(f"#mark({number})" for number in sentence.notes)


def _sentence(sentence: Sentence) -> str:
    aside = f"\n#aside[{_text(' '.join(sentence.aside))}]" if sentence.aside else ""
    return _line(sentence) + aside


def _voices(brief: Brief) -> str:
    head = ", ".join(f"[*{_text(name)}*]" for name in brief.voice_head)
    rows = []
    for voice in brief.voices:
        notes = ", ".join(f'#link(label("note-{number}"))[{number}]' for number in voice.notes)
        cells = ", ".join(f"[{_text(cell)}]" for cell in (voice.speaker, voice.state, voice.standing))
        rows.append(f"  {cells}, [{voice.records}], [{notes}],")
    return (
        "#[\n#set text(size: 9pt)\n#set par(justify: false)\n"
        "#table(columns: (1fr, auto, auto, auto, auto), stroke: (x, y) => (bottom: 0.4pt + luma(190)),"
        " inset: (x: 5pt, y: 4.5pt), align: (left, left, left, right, left),\n"
        f"  {head},\n" + "\n".join(rows) + "\n)\n]"
    )


def _notes(brief: Brief) -> str:
    lines = []
    for note in brief.notes:
        text = _text(note.text)
        if note.url and note.url.lower().startswith(("http://", "https://")):
            text = f"#link({json.dumps(note.url)})[{text}]"
        ids = _text(", ".join(id_[:8] for id_ in note.records))
        lines.append(
            f'  [{note.number}. #metadata(none) #label("note-{note.number}")],'
            f' [{text} \\ #text(size: 7pt, fill: luma(110), font: "DejaVu Sans Mono")[{ids}]],'
        )
    body = "\n".join(lines)
    return (
        f"#[\n#set text(size: 9pt)\n#grid(columns: (auto, 1fr), column-gutter: 0.6em, row-gutter: 0.6em,\n{body}\n)\n]"
    )
