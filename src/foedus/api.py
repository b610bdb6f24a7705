"""A ledger for Python: what the command line's verbs do, by the same names."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from foedus.explain import Explanation
from foedus.explain import explain as explain_pair
from foedus.intake.outlet import is_state_media
from foedus.language.registry import find_state
from foedus.ledger import Ledger, open_ledger
from foedus.ledger.search import Results, Where, search_statements
from foedus.model import Mood

if TYPE_CHECKING:
    from foedus.brief import Brief


class OpenLedger(Ledger):
    """An open ledger, with the questions one can ask it. Made by `foedus.open`.

    States are given by ISO code or by any name in French or English.
    """

    def explain(
        self,
        a: str,
        b: str,
        *,
        since: str | None = None,
        until: str | None = None,
        moods: tuple[Mood, ...] | None = None,
        on_word_of: str | None = None,
        third_party: bool = False,
        without_state_media: bool = False,
        evidence: int | None = 20,
    ) -> Explanation:
        """Explain how two states stand to each other.

        Args:
            a, b: two states.
            since, until: ISO dates, as precise as wanted, both included, of the act or else of the publication.
            moods: only these.
            on_word_of: a state: only what is said by those who speak for it.
            third_party: only what is said by those who speak for neither.
            without_state_media: leave out what a state-owned outlet prints or relays.
            evidence: at most that many pieces of each ground, the best; all if None. Counts are of all records.

        Raises:
            UnknownState: a name means no state.
            UsageError: the two states are the same.
            LedgerError: the ledger cannot be read.
        """
        return explain_pair(
            self,
            find_state(a),
            find_state(b),
            since=since,
            until=until,
            moods=moods,
            on_word_of=find_state(on_word_of) if on_word_of else None,
            third_party=third_party,
            without=is_state_media if without_state_media else None,
            evidence=evidence,
        )

    def brief(self, a: str, b: str, *, lang: Literal["fr", "en"] = "fr", **filters: Any) -> "Brief":
        """Write an article on two states, every sentence with its source; `foedus.brief` has what prints it.

        Args:
            a, b: two states.
            lang: of the article.
            filters: those of `explain`: since, until, moods, on_word_of, third_party, without_state_media.

        Raises:
            UnknownState: a name means no state.
            LedgerError: the ledger cannot be read.
        """
        from foedus.brief import brief_of

        return brief_of(self, self.explain(a, b, **filters), lang)

    def search(self, words: str, *, speaker: str | None = None, state: str | None = None, limit: int = 20) -> Results:
        """Search the words of statements, in any form and without accents.

        Raises:
            UnknownState: a name means no state.
            LedgerError: the ledger cannot be read.
        """
        where = Where(speaker=speaker, state=find_state(state) if state else None)
        with self.guarded("searching it"):
            return search_statements(self.connection, words, where, limit)


def open_for_python(path: str | Path, *, read_only: bool = False) -> OpenLedger:
    """Open a ledger; make it if it is not there, bring it up to date if it is older.

    Args:
        path: of the file.
        read_only: never write, not even to make or to upgrade it.

    Raises:
        LedgerError: it cannot be opened, is no ledger, or is newer than this version of foedus.
    """
    opened = open_ledger(path, read_only=read_only)
    return OpenLedger(opened.path, opened.connection, read_only=read_only)
