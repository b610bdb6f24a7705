"""A user's own tables over ours: rows added, corrected, taken out, and what is wrong in them said."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from foedus.errors import LexiconError
from foedus.tables import read_table, read_toml, user_dir

CUES = ("cue", "pos", "frame", "stance")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    (tmp_path / "fr").mkdir()
    return tmp_path


def put(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def cues(word: str) -> list[dict[str, str]]:
    return [row.cells for row in read_table("fr/cues.tsv", CUES) if row["cue"] == word]


def test_a_row_is_added(folder: Path) -> None:
    put(folder / "fr" / "cues.tsv", "cue\tpos\tframe\tstance", "bougonner\tV\tquote\taccuse")
    assert [c["frame"] for c in cues("bougonner")] == ["quote"]
    assert [c["frame"] for c in cues("nier")] == ["que inf N"], "ours stay"


def test_a_row_takes_the_place_of_ours_and_keeps_the_columns_it_does_not_have(folder: Path) -> None:
    put(folder / "fr" / "cues.tsv", "cue\tpos\tframe", "nier\tV\tque")
    (found,) = cues("nier")
    assert (found["frame"], found["stance"]) == ("que", "deny")
    (row,) = [r for r in read_table("fr/cues.tsv", CUES) if r["cue"] == "nier"]
    assert row.where == f"{folder / 'fr' / 'cues.tsv'}:2"


def test_a_row_is_taken_out(folder: Path) -> None:
    put(folder / "fr" / "cues.tsv", "cue\tpos", "-plainte\tN", "-nier")
    assert cues("plainte") + cues("nier") == []


@pytest.mark.parametrize(
    ("name", "lines", "message"),
    [
        ("fr/cues.tsv", ["cue\tpos", "-bougonner"], "cues.tsv:2: nothing to take out"),
        ("fr/cues.tsv", ["cue\tpos\tstances", "nier\tV\tsay"], "no column 'stances'"),
        ("fr/cues.tsv", ["cue\tframe", "nier\tque"], "the header has no column pos"),
        ("fr/cue.tsv", ["cue\tpos"], "no table of this name"),
        ("codes.toml", ["[AID]"], "no table of this name"),
    ],
)
def test_what_is_wrong_is_said(folder: Path, name: str, lines: list[str], message: str) -> None:
    put(folder / name, *lines)
    with pytest.raises(LexiconError, match=message):
        read_table("fr/cues.tsv", CUES)


def test_a_folder_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "none"))
    with pytest.raises(LexiconError, match="there is no such folder"):
        user_dir()


def test_a_state_gets_another_name(folder: Path) -> None:
    put(folder / "states.toml", "[CIV]", 'names_fr = "Éburnie"', "[XYZ]", 'fr = "Essai"')
    found = read_toml("states.toml")
    assert found["CIV"]["names_fr"] == "Éburnie" and found["CIV"]["iso2"] == "CI"
    assert found["XYZ"] == {"fr": "Essai"}


READ = """
import json, sys
from foedus import read
from foedus.tables import lexicon_version
found = read("Kiev bougonne que le pont est fermé, selon un diplomate turc cité par Radio Essai.", lang="fr")
print(json.dumps([sorted({n for s in found.statements for n in s.relay}), lexicon_version()]))
"""


def test_reading_uses_them_and_the_version_changes(folder: Path) -> None:
    def read() -> list:
        done = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, env=os.environ, check=True)
        return json.loads(done.stdout)

    before, first = read()
    columns = "outlet\taliases\tweak\tstate\tkind\townership\tsource\tas_of"
    put(folder / "outlets.tsv", columns, "Essai FM\tRadio Essai\t\tFRA\tradio\tprivate\town knowledge\t2025")
    after, second = read()
    assert "Essai FM" not in before and after == ["Essai FM"]
    assert first != second
