# %% [markdown]
# # Four systems: 1914, 1950, 1989, 2012
#
# The poles and blocs of four years from COW's alliances, disputes and capabilities, beside what the literature says of
# them. Fill a lake first, with the files as they were released:
#
#     foedus import cow-alliances alliance_v4.1_by_dyad.csv
#     foedus import nmc NMC-70-abridged.csv
#     foedus import mid gml-ddy-disputes-2.2.1.csv
#     python examples/four_systems.py foedus.lake
#
# It is a plain script; jupytext opens it as a notebook.

# %%
import sys

from foedus.lake import open_lake
from foedus.system.report import System, measure
from foedus.system.sources import from_dataset

YEARS = (1914, 1950, 1989, 2012)
lake = open_lake(sys.argv[1] if len(sys.argv) > 1 else "foedus.lake")


def of(year: int) -> System:
    """Measure the alliances in force in a year."""
    return measure(from_dataset(lake, "cow-alliances", str(year), str(year)), lake)


systems = {year: of(year) for year in YEARS}

# %%
for year, system in systems.items():
    power = system.capabilities
    print(f"\n{year}")
    if power:
        shares = ", ".join(f"{state} {share:.2f}" for state, share in power.shares[:4])
        print(f"  {power.kind}: {' '.join(power.poles)}; CON {power.con:.3f}; {shares}")
    for bloc in system.blocs.blocs:
        size = f"{len(bloc.states)} states, cohesion {bloc.cohesion:.2f}"
        print(f"  bloc {bloc.number}, {size}: {' '.join(bloc.states)}")
    for one in system.blocs.between:
        print(f"  between: {one.state}, blocs {one.bloc} and {one.other}")

# %% [markdown]
# ## What agrees with the literature
#
# **1914.** Two blocs of great powers, the Triple Alliance (Germany, Austria-Hungary, Italy, with Romania, Bulgaria and
# the Ottoman Empire) and the Triple Entente (France, Russia, Britain, with Japan, Portugal and Spain), and a multipolar
# system by capabilities: as in every account (Waltz 1979; Sabrosky 1985). Italy and Romania stand in the first because
# their treaties did; on the disputes of the year they leave it, as they did.
#
# **1950.** Bipolar by capabilities, USA and USSR, as Waltz has it. By alliances there are more than two blocs: NATO,
# the Soviet treaties, the Rio pact, the Arab League. COW counts the Rio pact and NATO as treaties of the same kind, and
# the United States are in both; that they are one camp is seen in what they are allied against, not in their treaties.
#
# **1989.** Bipolar still. NATO and the Warsaw Pact are two of six blocs; the others are regional pacts.
#
# ## What does not
#
# **2012.** By this rule the system is bipolar, China before the United States. Most of the literature of the time calls
# it unipolar (Wohlforth 1999; Brooks and Wohlforth 2008). The difference is in the data: CINC counts people, steel and
# energy, not wealth or reach. Whoever wants another answer needs other capabilities, not another rule.
#
# **Blocs are not alliances of war.** A year without hostile ties has all its triads balanced and a frustration index of
# 0: treaties alone are all of sign +. The next cell adds the disputes of five years, and the camps come apart. Of 2012
# it has disputes up to 2010 only, where the data end, and says so.

# %%
from foedus.system.graph import added  # noqa: E402 - a cell of its own

for year in YEARS:
    pacts = from_dataset(lake, "cow-alliances", str(year), str(year))
    fights = from_dataset(lake, "mid", str(year - 4), str(year))
    both = measure(added((pacts, fights)), lake)
    index = both.frustration
    told = str(index.upper) if index.exact else f"{index.lower} to {index.upper}"
    balanced = "undefined" if both.triads.balanced is None else f"{both.triads.balanced:.2f}"
    ends = fights.made[0].coverage[-1][1]
    known = "" if ends >= f"{year}-12-31" else f" (disputes up to {ends[:4]})"
    print(f"{year}: balanced triads {balanced}, frustration {told} of {len(both.graph.edges)}, "
          f"bipolarity {both.ties.bipolarity:.2f}{known}")  # fmt: skip
