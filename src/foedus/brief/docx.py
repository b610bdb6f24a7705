"""A brief as a Word document that can be edited on."""

from io import BytesIO
from typing import Any

from foedus.brief.blocks import Block, Dates, Heading, LeftOut, Notes, Paragraph, Style, Voices, blocks, short_ids
from foedus.brief.model import Brief, Note, Sentence
from foedus.errors import UsageError

_WIDTHS = (6.2, 3.0, 2.4, 2.2, 2.0)  # cm, of the table of voices
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
    for block in blocks(brief):
        _add(document, block)
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
    normal.paragraph_format.space_after = Pt(6)
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


def _add(document: Any, block: Block) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(text, level=level - 1)
        case Paragraph(style, sentence):
            paragraph = document.add_paragraph()
            _sentence(paragraph, sentence)
            for run in paragraph.runs if style in (Style.BASIS, Style.MADE) else ():
                run.italic = True
            if style is Style.BASIS:
                paragraph.paragraph_format.keep_with_next = True
        case Voices():
            _voices(document, block)
        case Dates(rows, colon):
            for date, sentence in rows:
                paragraph = document.add_paragraph(style="List Bullet")
                paragraph.add_run(date).bold = True
                paragraph.add_run(colon)
                _sentence(paragraph, sentence)
        case LeftOut(lines):
            for line in lines:
                document.add_paragraph(line.replace("`", ""), style="List Bullet")
        case Notes(notes):
            for note in notes:
                _note(document.add_paragraph(), note)


def _sentence(paragraph: Any, sentence: Sentence) -> None:
    from docx.shared import Pt, RGBColor

    paragraph.add_run(sentence.text)
    for number in sentence.notes:
        paragraph.add_run(f"[{number}]").font.superscript = True
    if sentence.aside:
        run = paragraph.add_run("\n" + " ".join(sentence.aside))
        run.font.size, run.font.color.rgb = Pt(8.5), RGBColor(0x66, 0x66, 0x66)


def _note(paragraph: Any, note: Note) -> None:
    from docx.shared import Pt, RGBColor

    paragraph.add_run(f"{note.number}. {note.text}" + (f" {note.url}" if note.url else ""))
    ids = paragraph.add_run(f" ({short_ids(note)})")
    ids.font.size, ids.font.color.rgb = Pt(8), RGBColor(0x77, 0x77, 0x77)


def _voices(document: Any, table: Voices) -> None:
    from docx.shared import Cm, Pt

    rows = [table.head]
    for voice in table.rows:
        notes = ", ".join(map(str, voice.notes))
        rows.append((voice.speaker, voice.state, voice.standing, str(voice.records), notes))
    grid = document.add_table(rows=len(rows), cols=len(table.head), style="Table Grid")
    grid.autofit = False
    for column, width in zip(grid.columns, _WIDTHS, strict=True):
        column.width = Cm(width)  # Word looks at the cells, LibreOffice at the columns
    for number, (cells, row) in enumerate(zip(grid.rows, rows, strict=True)):
        for cell, text, width in zip(cells.cells, row, _WIDTHS, strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(9), number == 0
