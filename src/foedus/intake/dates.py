"""When an article was published: ISO dates, as precise as known, and only where it is said to be so.

A date inside running prose (« relayée le 28 juillet 2025 ») is never one; a line of its own, a dateline with
a year, a file name or an address with a date in it are.
"""

import re
from datetime import date

from foedus.errors import IntakeError

_MONTHS = (
    ("janvier", "janv", "january", "jan"),
    ("février", "fevrier", "févr", "fevr", "fév", "february", "feb"),
    ("mars", "march", "mar"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "juil", "july", "jul"),
    ("août", "aout", "august", "aug"),
    ("septembre", "sept", "september", "sep"),
    ("octobre", "oct", "october"),
    ("novembre", "nov", "november"),
    ("décembre", "decembre", "déc", "dec", "december"),
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "|".join(sorted(_NUMBER, key=len, reverse=True))
_WEEKDAY = (
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\.?,?\s+)?"
)
_CLOCK = (
    r"(?:\s*(?:,|à|at|-|–|—|\||•|·|T)?\s*\d{1,2}\s?[hH:.]\s?\d{0,2}(?::\d{2})?\s*"
    r"(?:min|[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,5}\)?)?)?"
)
_DATE = (
    rf"(?:(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?"
    rf"|{_WEEKDAY}(?P<d1>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?P<m1>{_MONTH})\.?,?\s+(?P<y1>(?:19|20)\d\d)"
    rf"|{_WEEKDAY}(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)"
    r"|(?P<d3>\d{1,2})[/.](?P<m3>\d{1,2})[/.](?P<y3>(?:19|20)\d\d))"
)
_CUE = (
    r"(?:publiée?|parue?|postée?|mise? en ligne|diffusée?|rédigée?|créée?|date(?: de publication)?|par la rédaction"
    r"|(?:first )?published|posted|issued|released|date published|publication date|by the editors)"
)
_IN_TEXT = re.compile(rf"(?<![\w-]){_DATE}(?!\d)", re.IGNORECASE)
_AFTER_DATE = (
    r"(?:[,(|/•·–—-]?\s*(?:mise? à jour|modifiée?|actualisée?|(?:last )?updated|modified|(?:temps de )?lecture|\d+ min)"
    r"\b.{0,60})?"
)
_DATE_LINE = re.compile(
    r"(?:(?-i:[A-ZÀ-Ý][\w'’-]+(?:[ ][A-ZÀ-Ý][\w'’-]+){0,2}),\s*(?=le\s))?"
    rf"(?P<cue>{_CUE}\s*:?\s*)?(?:le|on)?\s*[,:|•·–—-]?\s*{_DATE}{_CLOCK}[\s.]*{_AFTER_DATE}",
    re.IGNORECASE,
)
_BYLINE_DATE = re.compile(
    r"(?P<cue>par|by|de notre|de nos)\s.{3,80}?[\s,|•·–—-](?:le|on|publiée? le|published(?: on)?)?\s*"
    rf"{_DATE}{_CLOCK}[\s.]*{_AFTER_DATE}",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?-i:[A-ZÀ-Ý][\w'’-]+(?:[ ][A-ZÀ-Ý][\w'’-]+){0,3})(?:\s*\([^)]{2,40}\))?\s*,\s*(?:le\s+)?"
    rf"{_DATE}\s*(?:\([^)]{{2,60}}\)|[-–—.:]|/[^/]{{2,40}}/)",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-/_.]?)(?P<m>0[1-9]|1[0-2])(?P=sep)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
)
_MONTH_IN_ADDRESS = re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>0[1-9]|1[0-2])/")
_GIVEN = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def checked_date(given: str, *, name: str) -> str:
    """Return a date that the caller gave, if it is one ("2025", "2025-07", "2025-07-28").

    Raises:
        IntakeError: it is not.
    """
    value = given.strip()[:10]
    if _GIVEN.fullmatch(value) and _exists(*(int(part) for part in value.split("-"))):
        return value
    raise IntakeError(f"{name}: published {given!r} is no date: expected YYYY, YYYY-MM or YYYY-MM-DD: write it so")


