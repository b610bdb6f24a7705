import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.attribution.quotes import find_quotations
from foedus.model import TextSpan

# text, the words between the outer marks of each quotation that stands in no other
PAIRED = [
    ("Il a dit « non ».", ["non"]),
    ("Il a dit «\u202fnon\u202f» puis «\u00a0oui\u00a0».", ["non", "oui"]),
    ("“The port is open,” he said.", ["The port is open,"]),
    ('"The port is open," he said. "We go on."', ["The port is open,", "We go on."]),
    ("``The port is open,'' he said.", ["The port is open,"]),
    ("''The port is open,'' he said.", ["The port is open,"]),
    ("‘The port is open,’ he said.", ["The port is open,"]),
    ("« Le mot “paix” n'y est pas », dit-il.", ["Le mot “paix” n'y est pas"]),
    ("« Il a crié « assez » hier », dit-il.", ["Il a crié « assez » hier"]),
    ("The workers’ union don’t know.", []),
    ("L'accord n'est pas signé aujourd'hui.", []),
    ("Il a dit « nous ne céderons jamais à cette pression", ["nous ne céderons jamais à cette pression"]),
    ("Une faute » traîne ici.", []),
]


@pytest.mark.parametrize(("text", "inner"), PAIRED, ids=[t for t, _ in PAIRED])
def test_marks_are_paired_by_kind(text: str, inner: list[str]) -> None:
    found = find_quotations(text, [TextSpan(0, len(text))])
    assert [q.inner.slice(text) for q in found if not q.nested] == inner


def test_a_quotation_goes_on_where_the_next_paragraph_reopens_it() -> None:
    text = "« Nous avons signé hier.\n« Nous tiendrons parole », dit-il."
    cut = text.index("\n")
    found = find_quotations(text, [TextSpan(0, cut), TextSpan(cut + 1, len(text))])
    assert [(q.closed, q.reopens) for q in found] == [(False, False), (True, True)]


@given(st.text(alphabet="ab .,'\"«»“”‘’`\n", max_size=80))
def test_every_span_slices_and_order_holds(text: str) -> None:
    found = find_quotations(text, [TextSpan(0, len(text))] if text else [])
    assert [q.outer.start for q in found] == sorted(q.outer.start for q in found)
    for q in found:
        assert 0 <= q.outer.start <= q.inner.start < q.inner.end <= q.outer.end <= len(text)


def test_a_megabyte_of_marks_is_read_in_linear_time() -> None:
    text = "«“\"'" * 250_000
    assert isinstance(find_quotations(text, [TextSpan(0, len(text))]), list)
