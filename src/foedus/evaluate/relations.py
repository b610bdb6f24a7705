"""What is counted of relations, as sets of each document.

With moods in the gold (our own form): the pair, either way; source, target and code; mood, and ground where the gold
has one, right over the full matches; documents without any relation in which none was found.

Without moods (PLOVER's): our acts and moods are folded into PLOVER's codes first; code, pair, direction, all three,
quad class. Codes that hold both ways count in either order.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from foedus.codes import Code, facts
from foedus.evaluate.gold import Document, Link
from foedus.evaluate.statements import Item
from foedus.evaluate.tally import Tally
from foedus.model import Mood
from foedus.relations.plover import folded

# Gold data code every international organisation as one actor.
_ORGANISATIONS = frozenset("UNO UN EU EUE EUU NATO NAT OSCE ASEAN AU LAS IAEA ICRC".split())
# PLOVER's table of quad classes; ties, which it lacks, as what they are nearest to.
_TIES = {Code.ALLIED: 1, Code.ALIGNED: 1, Code.OPPOSED: 3, Code.AT_WAR: 4}
Triple = tuple[str | None, str | None, str]


def count_relations(number: int, gold: Document, predicted: Document, tally: Tally, *, plover: bool) -> Iterator[Item]:
    """Count one document, and yield what was found, missed and invented; `plover` where the gold has no moods."""
    wanted, given = gold.relations or (), predicted.relations or ()
    if plover:
        yield from _plover(number, gold, wanted, given, tally)
    else:
        yield from _ours(number, gold, wanted, given, tally)


def _ours(
    number: int, document: Document, wanted: Sequence[Link], given: Sequence[Link], tally: Tally
) -> Iterator[Item]:
    _count_sets("pair", number, _pairs(wanted), _pairs(given), tally)
    gold, found = _by_key(wanted), _by_key(given)
    _count_sets("full", number, set(gold), set(found), tally)
    for key in gold.keys() & found.keys():
        moods = {link.mood for link in gold[key]} & {link.mood for link in found[key]}
        tally.share("mood", number, bool(moods))
        grounds = {link.ground for link in gold[key]} - {None}
        if grounds:
            tally.share("ground", number, bool(grounds & {link.ground for link in found[key]}))
    if not wanted:
        tally.share("clean", number, not given)
    for link in (first for first, *_ in found.values()):
        if link.rule:
            tally.share(f"rule: {rule_family(link.rule)}", number, _key(link) in gold)
    yield from _items(document, set(gold), set(found))


def _plover(
    number: int, document: Document, wanted: Sequence[Link], given: Sequence[Link], tally: Tally
) -> Iterator[Item]:
    gold = list(dict.fromkeys(map(_triple, wanted)))
    found = list(dict.fromkeys(_triple(link) for link in map(_folded, given) if link))
    gold2, found2 = ([t for t in triples if t[0] and t[1]] for triples in (gold, found))
    strict = {t[:2] for t in gold2 if not _symmetric(t[2])}
    either = {frozenset(t[:2]) for t in gold2 if _symmetric(t[2])} - set(map(frozenset, strict))
    directed = {frozenset(t[:2]) if frozenset(t[:2]) in either else t[:2] for t in found2}
    _count_sets("pair", number, {frozenset(t[:2]) for t in gold2}, {frozenset(t[:2]) for t in found2}, tally)
    _count_sets("full", number, set(map(_ordered, gold2)), set(map(_ordered, found2)), tally)
    _count_sets("quad", number, {_quad(t[2]) for t in gold}, {_quad(t[2]) for t in found}, tally)
    _count_sets("directed", number, strict | either, directed, tally)
    _count_sets("code", number, {t[2] for t in gold}, {t[2] for t in found}, tally)
    yield from _items(document, set(map(_ordered, gold2)), set(map(_ordered, found2)))


def rule_family(rule: str) -> str:
    """Return "frames" of "signer (data/fr/frames.tsv:784)", the name before a colon of others."""
    return "frames" if "frames.tsv" in rule else rule.partition(":")[0]


def _folded(link: Link) -> Link | None:
    """Return a link under its PLOVER code; None for what has none. Without a mood it is in PLOVER's codes already."""
    if link.mood is None:
        return link
    if link.mood == Mood.DEMANDED:  # the demand is a REQUEST of its own, from who asks to who is asked
        return None
    code = folded(Code(link.code), Mood(link.mood), link.rule or "")
    return Link(link.source, link.target, code) if code else None


def _triple(link: Link) -> Triple:
    return _actor(link.source), _actor(link.target), link.code.upper()


def _actor(code: str | None) -> str | None:
    code = (code or "").strip().upper()
    return "IGO" if code in _ORGANISATIONS else code or None


def _symmetric(code: str) -> bool:
    return code in set(Code) and facts(Code(code)).symmetric


def _quad(code: str) -> int | None:
    if code not in set(Code):
        return None
    return facts(Code(code)).quad_class or _TIES[Code(code)]


def _ordered(triple: Triple) -> Triple:
    source, target, code = triple
    if _symmetric(code) and source and target:
        source, target = sorted((source, target))
    return source, target, code


def _key(link: Link) -> Triple:
    return _ordered((link.source, link.target, link.code))


def _pairs(links: Iterable[Link]) -> set[frozenset[str]]:
    return {frozenset((link.source, link.target)) for link in links if link.source and link.target}


def _by_key(links: Iterable[Link]) -> Mapping[Triple, list[Link]]:
    found: dict[Triple, list[Link]] = {}
    for link in links:
        found.setdefault(_key(link), []).append(link)
    return found


def _count_sets(
    measure: str, number: int, gold: Collection[object], predicted: Collection[object], tally: Tally
) -> None:
    tally.add(measure, number, len(set(gold) & set(predicted)), len(predicted), len(gold))


def _items(document: Document, gold: set[Triple], found: set[Triple]) -> Iterator[Item]:
    def name(triple: Triple) -> str:
        return " ".join(map(str, triple))

    for triple in sorted(gold, key=str):
        yield Item(f"{document.id} relation {name(triple)}", triple in found, name(triple))
    for triple in sorted(found - gold, key=str):
        yield Item(f"{document.id} no relation {name(triple)}", False, name(triple))
