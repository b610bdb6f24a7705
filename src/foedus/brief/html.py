"""A brief as one HTML page that needs nothing else."""

from collections.abc import Iterator
from html import escape

from foedus.brief.model import Brief, Sentence

_STYLE = """
body{font:17px/1.55 Georgia,"Times New Roman",serif;color:#1b1b1b;background:#fff;max-width:40rem;margin:3rem auto;
padding:0 1.25rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 1.25rem}
h2{font-size:1.2rem;margin:2.25rem 0 .5rem;border-top:1px solid #c9c9c9;padding-top:.9rem}
.lead{font-size:1.08rem}.basis{font-style:italic;color:#555;margin:.1rem 0 .9rem}
.told{margin:0 0 .9rem}.aside{display:block;font:.82rem/1.45 system-ui,sans-serif;color:#666;margin-top:.1rem}
sup a,.voices a{color:#14508c;text-decoration:none}
table{border-collapse:collapse;width:100%;font:.86rem/1.4 system-ui,sans-serif}
th{text-align:left;color:#555;font-weight:600}th,td{padding:.35rem .6rem .35rem 0;border-bottom:1px solid #e3e3e3;
vertical-align:top}td.n{text-align:right;padding-right:1.2rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1rem;margin:0}dt{font-weight:600}dd{margin:0}
ol,ul{padding-left:1.4rem}ol li,ul li{margin:.25rem 0;font-size:.92rem}
.ids{color:#777;font:.78rem ui-monospace,monospace}
.made{margin-top:2.5rem;font-size:.85rem;color:#666}
@media (prefers-color-scheme:dark){body{background:#161616;color:#e6e6e6}h2{border-color:#444}
.basis,.aside,.made,.ids,th{color:#a5a5a5}th,td{border-color:#333}sup a,.voices a{color:#8ab8ea}}
@media print{body{margin:0;max-width:none;background:#fff;color:#000}}
"""


def brief_html(brief: Brief) -> str:
    """Return a brief as an HTML page."""
    body = "\n".join(_body(brief))
    return (
        f'<!doctype html>\n<html lang="{brief.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(brief.headline)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<article>\n{body}\n"
        "</article>\n</body>\n</html>\n"
    )


def _body(brief: Brief) -> Iterator[str]:
    yield f"<h1>{escape(brief.headline)}</h1>"
    for paragraph in brief.lead:
        yield f'<p class="lead">{escape(paragraph)}</p>'
    for part in brief.parts:
        yield f"<section>\n<h2>{escape(part.heading)}</h2>"
        if part.basis:
            yield f'<p class="basis">{escape(part.basis)}</p>'
        for sentence in part.sentences:
            yield f'<p class="told">{_sentence(sentence)}</p>'
        yield "</section>"
    if brief.voices:
        yield from _voices(brief)
    if brief.dates:
        yield f"<section>\n<h2>{escape(brief.headings['dates'])}</h2>\n<dl>"
        for date, sentence in brief.dates:
            yield f"<dt>{escape(date)}</dt><dd>{_sentence(sentence)}</dd>"
        yield "</dl>\n</section>"
    yield f"<section>\n<h2>{escape(brief.headings['left_out'])}</h2>\n<ul>"
    for line in brief.left_out:
        parts = enumerate(map(escape, line.split("`")))
        yield f"<li>{''.join(f'<code>{part}</code>' if place % 2 else part for place, part in parts)}</li>"
    yield f"</ul>\n</section>\n<section>\n<h2>{escape(brief.headings['notes'])}</h2>\n<ol>"
    for note in brief.notes:
        text = escape(note.text)
        linked = f'<a href="{escape(note.url)}">{text}</a>' if _is_web(note.url) and note.url else text
        ids = ", ".join(id_[:8] for id_ in note.records)
        yield f'<li id="note-{note.number}">{linked} <span class="ids">{ids}</span></li>'
    yield f'</ol>\n</section>\n<p class="made">{escape(brief.made)}</p>'


def _is_web(url: str | None) -> bool:
    """Whether an address may be followed: never `javascript:`."""
    return bool(url) and str(url).lower().startswith(("http://", "https://"))


def _sentence(sentence: Sentence) -> str:
    aside = f'<span class="aside">{escape(" ".join(sentence.aside))}</span>' if sentence.aside else ""
    return escape(sentence.text) + _notes(sentence.notes) + aside


def _notes(numbers: tuple[int, ...]) -> str:
    return "".join(f'<sup><a href="#note-{number}">{number}</a></sup>' for number in numbers)


def _voices(brief: Brief) -> Iterator[str]:
    head = "".join(f"<th>{escape(name)}</th>" for name in brief.voice_head)
    yield f'<section class="voices">\n<h2>{escape(brief.headings["voices"])}</h2>\n<table>\n<tr>{head}</tr>'
    for voice in brief.voices:
        notes = ", ".join(f'<a href="#note-{number}">{number}</a>' for number in voice.notes)
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in (voice.speaker, voice.state, voice.standing))
        yield f'<tr>{cells}<td class="n">{voice.records}</td><td>{notes}</td></tr>'
    yield "</table>\n</section>"
