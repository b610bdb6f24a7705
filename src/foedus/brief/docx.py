"""A brief as a Word document that can be edited on."""

from io import BytesIO
from typing import Any

from foedus.brief.model import Brief, Sentence
from foedus.errors import UsageError

_LANGUAGE = {"fr": "fr-FR", "en": "en-GB"}


def brief_docx(brief: Brief) -> bytes:
    """Return a brief as .docx.

    Raises:
        UsageError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise UsageError("Word needs python-docx, which is not installed: run `pip install 'foedus[brief]'`") from None
    document = docx.Document()
    _set_up(document, brief)
    document.add_heading(brief.headline, level=0)
    for lead in brief.lead:
        document.add_paragraph(lead)
    for part in brief.parts:
        document.add_heading(part.heading, level=1)
        if part.basis:
            document.add_paragraph().add_run(part.basis).italic = True
        for sentence in part.sentences:
            _sentence(document.add_paragraph(), sentence)
    if brief.voices:
        document.add_heading(brief.headings["voices"], level=1)
        _voices(document, brief)
    if brief.dates:
        document.add_heading(brief.headings["dates"], level=1)
        for date, sentence in brief.dates:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(date).bold = True
            paragraph.add_run(brief.headings["colon"])
            _sentence(paragraph, sentence)
    document.add_heading(brief.headings["left_out"], level=1)
    for line in brief.left_out:
        document.add_paragraph(line.replace("`", ""), style="List Bullet")
    _sources(document, brief)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, brief: Brief) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.6)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Georgia", Pt(10.5)
    for name, size in (("Title", 20), ("Heading 1", 13)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Georgia", Pt(size), RGBColor(0x1B, 0x1B, 0x1B)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    lang = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): _LANGUAGE[brief.language]})
    normal.element.get_or_add_rPr().append(lang)
    document.core_properties.title = brief.headline
    document.core_properties.author = "foedus"
    document.core_properties.language = _LANGUAGE[brief.language]


def _sentence(paragraph: Any, sentence: Sentence) -> None:
    from docx.shared import Pt, RGBColor

    paragraph.add_run(sentence.text)
    for number in sentence.notes:
        paragraph.add_run(f"[{number}]").font.superscript = True
    if sentence.aside:
        run = paragraph.add_run("\n" + " ".join(sentence.aside))
        run.font.size, run.font.color.rgb = Pt(8.5), RGBColor(0x66, 0x66, 0x66)


def _voices(document: Any, brief: Brief) -> None:
    from docx.shared import Cm, Pt

    rows = [brief.voice_head]
    for voice in brief.voices:
        notes = ", ".join(map(str, voice.notes))
        rows.append((voice.speaker, voice.state, voice.standing, str(voice.records), notes))
    table = document.add_table(rows=len(rows), cols=len(brief.voice_head), style="Table Grid")
    table.autofit = False
    for number, (cells, row) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, text, width in zip(cells.cells, row, (6.6, 3.0, 2.4, 1.9, 1.9), strict=True):
            cell.width = Cm(width)
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(9), number == 0


def _sources(document: Any, brief: Brief) -> None:
    from docx.shared import Pt, RGBColor

    document.add_heading(brief.headings["notes"], level=1)
    for note in brief.notes:
        paragraph = document.add_paragraph(f"{note.number}. {note.text}")
        if note.url:
            paragraph.add_run(f" {note.url}")
        ids = paragraph.add_run(f" ({', '.join(id_[:8] for id_ in note.records)})")
        ids.font.size, ids.font.color.rgb = Pt(8), RGBColor(0x77, 0x77, 0x77)
    document.add_paragraph().add_run(brief.made).italic = True
