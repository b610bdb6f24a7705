"""Imports point one way: a module may import what stands to its left, never to its right.

errors, codes, files, model, processes, tables | intake | language | attribution | relations | reading | coder, export
| origins | ledger, lake | explain, said, why, unresolved, system, reread | evaluate, exports
| batch, doctor, display | brief, api, workers | shards | web, watch | console | cli | __main__, __init__
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "foedus"
LAYERS = (
    ("errors",), ("codes", "files", "model", "processes", "tables"), ("intake",), ("language",),
    ("attribution",), ("relations",),
    ("reading",), ("coder", "export"), ("origins",), ("ledger", "lake"),
    ("explain", "said", "why", "unresolved", "system", "reread"), ("evaluate", "exports"),
    ("batch", "doctor", "display"), ("brief", "api", "workers"), ("shards",), ("web", "watch"), ("console",), ("cli",),
    ("__main__", "__init__"),
)  # fmt: skip
PLACE = {name: place for place, layer in enumerate(LAYERS) for name in layer}
FLOOR = {"errors", "codes", "files", "model", "processes", "tables"}
ONLY = {
    "explain": {"ledger", "origins"},
    "system": {"ledger", "origins", "lake"},
    "ledger": {"origins"},
    "lake": {"language"},
    "origins": set(),
}  # and the floor
MAY_PRINT = {"cli", "console", "__main__"}
MODULES = sorted(SOURCE.rglob("*.py"))
each_module = pytest.mark.parametrize("path", MODULES, ids=[str(p.relative_to(SOURCE)) for p in MODULES])


def layer_of(path: Path) -> str:
    """Return the name by which LAYERS knows a file: the module, or the package it lies in."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the layer of each import of foedus: of `from foedus.relations.mood import x` it is relations."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write the import from foedus on"
            if node.module == "foedus":
                yield from (alias.name for alias in node.names)
            elif (node.module or "").startswith("foedus."):
                yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "foedus":
                    yield [*alias.name.split("."), "__init__"][1]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("code", "layers"),
    [
        ("from foedus.relations.mood import mood_of", ["relations"]),
        ("from foedus import cli, explain", ["cli", "explain"]),
        ("import foedus.ledger.store as store", ["ledger"]),
        ("import foedus", ["__init__"]),
        ("def late():\n    from foedus.cli import app", ["cli"]),
        ("import json\nfrom pathlib import Path\nfrom foedusx import y", []),
    ],
)
def test_every_way_to_import_is_seen(code: str, layers: list[str]) -> None:
    assert list(imported(ast.parse(code))) == layers


@each_module
def test_a_module_has_its_place(path: Path) -> None:
    assert layer_of(path) in PLACE, "say in LAYERS where the module stands"


@each_module
def test_imports_point_left(path: Path) -> None:
    own = PLACE[layer_of(path)]
    to_the_right = {name for name in imported(parsed(path)) if PLACE.get(name, len(LAYERS)) > own}
    beside = {name for name in imported(parsed(path)) if PLACE.get(name) == own} - {layer_of(path)} - FLOOR
    assert not to_the_right, f"stands to its right: {', '.join(sorted(to_the_right))}"
    assert beside <= {"display", "brief"}, f"stands beside it: {', '.join(sorted(beside))}"


@pytest.mark.parametrize("own", ONLY)
def test_what_explains_sees_the_ledger_and_nothing_earlier(own: str) -> None:
    seen = {name for path in MODULES if layer_of(path) == own for name in imported(parsed(path))}
    assert seen - FLOOR - {own} <= ONLY[own]


def test_only_reading_knows_the_order_of_the_stages() -> None:
    stages = {"intake", "language", "attribution", "relations"}
    before = {p for p in MODULES if PLACE[layer_of(p)] < PLACE["reading"]}
    knowing = {layer_of(p) for p in set(MODULES) - before if {"attribution", "relations"} <= set(imported(parsed(p)))}
    assert knowing == {"reading"}
    assert all(layer_of(p) in stages | FLOOR for p in before)


@each_module
def test_nothing_but_the_console_prints(path: Path) -> None:
    printing = [
        node.lineno
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not printing or layer_of(path) in MAY_PRINT, f"print() in lines {printing}"


def test_who_reads_does_not_pay_for_the_system() -> None:
    """Of the 170 MB that graphs, pictures and datasets need nothing is imported before it is used."""
    import subprocess
    import sys

    heavy = (
        "igraph",
        "highspy",
        "matplotlib",
        "duckdb",
        "networkx",
        "polars",
        "typst",
        "docx",
        "dask",
        "fsspec",
        "httpx",
    )
    code = (
        f"import foedus.cli.main, foedus.reading, foedus.explain, sys; print([m for m in {heavy} if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