def date_of_stamp(stamp: str) -> str | None:
    """Return the day of a machine's time stamp, in the time zone it was written in; None if it is not one.

    « 2025-07-28T23:30:00+09:00 » is the 28th, as its readers saw it, though it was the 28th 14:30 in UTC.
    """
    match = re.match(r"\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?!\d)", stamp)
    if match:
        return _iso(match[1], match[2], match[3])
    match = re.match(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)", stamp)
    return _iso(match[1], match[2], match[3]) if match else find_date(stamp)


def find_date(text: str) -> str | None:
    """Return the first full date written in a string, French or English; 05/06/2025 could be two and is none."""
    for match in _IN_TEXT.finditer(text):
        found = _date_of(match)
        if found:
            return found
    return None


def date_of_line(line: str, *, day_first: bool = False, cued: bool = False) -> str | None:
    """Return the date of « Publié le 28 juillet 2025 à 10h », of « July 28, 2025 », of « Par X, le 28/07/2025 ».

    Nothing but the date, the words around a date of publication and the author may stand on the line.

    Args:
        day_first: whether 05/06/2025 is read as the 5th of June (French) or not at all.
        cued: whether the words « Publié le » or the author must be there, and not the date alone.
    """
    if len(line) > 160:
        return None
    line = line.strip(" \t\u00a0*_#>|()[]")
    match = _DATE_LINE.fullmatch(line) or _BYLINE_DATE.fullmatch(line)
    if match and cued and not match["cue"]:
        return None
    return _date_of(match, day_first=day_first) if match else None


def date_of_dateline(paragraph: str) -> str | None:
    """Return the date of « PYONGYANG, 28 juillet 2025 (KCNA) »; without its year it is none."""
    match = _DATELINE.match(paragraph[:200])
    return _date_of(match) if match else None


def date_in_name(name: str) -> str | None:
    """Return the day in a file's name, « afp_2025-07-28_lavrov.txt » or « 20250728.html »."""
    return _day_in(name.replace("\\", "/").rsplit("/", 1)[-1])


def date_in_url(url: str) -> str | None:
    """Return the day, or else the month, in an address: « /2025/07/28/ », « /2025/07/ »."""
    path = re.sub(r"^\w+://[^/]*", "", url).split("?")[0]
    day = _day_in(path)
    if day:
        return day
    match = _MONTH_IN_ADDRESS.search(path)
    return f"{match['y']}-{match['m']}" if match else None


def _day_in(text: str) -> str | None:
    match = _IN_ADDRESS.search(text)
    return _iso(match["y"], match["m"], match["d"]) if match else None


def _date_of(match: re.Match[str], *, day_first: bool = False) -> str | None:
    if match["iso"]:
        return date_of_stamp(match["iso"])
    if match["y3"]:
        first, second = int(match["d3"]), int(match["m3"])
        dotted = f"{match['d3']}." in match[0]
        if first <= 12 and second <= 12 and first != second and not (dotted or day_first):
            return None
        day, month = (first, second) if second <= 12 else (second, first)
        return _iso(match["y3"], str(month), str(day))
    day_1 = match["d1"] is not None
    month_name = (match["m1"] if day_1 else match["m2"]).lower()
    year, day_text = (match["y1"], match["d1"]) if day_1 else (match["y2"], match["d2"])
    return _iso(year, str(_NUMBER[month_name]), day_text)


def _iso(year: str, month: str, day: str | None) -> str | None:
    numbers = [int(part) for part in (year, month, day) if part is not None]
    if not _exists(*numbers):
        return None
    return "-".join([f"{numbers[0]:04}", *(f"{part:02}" for part in numbers[1:])])


def _exists(year: int, month: int = 1, day: int = 1) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1700 <= year < 2200
