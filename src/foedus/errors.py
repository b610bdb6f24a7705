"""Every error foedus raises on purpose.

FoedusError            one line for the user, exit code 1
├── UsageError         the command line asked for something that does not exist; exit code 2
│   └── UnknownState   a name that no state bears
├── IntakeError        a page or file that holds no article we can read
│   └── LanguageNotCovered
├── LexiconError       a data file with a wrong row; names file and line
├── CoderError         a language model's server that cannot be reached, or an answer that cannot be used
├── ModelMissing       a language model that is not installed; says what to run
├── NotVerbatim        a record whose words do not stand in its article
├── LakeError          a lake, or a file for it, that cannot be read or written
├── GoldError          gold data or predictions to score that are in no form we know
├── OutputError        a file or standard output that cannot be written
└── LedgerError        a ledger that cannot be opened, read or written
    └── NotHeld        an article or record that a ledger does not hold
"""


class FoedusError(Exception):
    """The base of all errors that are the input's fault, not the program's."""


class UsageError(FoedusError):
    """The request itself cannot be met, whatever the ledger holds."""


class UnknownState(UsageError):
    """A name or code was given that no state in the lexicon bears."""


class IntakeError(FoedusError):
    """An input from which no article could be made."""


class LanguageNotCovered(IntakeError):
    """An article in a language that foedus does not read."""


class LexiconError(FoedusError):
    """A data file has a row that cannot be used."""


class CoderError(FoedusError):
    """A language model's server does not answer, or with nothing that could be read."""


class ModelMissing(FoedusError):
    """A spaCy model is not installed."""


class NotVerbatim(FoedusError):
    """A span does not slice the text of its article to the words it claims."""


class LakeError(FoedusError):
    """A lake cannot be read or written, or a file is not the release of the dataset it was given as."""


class GoldError(FoedusError):
    """Gold data, predictions or an earlier run that cannot be read."""


class OutputError(FoedusError):
    """A file or standard output cannot be written."""


class LedgerError(FoedusError):
    """A ledger file cannot be opened, read or written."""


class NotHeld(LedgerError):
    """An article or record was asked for by an id that the ledger does not hold."""
