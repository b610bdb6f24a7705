"""The ledger: one SQLite file that holds every article read and every record found in it."""

from foedus.ledger.store import Ledger, open_ledger

__all__ = ["Ledger", "open_ledger"]
