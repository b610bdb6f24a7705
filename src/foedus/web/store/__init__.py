"""What people bring into the room: comments, jobs, accounts. One SQLite file beside the ledger, never in it.

A ledger is given to others, exported and looked at with other programs; e-mail addresses and password hashes must not
be able to go with it.
"""

from foedus.web.store.base import Store, open_store

__all__ = ["Store", "open_store"]
