"""A small lake for tests of the pages: pacts of our own making, and the power of a few states."""

from pathlib import Path

from foedus.lake import open_lake
from foedus.lake.datasets import datasets
from foedus.lake.importing import take_in
from foedus.language.registry import in_force, states

PACTS = """version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,\
dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,asymmetric,version
1,220,"France",365,"Russia",4,1,1894,1,12,1917,0,0,1,0,0,1,0,4.1
2,365,"Russia",731,"North Korea",6,7,1961,10,9,1996,0,0,1,0,1,1,0,4.1
3,2,"United States",20,"Canada",4,4,1949,,,,0,1,1,0,0,0,0,4.1
4,2,"United States",220,"France",4,4,1949,,,,0,1,1,0,0,0,0,4.1
5,20,"Canada",220,"France",4,4,1949,,,,0,1,1,0,0,0,0,4.1
6,731,"North Korea",710,"China",11,7,1961,,,,0,1,1,0,0,0,0,4.1
"""
POWER = """stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version
"USA",2,1970,100,10,5,9,90000,9000,.25,2011
"RUS",365,1970,90,20,4,7,40000,4000,.2,2011
"""


def crowded() -> str:
    """Return pacts that nobody made: a dozen states in 1855, who lie close together in a picture of all of 1965."""
    there = [one for one in states().values() if in_force(one.since, one.until, "1965") and one.numbers("cow")[0]]
    rows = []
    for year, some, steps in ((1965, there, (1, 7, 20)), (1855, there[30:42], (1, 2, 5))):
        for step in steps:
            for n, one in enumerate(some):
                other = some[(n + step) % len(some)]
                names = f'{one.numbers("cow")[0]},"{one.en}",{other.numbers("cow")[0]},"{other.en}"'
                rows.append(f"{100 + len(rows)},{names},4,1,{year},1,12,{year},0,0,1,0,0,1,0,4.1")
    return "\n".join(rows) + "\n"


def small_lake(path: Path) -> Path:
    """Fill a lake."""
    lake = open_lake(path, make=True)
    for key, text in (("cow-alliances", PACTS + crowded()), ("nmc", POWER)):
        file = path.parent / f"{key}.csv"
        file.write_text(text, encoding="utf-8")
        (outcome,) = take_in(lake, datasets()[key], [file])
        assert outcome.part, outcome.error
    return path
