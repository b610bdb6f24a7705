"""A brief as one HTML page that needs nothing else."""

from html import escape

from foedus.brief.blocks import (
    Block,
    Dates,
    Heading,
    LeftOut,
    Notes,
    Paragraph,
    Voices,
    blocks,
    short_ids,
    web_address,
)
from foedus.brief.model import Brief, Note, Sentence

_STYLE = """
body{font:17px/1.55 Georgia,"Times New Roman",serif;color:#1b1b1b;background:#fff;max-width:40rem;margin:3rem auto;
padding:0 1.25rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 1.25rem}
h2{font-size:1.2rem;margin:2.25rem 0 .5rem;border-top:1px solid #c9c9c9;padding-top:.9rem}
.lead{font-size:1.08rem}.basis{font-style:italic;color:#555;margin:.1rem 0 .9rem}
.told{margin:0 0 .9rem}.aside{display:block;font:.82rem/1.45 system-ui,sans-serif;color:#666;margin-top:.1rem}
sup{line-height:0}sup a,.voices a,ol a{color:#14508c;text-decoration:none}
table{border-collapse:collapse;width:100%;font:.86rem/1.4 system-ui,sans-serif}
th{text-align:left;color:#555;font-weight:600}th,td{padding:.35rem .6rem .35rem 0;border-bottom:1px solid #e3e3e3;
vertical-align:top}td.n{text-align:right;padding-right:1.2rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1rem;margin:0}dt{font-weight:600}dd{margin:0}
ol,ul{padding-left:1.4rem}ol li,ul li{margin:.25rem 0;font-size:.92rem}
.ids{color:#777;font:.78rem ui-monospace,monospace}
.made{margin-top:2.5rem;font-size:.85rem;color:#666}
@media (prefers-color-scheme:dark){body{background:#161616;color:#e6e6e6}h2{border-color:#444}
.basis,.aside,.made,.ids,th{color:#a5a5a5}th,td{border-color:#333}sup a,.voices a,ol a{color:#8ab8ea}}
@media print{body{margin:0;max-width:none;background:#fff;color:#000}}
"""


def brief_html(brief: Brief) -> str:
    """Return a brief as an HTML page."""
    body = "\n".join(map(_block, blocks(brief)))
    return (
        f'<!doctype html>\n<html lang="{brief.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(brief.headline)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<article>\n{body}\n"
        "</article>\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(style, sentence):
            return f'<p class="{style}">{_sentence(sentence)}</p>'
        case Voices():
            return _voices(block)
        case Dates(rows):
            return (
                f"<dl>\n{''.join(f'<dt>{escape(date)}</dt><dd>{_sentence(told)}</dd>' for date, told in rows)}\n</dl>"
            )
        case LeftOut(lines):
            return f"<ul>\n{''.join(f'<li>{_with_command(line)}</li>' for line in lines)}\n</ul>"
        case Notes(notes):
            return f"<ol>\n{''.join(map(_note, notes))}\n</ol>"


def _with_command(line: str) -> str:
    parts = enumerate(map(escape, line.split("`")))
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in parts)


def _note(note: Note) -> str:
    text, address = escape(note.text), web_address(note)
    linked = f'<a href="{escape(address)}">{text}</a>' if address else text
    return f'<li id="note-{note.number}">{linked} <span class="ids">{short_ids(note)}</span></li>'


def _sentence(sentence: Sentence) -> str:
    aside = f'<span class="aside">{escape(" ".join(sentence.aside))}</span>' if sentence.aside else ""
    return escape(sentence.text) + _notes(sentence.notes) + aside


def _notes(numbers: tuple[int, ...]) -> str:
    return "".join(f'<sup><a href="#note-{number}">{number}</a></sup>' for number in numbers)


def _voices(table: Voices) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in table.head)
    rows = []
    for voice in table.rows:
        notes = ", ".join(f'<a href="#note-{number}">{number}</a>' for number in voice.notes)
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in (voice.speaker, voice.state, voice.standing))
        rows.append(f'<tr>{cells}<td class="n">{voice.records}</td><td>{notes}</td></tr>')
    return f'<table class="voices">\n<tr>{head}</tr>\n' + "\n".join(rows) + "\n</table>"
