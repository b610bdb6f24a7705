"""A pair's record beside the datasets, for the terminal."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.display.system import percent, told
from foedus.display.wording import Wording, wording
from foedus.system.compare import Comparison, Found, Spell

SHOWN = 6  # spells of a dataset
NONE = {"cow-alliances": "no_pact", "atop": "no_pact", "mid": "no_dispute", "ucdp": "no_conflict"}


def comparison_view(found: Comparison, language: str) -> RenderableType:
    """Lay out a comparison: a line of the record for each act, then one block a dataset."""
    say = wording(language)
    a, b = found.states
    title = say.named("compare", "title", a=f"{say.state(a)} ({a})", b=f"{say.state(b)} ({b})")
    table = Table.grid(padding=(0, 2), pad_edge=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    rows = [(say.named("compare", "record"), record_lines(found, say))]
    rows += [(_name(one), dataset_lines(one, found, say)) for one in found.found if one.held]
    for name, lines in rows:
        for place, line in enumerate(lines):
            table.add_row("" if place else name, line)
    missing = [one.key for one in found.found if not one.held]
    rest = (
        [Text(f"{say.named('compare', 'not_held').capitalize()}{say.say('colon')}{', '.join(missing)}")]
        if missing
        else []
    )
    return Group(Text(title, style="bold"), Text(), table, *([Text(), *rest] if rest else []))


def _name(one: Found) -> str:
    return f"{one.key} {one.version}".strip() if len(one.version) < 12 else one.key


def record_lines(found: Comparison, say: Wording) -> list[str]:
    """Return what the record tells, one line an act and mood."""
    if found.record is None:
        return [say.named("compare", "no_ledger")]
    lines = []
    for tie in found.record:
        records = say.named("compare", "records", n=tie.records)
        origins = say.named("compare", "origins", n=tie.origins)
        line = say.named("compare", "told", act=say.act(tie.code, tie.mood), records=records, origins=origins)
        if tie.spoken_for:
            line += ", " + say.named("compare", "by", states=say.listed(tie.spoken_for))
        lines.append(line)
    return lines or [say.named("compare", "nothing_told")]


def dataset_lines(one: Found, found: Comparison, say: Wording) -> list[str]:
    """Return what one dataset says, and until when it covers; « aucun pacte, couverture jusqu'au 31 décembre 2018 »."""
    ends = say.named("compare", "ends", date=say.date(one.until)) if one.until else ""
    if not one.covered:
        return [f"{say.named('compare', 'not_covered')}, {ends}"]
    a, b = found.states
    lines = [_spell(spell, found, say) for spell in one.spells[-SHOWN:]]
    if len(one.spells) > SHOWN:
        lines.insert(0, "…")
    if one.power:
        first, second = (percent(value, say) for value in one.power)
        lines.append(say.named("compare", "power", year=one.year, a=a, b=b, one=first, two=second))
    if one.together or one.apart:
        counts = ("together", one.together), ("apart", one.apart)
        lines.append(", ".join(say.named("compare", key, n=n) for key, n in counts))
    if not lines and (not one.likeness or one.key in NONE):
        lines.append(say.named("compare", NONE.get(one.key, "nothing")))
    if one.likeness:
        like = one.likeness
        s, pi, kappa = (told(value, say) for value in (like.s, like.pi, like.kappa))
        alike = "alike_votes" if one.key == "un-votes" else "likeness"
        lines.append(say.named("compare", alike, year=one.year, s=s, pi=pi, kappa=kappa))
    lines[-1] += f" ({ends})"
    return lines


def _spell(spell: Spell, found: Comparison, say: Wording) -> str:
    years = str(spell.first) if spell.first == spell.last else f"{spell.first}–{spell.last}"
    what = ", ".join(say.named("pacts", kind) for kind in spell.kinds.split())
    if spell.code and spell.kinds in ("dispute", "conflict"):
        from foedus.codes import Code
        from foedus.model import Mood

        what = f"{what} ({say.act(Code(spell.code), Mood.ASSERTED)})"
    if spell.kinds == "organisations" and spell.value is not None:
        what = f"{spell.value:.0f} {say.named('pacts', 'organisations', round(spell.value))}"
    if spell.states != found.states:
        what += f" [{spell.states[0]} – {spell.states[1]}]"
    return say.named("compare", "spell", years=years, what=what)
