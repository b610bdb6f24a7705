"""What somebody said, put into words, and laid out for the terminal and as Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.text import Text

from foedus.display.layout import Heading, Prose
from foedus.display.markdown import escaped
from foedus.display.pieces import ID
from foedus.display.terminal import BETWEEN, GROUND, QUIET, SPEAKER, TITLE
from foedus.display.wording import Wording, arrow, printable, wording
from foedus.intake.outlet import outlet_named
from foedus.language.registry import organisations, states
from foedus.ledger.queries import ArticleFacts, StatementFacts
from foedus.model import Kind
from foedus.said import Said, Saying

SHOWN = 50


@dataclass(frozen=True, slots=True)
class SaidPiece:
    """One statement, in words.

    Attributes:
        quoted: whether the words stand between quotation marks.
        who: name, role and state as far as the heading does not say them already; empty if it says all.
        manner: « propos rapportés · a nié », with the cue's words; empty for a quotation.
        details: relay and outlet with their ownership, acts, whom it is about, where else it stands; ends with the id.
    """

    words: str
    quoted: bool
    who: str
    manner: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SaidPage:
    """What somebody said, in words, by day of publication, newest first."""

    heading: str
    notes: tuple[str, ...]
    days: tuple[tuple[str, tuple[SaidPiece, ...]], ...]
    after: str | None


def said_page(found: Said, language: str, *, everything: bool = False) -> SaidPage:
    """Put what was found into words; without `everything` the newest fifty statements."""
    say = wording(language)
    shown = found.sayings if everything else found.sayings[:SHOWN]
    days = groupby(shown, key=lambda saying: saying.facts.article.published)
    left = len(found.sayings) - len(shown)
    return SaidPage(
        heading=f"{say.state(found.who.state)} ({found.who.state})"
        if found.who.state
        else printable(found.who.name or ""),
        notes=tuple(_notes(found, say)),
        days=tuple(
            (say.date(day) if day else say.say("no_date"), tuple(_piece(saying, found, say) for saying in sayings))
            for day, sayings in days
        ),
        after=f"{say.say('earlier_statements', n=left)} ({say.say('more_hint')})" if left else None,
    )


def said_view(page: SaidPage, language: str) -> RenderableType:
    """Lay it out for a terminal."""
    return Stack(*_lines(page, wording(language)))


def said_markdown(page: SaidPage, language: str) -> str:
    """Return it as Markdown."""
    say = wording(language)
    blocks = [f"# {escaped(page.heading)}", *map(escaped, page.notes)]
    for day, pieces in page.days:
        blocks.append(f"## {escaped(day)}")
        for piece in pieces:
            words, who = escaped(piece.words), f"**{escaped(piece.who)}**" if piece.who else ""
            details = BETWEEN.join(map(escaped, piece.details))
            if piece.quoted:
                blocks.append("> " + "\n>\n> ".join(filter(None, (say.quote(words), who, details))))
            else:
                head = " — ".join(filter(None, (who, escaped(piece.manner))))
                blocks.append(f"{head}{say.say('colon')}{words}  \n{details}")
    return "\n\n".join([*blocks, *([escaped(page.after)] if page.after else [])]) + "\n"


def _notes(found: Said, say: Wording) -> Iterator[str]:
    if found.statements:
        yield f"{say.count('statement', found.statements)}, {say.count('article', found.articles)}"
    limits = found.limits
    filters = []
    if limits.about:
        filters.append(say.say("about", whom=_actor(limits.about, say)))
    if limits.through:
        filters.append(say.say("via", relay=printable(limits.through)))
    filters += [say.say(_MANNER[kind]) for kind in limits.kinds or ()]
    filters += [
        say.say(key, date=say.date(date)) for key, date in (("since", limits.since), ("until", limits.until)) if date
    ]
    if filters:
        yield say.say("filters", filters=", ".join(filters))
    if not found.statements:
        yield say.say("no_statements_filtered" if found.left_out else "no_statements_of")
    if found.left_out:
        yield say.say("statements_left_out", n=found.left_out)


_MANNER = {Kind.DIRECT: "quoted", Kind.INDIRECT: "reported", Kind.MIXED: "partly_quoted"}


def _piece(saying: Saying, found: Said, say: Wording) -> SaidPiece:
    statement = saying.facts.statement
    speaker = statement.speaker
    if found.who.state:
        who = say.speaker(speaker)
    else:
        who = printable(speaker.role) if speaker and speaker.role and speaker.role != speaker.name else ""
        spoken_for = [s for s in (speaker.state, *speaker.others) if s] if speaker else []
        who += f" ({', '.join(spoken_for)})" if spoken_for else ""
    return SaidPiece(
        words=printable(statement.content_words),
        quoted=statement.kind is Kind.DIRECT,
        who=who.strip(),
        manner=_manner(statement, say),
        details=tuple(_details(saying, say)),
    )


def _manner(statement: StatementFacts, say: Wording) -> str:
    """« propos rapportés · a nié »: without its cue, what somebody denied would read as if he had said it."""
    if statement.kind is Kind.DIRECT:
        return ""
    return BETWEEN.join(filter(None, (say.say(_MANNER[statement.kind]), printable(statement.cue_words or ""))))


def _details(saying: Saying, say: Wording) -> Iterator[str]:
    facts = saying.facts
    yield from (say.say("via", relay=outlet(name, say)) for name in facts.statement.relay)
    yield outlet(facts.article.outlet, say) if facts.article.outlet else _untitled(facts.article, say)
    yield from dict.fromkeys(
        f"{arrow(act.source, act.target, act.code)}{say.say('colon')}{say.act(act.code, act.mood)}"
        for act in facts.acts
    )
    joined = {end for act in facts.acts for end in (act.source, act.target)}
    speaker = facts.statement.speaker
    own = {speaker.state, *speaker.others} if speaker else set()
    others = [_actor(key, say) for key in facts.about if key not in joined | own]
    if others:
        yield say.say("about", whom=", ".join(others))
    if saying.also:
        unknown = say.say("unknown_outlet")
        yield say.say("also_in", outlets=", ".join(dict.fromkeys(printable(a.outlet or unknown) for a in saying.also)))
    yield facts.statement.id[:ID]


def outlet(name: str, say: Wording) -> str:
    """Return « RT (média d’État, RUS) »; the bare name of an outlet that the table does not know."""
    known = outlet_named(name)
    if known is None:
        return printable(name)
    facts = [say.named("ownership", known.ownership), known.state or ""]
    return f"{printable(name)} ({', '.join(filter(None, facts))})"


def _untitled(article: ArticleFacts, say: Wording) -> str:
    return printable(article.title or article.file or say.say("unknown_outlet"))


def _actor(key: str, say: Wording) -> str:
    if key in states():
        return say.state(key)
    organisation = organisations().get(key)
    return key if organisation is None else organisation.fr if say.language == "fr" else organisation.en


def _lines(page: SaidPage, say: Wording) -> Iterator[RenderableType]:
    yield Prose(Text(page.heading, style=TITLE))
    for note in page.notes:
        yield Prose(Text(note), separator=", ")
    for day, pieces in page.days:
        yield Text()
        yield Heading(day, GROUND)
        for piece in pieces:
            yield Text()
            yield from _piece_lines(piece, say)
    if page.after:
        yield Text()
        yield Prose(Text(page.after, style=QUIET), indent=2)


def _piece_lines(piece: SaidPiece, say: Wording) -> Iterator[RenderableType]:
    who = Text(piece.who, style=SPEAKER)
    if piece.quoted:
        yield Prose(Text(say.quote(piece.words)), indent=2, hang=4)
        if piece.who:
            yield Prose(who, indent=4, hang=6)
    else:
        who.append((" — " if piece.who else "") + piece.manner, style=f"not bold {QUIET}")
        yield Prose(who + Text(say.say("colon") + piece.words), indent=2, hang=4)
    yield Prose(_joined(piece.details), indent=4, hang=6, separator=BETWEEN)


def _joined(details: Sequence[str]) -> Text:
    return Text(BETWEEN.join(details), style=QUIET)
