"""When an act took place, from the words around it; never simply the day of publication.

le 19 juin 2024 -> 2024-06-19      en juin 2024 -> 2024-06      jeudi -> resolved against publication
vingt jours plus tard -> counted from the date before it in the text
"""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from foedus.model import TextSpan

_MONTHS_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_MONTHS_EN = "january february march april may june july august september october november december".split()
_DAYS_FR = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
_DAYS_EN = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = {name: n for names in (_MONTHS_FR, _MONTHS_EN) for n, name in enumerate(names, 1)}
_MONTH |= {
    "aout": 8,
    "fevrier": 2,
    "decembre": 12,
    "sept": 9,
    "jan": 1,
    "feb": 2,
    "aug": 8,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_DAY = {name: n for names in (_DAYS_FR, _DAYS_EN) for n, name in enumerate(names)}
_COUNT = {w: n for n, words in enumerate(
    ["", "un une one a an", "deux two", "trois three", "quatre four", "cinq five", "six", "sept seven", "huit eight",
     "neuf nine", "dix ten", "onze eleven", "douze twelve", "treize thirteen", "quatorze fourteen", "quinze fifteen"])
    for w in words.split()} | {"vingt": 20, "twenty": 20, "trente": 30, "thirty": 30, "quelques": 0}  # fmt: skip
_MONTH_FORM = "|".join(sorted(_MONTH, key=lambda m: -len(m)))
_DAY_FORM = "|".join(_DAY)
_COUNT_FORM = r"\d{1,3}|" + "|".join(sorted(_COUNT, key=lambda m: -len(m)))
_DAY_UNIT = r"jours?|semaines?|mois|ans?|années?|days?|weeks?|months?|years?"
_SHIFT = r"plus tard|après|plus tôt|auparavant|later|afterwards|earlier|before"
_NO_EVENT = r"(?!(?<=après|efore) +[\w«\"])"  # « un an après l'indépendance » counts from that, not from a date before
_BESIDE = (
    r"le lendemain|la veille|the next day|the following day|the day before|ce jour-là|that day|"
    r"le même jour|the same day"
)
_RELATIVE = (
    r"aujourd'hui|hier|avant-hier|demain|today|yesterday|tomorrow|le mois dernier|last month|la semaine dernière|"
    r"last week|l'an dernier|l'année dernière|last year|cette année|this year|ce mois-ci|this month|"
    r"le mois prochain|next month|la semaine prochaine|next week|l'an prochain|l'année prochaine|next year"
)
_BEFORE_YEAR = (
    r"en|in|depuis|since|fin|début|printemps|été|automne|hiver|summer|spring|winter|autumn|dès|de|l'été|of|l'automne|"
    r"late|early|by|avant|vers"
)
_PATTERNS = (
    (
        "day",
        rf"(?:le |on )?(?:(?:{_DAY_FORM}),? )?(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)? "
        rf"(?P<m>{_MONTH_FORM})\.?,?(?: (?P<y>\d{{4}}))?(?!\d)",
    ),
    ("day", rf"(?P<m>{_MONTH_FORM})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>\d{{4}}))?(?!\d)"),
    ("month", rf"(?:en|in|fin|début|mi-|depuis|since|last|of|de|d')? ?(?P<m>{_MONTH_FORM}) (?P<y>\d{{4}})"),
    ("month_alone", rf"\b(?:en|in|depuis|since|last) (?P<m>{_MONTH_FORM})\b(?! \d)(?P<rel> dernier| prochain)?"),
    ("later", rf"(?P<n>{_COUNT_FORM}) (?P<u>{_DAY_UNIT}) (?P<w>{_SHIFT})\b{_NO_EVENT}"),
    ("day_after", rf"\b(?P<w>{_BESIDE})\b"),
    ("ago", rf"il y a (?P<n>{_COUNT_FORM}) (?P<u>{_DAY_UNIT})|(?P<n2>{_COUNT_FORM}) (?P<u2>{_DAY_UNIT}) ago"),
    ("relative", rf"\b(?P<w>{_RELATIVE})\b"),
    ("weekday", rf"(?<!\w)(?P<k>{_DAY_FORM})(?P<rel> dernier| prochain)?(?!\w)"),
    ("year", rf"\b(?:{_BEFORE_YEAR}) (?P<y>1[89]\d\d|20\d\d)\b"),
)
# What must be in a text for a pattern to match it: most texts have no word of most of them.
_NEEDED: dict[str, tuple[str, ...]] = {
    "day": tuple(_MONTH), "month": tuple(_MONTH), "month_alone": tuple(_MONTH), "weekday": tuple(_DAY),
    "later": tuple(_SHIFT.split("|")), "day_after": tuple(_BESIDE.split("|")), "relative": tuple(_RELATIVE.split("|")),
    "ago": ("il y a", " ago"), "year": ("18", "19", "20"),
}  # fmt: skip
_FINDERS = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)


