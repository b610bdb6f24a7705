"""Quotations on the raw text: paired by kind, one paragraph after the other, and never a reason to stop."""

import re
import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.attribution.quotes import Quotation, find_quotations, top_level
from foedus.model import TextSpan

MARKS = "«»“”„‟‹›‘’'\"`"


def paragraphs(text: str) -> list[TextSpan]:
    return [TextSpan(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]


def quotations(text: str) -> list[Quotation]:
    return find_quotations(text, paragraphs(text))


# text, the words between the outer marks of each quotation that stands in no other
PAIRED = [
    # French
    ("Il a dit « non ».", ["non"]),
    ("Il a dit «non».", ["non"]),
    ("Il a dit «\u202fnon\u202f» puis «\u00a0oui\u00a0».", ["non", "oui"]),
    ("Il a dit «\u2009non\u2009».", ["non"]),
    ("L’« accord » d’hier n’est pas l’“accord” d’avant.", ["accord", "accord"]),
    ("Un ‹ accord › de plus.", ["accord"]),
    # English
    ("“The port is open,” he said.", ["The port is open,"]),
    ('"The port is open," he said. "We go on."', ["The port is open,", "We go on."]),
    ("``The port is open,'' he said.", ["The port is open,"]),
    ('``The port is open," he said.', ["The port is open,"]),
    ("''The port is open,'' he said.", ["The port is open,"]),
    ("‘The port is open,’ he said.", ["The port is open,"]),
    ("'The port is open,' he said.", ["The port is open,"]),
    ("„Der Hafen ist offen“, sagte er.", ["Der Hafen ist offen"]),
    # one in the other
    ("« Le mot “paix” n'y est pas », dit-il.", ["Le mot “paix” n'y est pas"]),
    ("« Il a crié « assez » hier », dit-il.", ["Il a crié « assez » hier"]),
    ("“He said ‘never’ twice,” she said.", ["He said ‘never’ twice,"]),
    ("\"He said 'never' twice,\" she said.", ["He said 'never' twice,"]),
    # apostrophes are no marks
    ("The workers’ union don’t know.", []),
    ("The workers' and the states' unions don't know.", []),
    ("L'accord n'est pas signé aujourd'hui.", []),
    ("L’accord n’est pas signé aujourd’hui.", []),
    ("‘Don’t go,’ he said.", ["Don’t go,"]),
    ("“Don't go, it's late,” he said.", ["Don't go, it's late,"]),
    ("'Tis the season of rock 'n roll.", []),
    ("A man of 5'10\" came in.", []),
    # broken
    ("Il a dit « nous ne céderons jamais à cette pression", ["nous ne céderons jamais à cette pression"]),
    ("Une faute » traîne ici.", []),
    ("« Le port » est ouvert » dit-il.", ["Le port"]),
    ("« Le port “est ouvert », dit-il.", ["Le port “est ouvert"]),
    ("« Le port ” est ouvert », dit-il.", ["Le port ” est ouvert"]),
    ("Rien entre « » et «».", []),
    ("", []),
]
CUT_SHORT = [
    ("‘The workers’ union is here,’ he said.", ["The workers’ union is here,"]),
    ("They played ‘rock ’n’ roll’ all night.", ["rock ’n’ roll"]),
]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        *(pytest.param(*row, id=row[0]) for row in PAIRED),
        *(
            pytest.param(*row, id=row[0], marks=pytest.mark.xfail(reason="’ at a word's end closes", strict=True))
            for row in CUT_SHORT
        ),
    ],
)
def test_marks_are_paired_by_kind(text: str, inner: list[str]) -> None:
    found = quotations(text)
    assert [q.inner.slice(text) for q in top_level(found)] == inner


def test_the_inner_span_is_without_marks_and_blanks_and_the_outer_one_with_them() -> None:
    text = "Il a dit «\u202fnon\u202f» hier."
    (found,) = quotations(text)
    assert (found.outer.slice(text), found.inner.slice(text)) == ("«\u202fnon\u202f»", "non")


