"""The reading room: a ledger as web pages, and the same views as JSON."""
