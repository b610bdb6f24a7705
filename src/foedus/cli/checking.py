"""The verbs that check: the installation, the records, the figures."""

import typer

from foedus.cli.options import DEFAULT_LEDGER, FAILED, LedgerOption
from foedus.console import complain, show


def doctor(ledger: LedgerOption = DEFAULT_LEDGER) -> None:
    """Say which versions and models are installed, and what is missing.

    The exit code is 1 if something is missing that reading needs.

    \b
    Examples:
      foedus doctor
    """
    from foedus.display.lists import facts_view
    from foedus.doctor import diagnose

    found = diagnose(ledger)
    show(facts_view(found.facts))
    for problem in found.problems:
        complain(problem)
    if found.problems:
        raise typer.Exit(FAILED)