_TOLD_FROM = 600  # characters within which « vingt jours plus tard » counts from a date
_SENTENCE_END = re.compile(r"[.!?…][”»\"]?\s")
_NEAR_DATE = 300  # characters within which « le 22 décembre » shares the year of the date before it
_AHEAD = 45  # days beyond publication to which a date without a year may point


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in the text.

    Attributes:
        iso: as precise as stated, the last such day or month before publication where the year is not.
        found: "stated", "publication" or "text".
        to_come: the next such day or month from publication on, for what has not happened yet.
    """

    span: TextSpan
    iso: str
    found: str
    to_come: str


May = Callable[[TextSpan], bool]


class Dates:
    """The dates of an article in order of the text, those relative to others resolved."""

    def __init__(self, text: str, published: str | None) -> None:
        self._published = _as_date(published)
        self._text = text
        self.found: list[DateFound] = []
        taken: list[tuple[int, int, str, re.Match[str]]] = []
        lower = text.lower().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
        if len(lower) != len(text):
            lower = text
        for kind, finder in _FINDERS:
            if any(word in lower for word in _NEEDED[kind]):
                taken.extend((match.start(), match.end(), kind, match) for match in finder.finditer(lower))
        end = -1
        for start, stop, kind, match in sorted(taken, key=lambda t: (t[0], -t[1])):
            if start < end:
                continue
            made = self._resolve(kind, match)
            if made:
                self.found.append(DateFound(TextSpan(start, stop), *made, self._to_come(kind, *made)))
                end = stop
        self._starts = [d.span.start for d in self.found]

    def _to_come(self, kind: str, iso: str, found: str) -> str:
        """« se rendra lundi à Oslo », « signeront en juin »: the next Monday, the next June."""
        if self._published is None or found != "publication" or iso >= self._published.isoformat()[: len(iso)]:
            return iso
        if kind == "weekday":
            return (date.fromisoformat(iso) + timedelta(days=7)).isoformat()
        year = int(iso[:4]) + 1
        return f"{year}{iso[4:]}" if kind in ("day", "month_alone") and iso[4:] != "-02-29" else iso

    def _last(self, at: int) -> str | None:
        """Return the date that « un an plus tard » counts from: the last one near, best not a bare year."""
        near = [d.iso for d in reversed(self.found) if at - d.span.end < _TOLD_FROM]
        return next((iso for iso in near if len(iso) >= len("2020-01")), near[0] if near else None)

    def _year(self, month: int, at: int) -> tuple[int, str] | None:
        """Return the year of a day or month given without one, and how it was found.

        It is that of a full date close before it, else the one nearest to publication and not far beyond.
        """
        last = self.found[-1] if self.found else None
        exact = len("2020-01-01") if self._published else len("2020-01")
        near = last is not None and len(last.iso) >= exact and at - last.span.end < _NEAR_DATE
        if last is not None and near and not self._of_today(month, last, at):
            return int(last.iso[:4]), "text"
        if self._published is None:
            return None
        year = self._published.year
        ahead = date(year, month, 1) > self._published + timedelta(days=_AHEAD)
        return (year - 1 if ahead else year), "publication"

    def _of_today(self, month: int, last: DateFound, at: int) -> bool:
        """« Le 7 avril 1994 ... . Le 17 mars, Kigali a rompu »: news of these weeks in a sentence of its own."""
        published = self._published
        if published is None or int(last.iso[:4]) >= published.year - 1 or (published.month - month) % 12 > 1:
            return False
        return _SENTENCE_END.search(self._text, last.span.end, at) is not None

    def _resolve(self, kind: str, m: re.Match[str]) -> tuple[str, str] | None:
        groups = m.groupdict()
        if kind in ("day", "month", "year"):
            return self._absolute(groups, m.start())
        if kind == "month_alone":
            return self._month_alone(groups, m.start())
        if kind == "later":
            sign = -1 if groups["w"] in ("plus tôt", "auparavant", "earlier", "before") else 1
            return self._shifted(self._last(m.start()), groups["n"], groups["u"], sign, "text")
        if kind == "ago" and self._published:
            return self._shifted(
                self._published.isoformat(), groups["n"] or groups["n2"], groups["u"] or groups["u2"], -1, "publication"
            )
        if kind == "day_after":
            return self._day_after(groups["w"], m.start())
        if kind == "relative":
            return self._relative(groups["w"])
        if kind == "weekday":
            return self._weekday(groups)
        return None

    def _absolute(self, groups: dict[str, str | None], at: int) -> tuple[str, str] | None:
        year, found = groups.get("y"), "stated"
        if year is None:
            known = self._year(_MONTH[groups["m"] or ""], at)
            if known is None:
                return None
            year, found = str(known[0]), known[1]
        if not groups.get("m"):
            return year, found
        month = _MONTH[groups["m"] or ""]
        if not groups.get("d"):
            return f"{year}-{month:02}", found
        day = int(groups["d"] or 0)
        if not 1 <= day <= monthrange(int(year), month)[1]:
            return None
        return f"{year}-{month:02}-{day:02}", found

    def _month_alone(self, groups: dict[str, str | None], at: int) -> tuple[str, str] | None:
        month = _MONTH[groups["m"] or ""]
        if self._published is None:
            known = self._year(month, at)
            return (f"{known[0]}-{month:02}", known[1]) if known else None
        year = self._published.year - (1 if month > self._published.month else 0)
        return f"{year}-{month:02}", "publication"

    def _shifted(
        self, base: str | None, count: str | None, unit: str | None, sign: int, found: str
    ) -> tuple[str, str] | None:
        number = int(count or 0) if (count or "").isdigit() else _COUNT.get(count or "", 0)
        if base is None or not number or not unit:
            return None
        step = sign * number
        if unit.startswith(("an", "year")):
            return str(int(base[:4]) + step), found
        if unit.startswith(("mois", "month")) and len(base) >= 7:
            months = int(base[:4]) * 12 + int(base[5:7]) - 1 + step
            return f"{months // 12}-{months % 12 + 1:02}", found
        if len(base) == 10:
            days = step * (7 if unit.startswith(("sem", "week")) else 1)
            return (date.fromisoformat(base) + timedelta(days=days)).isoformat(), found
        return None

    def _day_after(self, words: str, at: int) -> tuple[str, str] | None:
        last = self._last(at)
        if last is None or len(last) != 10:
            return None
        step = {
            "le lendemain": 1,
            "the next day": 1,
            "the following day": 1,
            "la veille": -1,
            "the day before": -1,
        }.get(words, 0)
        return (date.fromisoformat(last) + timedelta(days=step)).isoformat(), "text"

    def _relative(self, words: str) -> tuple[str, str] | None:
        base = self._published
        if base is None:
            return None
        days = {"aujourd'hui": 0, "today": 0, "hier": -1, "yesterday": -1, "avant-hier": -2, "demain": 1, "tomorrow": 1}
        if words in days:
            return (base + timedelta(days=days[words])).isoformat(), "publication"
        if words in ("le mois dernier", "last month"):
            return (base.replace(day=1) - timedelta(days=1)).isoformat()[:7], "publication"
        if words in ("ce mois-ci", "this month"):
            return base.isoformat()[:7], "publication"
        if words in ("le mois prochain", "next month"):
            return (base.replace(day=28) + timedelta(days=4)).isoformat()[:7], "publication"
        if words in ("la semaine dernière", "last week"):
            return (base - timedelta(days=7)).isoformat()[:7], "publication"
        if words in ("la semaine prochaine", "next week"):
            return (base + timedelta(days=7)).isoformat()[:7], "publication"
        if words in ("l'an prochain", "l'année prochaine", "next year"):
            return str(base.year + 1), "publication"
        return str(base.year - (0 if words in ("cette année", "this year") else 1)), "publication"

    def _weekday(self, groups: dict[str, str | None]) -> tuple[str, str] | None:
        if self._published is None:
            return None
        back = (self._published.weekday() - _DAY[groups["k"] or ""]) % 7
        if groups.get("rel") == " prochain":
            return (self._published + timedelta(days=7 - back or 7)).isoformat(), "publication"
        return (self._published - timedelta(days=back)).isoformat(), "publication"

    def near(
        self,
        trigger: TextSpan,
        bounds: TextSpan,
        others: Sequence[tuple[TextSpan, May]] = (),
        may: May = lambda _: True,
    ) -> DateFound | None:
        """Return the date of a trigger: the nearest in its clause, unless another trigger stands nearer to it.

        Args:
            bounds: the sentence.
            others: further triggers of the sentence, and whether a date can be theirs.
            may: whether a date can be this trigger's by where it stands.
        """
        first = bisect_right(self._starts, bounds.start - 1)
        here = [d for d in self.found[first:] if d.span.start < bounds.end and may(d.span)]
        near = [(_gap(d.span, trigger), d) for d in here]
        mine = [
            (g, d) for g, d in near if g <= min((_gap(d.span, o) for o, theirs in others if theirs(d.span)), default=g)
        ]
        return min(mine, key=lambda t: t[0])[1] if mine else None


def _gap(a: TextSpan, b: TextSpan) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


def _as_date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso and len(iso) == 10 else None