def test_what_stands_in_another_is_marked_nested() -> None:
    text = "« Le “grand ‘port’” est ouvert », dit-il. « Bien. »"
    found = [(q.inner.slice(text), q.nested) for q in quotations(text)]
    assert found == [("Le “grand ‘port’” est ouvert", False), ("grand ‘port’", True), ("port", True), ("Bien.", False)]


@pytest.mark.parametrize("mark", ["«", "“", '"', "``"])
def test_a_quotation_goes_on_where_the_next_paragraph_reopens_it(mark: str) -> None:
    closing = {"«": "»", "“": "”", '"': '"', "``": "''"}[mark]
    text = f"{mark}Nous avons signé hier.\n{mark}Nous tiendrons parole.\n{mark}Toujours.{closing} Il se tait."
    found = quotations(text)
    assert [(q.closed, q.reopens) for q in found] == [(False, False), (False, True), (True, True)]
    assert [q.inner.slice(text).strip("« ") for q in found] == [
        "Nous avons signé hier.",
        "Nous tiendrons parole.",
        "Toujours.",
    ]


# near misses: the next paragraph opens another quotation, or none
@pytest.mark.parametrize(
    "text",
    [
        "« Nous avons signé hier. »\n« Nous tiendrons parole. »",
        "« Nous avons signé hier.\nIl a dit « Nous tiendrons parole. »",
        "« Nous avons signé hier.\n“Nous tiendrons parole.”",
        "« Nous avons signé hier.\nRien.\n« Nous tiendrons parole. »",
    ],
)
def test_a_quotation_does_not_go_on(text: str) -> None:
    assert not any(q.reopens for q in quotations(text))


def test_an_open_mark_costs_no_more_than_its_paragraph() -> None:
    text = "« Nous avons signé hier, à l'aube\nKiev se tait. “Non”, dit Minsk."
    found = quotations(text)
    assert [q.inner.slice(text) for q in found] == ["Nous avons signé hier, à l'aube", "Non"]


def sound(text: str) -> None:
    found = quotations(text)
    blocks = paragraphs(text)
    assert [q.outer.start for q in found] == sorted(q.outer.start for q in found)
    for q in found:
        assert 0 <= q.outer.start < q.inner.start < q.inner.end <= q.outer.end <= len(text)
        assert q.inner.slice(text) == q.inner.slice(text).strip(" \u00a0\u202f\u2009")
        assert not q.closed or q.inner.end < q.outer.end
        assert any(b.contains(q.outer) for b in blocks)
        assert q.nested == any(o is not q and o.outer.contains(q.outer) for o in found)
    for one, other in combinations(found, 2):
        apart = not one.outer.overlaps(other.outer)
        assert apart or one.inner.contains(other.outer) or other.inner.contains(one.outer)


@given(st.text(max_size=200))
def test_any_text_gives_sound_quotations(text: str) -> None:
    sound(text)


@given(st.text(alphabet=f"ab .,\n\u202f{MARKS}", max_size=80))
def test_any_heap_of_marks_gives_sound_quotations(text: str) -> None:
    sound(text)


@given(
    st.text(alphabet="abé ,.", min_size=1, max_size=20).filter(str.strip),
    st.sampled_from(["«»", "“”", '""', "‹›", "„“"]),
    st.sampled_from(["", " ", "\u202f"]),
)
def test_marks_that_belong_together_always_pair(words: str, marks: str, blank: str) -> None:
    text = f"Il dit : {marks[0]}{blank if marks[0] != marks[1] else ''}x{words}{blank}{marks[1]}."
    found = quotations(text)
    assert [q.inner.slice(text) for q in found] == [f"x{words}".strip()]


PATTERNS = ["«", "“", "‘", '"', "``", "''", "« a « ", "«“\"'", "«“„‘``\"'", " l’", "« a\n"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_marks_without_end_cost_no_more_than_they_are_long(pattern: str) -> None:
    text = pattern * (250_000 // len(pattern))
    assert seconds(text) < 10  # some 0.8; what grew with the square of the length would take minutes


@pytest.mark.slow
def test_a_megabyte_of_marks_is_read_in_linear_time() -> None:
    assert seconds("«“\"'" * 250_000) < 40


def seconds(text: str) -> float:
    blocks = paragraphs(text)
    begun = time.process_time()
    find_quotations(text, blocks)
    return time.process_time() - begun
