"""What `foedus` offers to Python, and the page about it."""

from pathlib import Path

import polars
import pytest

import foedus
from builders import article, reading, relation, statement
from foedus.errors import UnknownState
from running import ROOT


def filled(path: Path) -> foedus.Ledger:
    ledger = foedus.open(path)
    page = article("Kiev <aide> Tunis. « Nous sommes unis », a dit Awa Kone.")
    said = statement(page, "Nous sommes unis", "Awa Kone", state="TUN")
    ally = relation(page, code="ALIGNED", ground="HISTORY", evidence="Nous sommes unis", statement=said)
    ledger.add(reading(page, said, ally, relation(page, evidence="Kiev <aide> Tunis")))
    return ledger


def test_a_ledger_explains_itself(tmp_path: Path) -> None:
    with filled(tmp_path / "a.db") as ledger:
        found = ledger.explain("Ukraine", "tn")
        assert (found.states, found.records) == (("UKR", "TUN"), 2)
        assert ledger.explain("UKR", "TUN", on_word_of="Tunisie").records == 1
        assert ledger.explain("UKR", "TUN", third_party=True).records == 0
        assert ledger.search("SOMMES unis").total == 1
        assert ledger.brief("UKR", "TUN", lang="en").headline.startswith("Ukraine and Tunisia")
        with pytest.raises(UnknownState):
            ledger.explain("UKR", "Narnia")


def test_an_explanation_is_rows_a_frame_and_a_table(tmp_path: Path) -> None:
    with filled(tmp_path / "a.db") as ledger:
        found = ledger.explain("UKR", "TUN")
    rows = found.to_dicts()
    assert [(row["part"], row["word"], row["speaker"]) for row in rows] == [
        ("HISTORY", "party", "Awa Kone"), ("OTHER", "outlet", None),
    ]  # fmt: skip
    frame = found.to_polars()
    assert isinstance(frame, polars.DataFrame) and frame.to_dicts() == rows
    html = found._repr_html_()
    assert "&lt;aide&gt;" in html and "<aide>" not in html and "party: 1" in html


def test_a_pair_of_which_nothing_is_known_has_no_rows(tmp_path: Path) -> None:
    with filled(tmp_path / "a.db") as ledger:
        found = ledger.explain("BRA", "PER")
    assert found.to_dicts() == [] and found.to_polars().height == 0 and "0 records" in found._repr_html_()


def test_the_page_about_the_api_is_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import write_api_docs

    assert write_api_docs.PAGE.read_text(encoding="utf-8") == write_api_docs.page(), "run scripts/write_api_docs.py"
