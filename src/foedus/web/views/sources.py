"""What was handed in and could not be read."""

from typing import Any

from foedus.web.store import Store, jobs
from foedus.web.store.jobs import State

SHOWN = 50


def failures(store: Store) -> dict[str, Any]:
    """Return what could not be read, the last first, with the reason."""
    failed = jobs.listed(store, (State.FAILED,), SHOWN)
    return {
        "items": [{"sort": job.sort, "name": job.name, "error": job.error, "at": job.changed} for job in failed],
    }
