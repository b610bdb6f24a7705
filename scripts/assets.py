"""Bring what the pages need in the browser from npm into src/foedus/web/static/vendor, with the licences.

    python scripts/assets.py            # npm ci, then copy; says what is missing where there is no Node
    python scripts/assets.py --check    # only say what is missing

Versions and hashes are those of package-lock.json, which names no registry: `--lock` takes the addresses out again
after `npm install` has put some in.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src/foedus/web/static/vendor"
FILES = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "cytoscape.min.js": "cytoscape/dist/cytoscape.min.js",
    "d3-array.min.js": "d3-array/dist/d3-array.min.js",
    "d3-geo.min.js": "d3-geo/dist/d3-geo.min.js",
    "topojson-client.min.js": "topojson-client/dist/topojson-client.min.js",
    "countries-110m.json": "world-atlas/countries-110m.json",
    "uPlot.iife.min.js": "uplot/dist/uPlot.iife.min.js",
    "uPlot.min.css": "uplot/dist/uPlot.min.css",
    "source-serif-400.woff2": "@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2",
    "source-serif-400-italic.woff2": "@fontsource/source-serif-4/files/source-serif-4-latin-400-italic.woff2",
    "source-serif-600.woff2": "@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2",
    "inter.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
}
WITHOUT = (
    "Without them the pages read as well, with the fonts of the system, and without the graph, the map and the charts."
)


def missing() -> list[str]:
    """Return which files are not there."""
    return [name for name in FILES if not (VENDOR / name).is_file()]


def bring(root: Path = ROOT) -> str | None:
    """Install what the lock says and copy the files; return why it could not be done, None if it could."""
    npm = shutil.which("npm")
    if npm is None:
        return f"there is no Node here (`npm` is not found), so these are missing: {', '.join(missing())}. {WITHOUT}"
    ran = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=root, capture_output=True, text=True
    )
    if ran.returncode:
        lines = [line for line in ran.stderr.splitlines() if line.strip()]
        return f"npm failed: {lines[0] if lines else 'it does not say why'}. {WITHOUT}"
    licences = VENDOR / "licences"
    licences.mkdir(parents=True, exist_ok=True)
    for name, inside in FILES.items():
        shutil.copyfile(root / "node_modules" / inside, VENDOR / name)
        package = "/".join(inside.split("/")[: 2 if inside.startswith("@") else 1])
        for text in (root / "node_modules" / package).glob("LICEN[CS]E*"):
            shutil.copyfile(text, licences / f"{package.replace('/', '-')}.txt")
    return None


def unlock() -> None:
    """Take the addresses of a registry out of package-lock.json."""
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("resolved", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Do what is asked; 1 if something is missing in the end."""
    if "--lock" in arguments:
        unlock()
        return 0
    why = None if "--check" in arguments else bring()
    if why is None and missing():
        why = f"missing in {VENDOR.relative_to(ROOT)}: {', '.join(missing())}: run `make assets`. {WITHOUT}"
    if why:
        sys.stderr.write(f"assets: {why}\n")
    return int(why is not None)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
