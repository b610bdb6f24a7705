"""Bytes to text."""

import unicodedata

import pytest

from foedus.errors import IntakeError
from foedus.intake.decode import MAX_BYTES, decode, mend_mojibake

SENTENCE = "Le président « a promis » l’été… à Œuvre, dit-il – 30 € de plus."

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding), name="a.txt") == SENTENCE


DECLARED = [
    pytest.param(f'<meta charset="{label}"><p>{{}}</p>', codec, id=label)
    for label, codec in [
        ("iso-8859-1", "cp1252"),  # browsers read latin-1 as cp1252, and so do we: it holds the euro
        ("windows-1252", "cp1252"),
        ("utf-8", "utf-8"),
        ("iso-8859-15", "iso-8859-15"),
    ]
]


@pytest.mark.parametrize(("page", "codec"), DECLARED)
def test_declared_charset_is_used(page: str, codec: str) -> None:
    page = page.format("L'été à Kœnigsberg, 30 €")
    assert decode(page.encode(codec), name="a.html") == page


def test_utf8_bytes_win_over_a_declared_latin1() -> None:
    page = '<meta charset="iso-8859-1"><p>Le président français a été reçu.</p>'
    assert decode(page.encode("utf-8"), name="a.html") == page


def test_unknown_charset_is_passed_over() -> None:
    page = '<meta charset="x-nothing"><p>Le président français a été reçu.</p>'
    assert decode(page.encode("cp1252"), name="a.html") == page


def test_single_bytes_of_cp1252_in_utf8_are_read_as_such() -> None:
    data = "Le président français a été reçu à Kiev ".encode() + b"\x93hier\x94"
    assert decode(data, name="a.txt") == "Le président français a été reçu à Kiev “hier”"


def test_mac_roman_is_told_from_cp1252() -> None:
    text = "Le président a été reçu « à l'Élysée » à midi."
    assert decode(text.encode("mac_roman"), name="a.txt") == text


MOJIBAKE = [
    ("Le prÃ©sident a Ã©tÃ© reÃ§u.", "Le président a été reçu."),
    ("Lâ€™accord dâ€™hier", "L’accord d’hier"),
    ("Â«\xa0Non\xa0Â», dit-il", "«\xa0Non\xa0», dit-il"),
    ("30 â‚¬ pour 1 â‚¬", "30 € pour 1 €"),
    ("L\u00c3\u00a9t\u00c3\u00a9 \u00c3\u0089l\u00c3\u00a9mentaire", "Lété Élémentaire"),
    # near misses: these are what was meant
    ("« L'été… », disait-il", "« L'été… », disait-il"),
    ("Âge d’or, île d’Yeu, Ã", "Âge d’or, île d’Yeu, Ã"),
    ("Une seule fois Ã© ne prouve rien.", "Une seule fois Ã© ne prouve rien."),
]


@pytest.mark.parametrize(("text", "mended"), MOJIBAKE, ids=[row[0] for row in MOJIBAKE])
def test_mojibake(text: str, mended: str) -> None:
    assert mend_mojibake(text) == mended


def test_text_is_nfc() -> None:
    assert decode(unicodedata.normalize("NFD", SENTENCE).encode(), name="a.txt") == SENTENCE


def test_line_ends_and_trailing_blanks_stay() -> None:
    text = "Une ligne.\r\n\r\nUne autre. \n"
    assert decode(text.encode(), name="a.txt") == text


REFUSED = [
    (b"", "is empty"),
    (b" \n\t ", "nothing but blanks"),
    (b"%PDF-1.7 and so on", "a PDF file"),
    (b"PK\x03\x04....", "a zip archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"Moscou\x00a dit oui hier", "a binary file"),
    (bytes(range(1, 32)) * 20, "a binary file"),
    (b"a" * (MAX_BYTES + 1), "5.0 MB"),
]


@pytest.mark.parametrize(("data", "why"), REFUSED, ids=[row[1] for row in REFUSED])
def test_refused_with_the_name_and_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(IntakeError, match=why) as caught:
        decode(data, name="dossier/a.txt")
    assert str(caught.value).startswith("dossier/a.txt: ")
    assert "\n" not in str(caught.value)
