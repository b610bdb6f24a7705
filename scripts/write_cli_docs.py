"""Write docs/cli.md from what `--help` prints: `python scripts/write_cli_docs.py`."""

from pathlib import Path

from typer.testing import CliRunner

from foedus.cli.main import VERBS, app

PAGE = Path(__file__).parent.parent / "docs" / "cli.md"
COMMANDS = tuple(verb.__name__ for verb, _ in VERBS)
INTRODUCTION = """\
# The command line

What `foedus --help` and `foedus COMMAND --help` print. This page is written by `scripts/write_cli_docs.py`; a test
checks that it is current.

Results go to standard output, everything else to standard error. Where the output is no terminal it is plain text,
80 columns wide unless `COLUMNS` says otherwise; `NO_COLOR` is honoured.

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | something failed: a source could not be read (the others were), there is no ledger, a model is missing |
| 2 | wrong usage: an unknown option, command or state, the same state twice, something that is no date |
| 130 | interrupted; what was read before is in the ledger |
| 141 | whoever read the output stopped reading |
"""


def page() -> str:
    """Return the text of docs/cli.md."""
    parts = [INTRODUCTION, "## foedus\n", _help()]
    for command in COMMANDS:
        parts += [f"## foedus {command}\n", _help(command)]
    return "\n".join(parts)


def _help(*command: str) -> str:
    env = {"COLUMNS": "80", "FOEDUS_LEDGER": "", "FOEDUS_LANG": ""}
    result = CliRunner().invoke(app, [*command, "--help"], prog_name="foedus", env=env, terminal_width=80)
    if result.exit_code:
        raise SystemExit(f"foedus {' '.join(command)} --help failed: {result.output}")
    return f"```\n{result.output.rstrip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
