"""Imports point one way: a module may import what stands to its left, never to its right."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "foedus"
LAYERS = (
    ("errors",), ("codes", "model", "tables"), ("intake",), ("language",), ("attribution",), ("relations",),
    ("reading",), ("export",), ("ledger", "origins"), ("explain",), ("batch", "doctor", "display"), ("console",),
    ("cli",), ("__main__", "__init__"),
)  # fmt: skip
PLACE = {name: place for place, layer in enumerate(LAYERS) for name in layer}
MODULES = sorted(SOURCE.rglob("*.py"))


def top(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "foedus":
            alone = node.module == "foedus"
            names |= {top(f"foedus.{a.name}") if alone else top(node.module) for a in node.names}
        elif isinstance(node, ast.Import):
            names |= {top(a.name) for a in node.names if a.name.startswith("foedus.")}
    return names & set(PLACE)


@pytest.mark.parametrize("path", MODULES, ids=[str(p.relative_to(SOURCE)) for p in MODULES])
def test_imports_point_left(path: Path) -> None:
    relative = path.relative_to(SOURCE)
    own = relative.parts[0].removesuffix(".py")
    to_the_right = {name for name in imported(path) if PLACE[name] > PLACE[own]}
    assert not to_the_right, f"{relative} imports what stands to its right: {', '.join(sorted(to_the_right))}"


def test_nothing_but_the_console_prints() -> None:
    printing = [
        str(path.relative_to(SOURCE))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert set(printing) <= {"cli.py", "console.py"}
