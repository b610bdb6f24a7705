"""The reading room as a person starts it: what waits is read whatever happens to the processes behind it."""

import os
import re
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from foedus.web.store import jobs, open_store
from foedus.web.store.jobs import State

if TYPE_CHECKING:
    Served = Any

pytestmark = pytest.mark.slow
TEXT = "Kiev accuse Moscou d'avoir bombardé un hôpital. « C'est un crime », a déclaré le ministre ukrainien."


def workers(parent: int) -> list[int]:
    """The processes that a process has started, without the one that looks after shared resources."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                command = (entry / "cmdline").read_text()
            except OSError:
                continue
            if int(fields[1]) == parent and "spawn_main" in command:
                found.append(int(entry.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_an_article_is_read_though_its_reader_was_killed(served: "Served") -> None:
    with httpx2.Client(base_url=served.address) as client:
        html = client.get("/fr/read").text
        token = re.findall(r'name="token" value="([^"]+)"', html)[0]
        assert client.get("/fr/pair/RUS/PRK").status_code == 200
        killed = workers(served.pid)
        assert len(killed) > 1  # the one that reads articles, and those that make views
        job = client.post("/fr/read", data={"token": token, "text": TEXT}).headers["location"].rpartition("/")[2]
        for process in killed:
            os.kill(process, signal.SIGKILL)
        store = open_store(served.settings.store)
        for _ in range(600):
            state = jobs.get(store, job)
            if state is not None and state.is_over:
                break
            # While it is read others get their pages.
            assert client.get("/fr/about").status_code == 200
            threading.Event().wait(0.1)
        assert state is not None
        assert state.state is State.DONE
        assert client.get("/fr/pair/RUS/PRK?third_party=1").status_code == 200
        assert not set(killed) & set(workers(served.pid))
