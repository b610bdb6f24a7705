"""Reads what waits in the queue, in a process of its own: nobody's page waits for an article."""

import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path

from foedus.batch import Shelf
from foedus.errors import FoedusError
from foedus.intake.fetch import fetch
from foedus.intake.page import read_source
from foedus.ledger import open_ledger
from foedus.reading import made_by, read_articles
from foedus.web.settings import Settings
from foedus.web.store import Store, jobs, open_store
from foedus.web.store.jobs import Job, State
from foedus.web.views import unresolved

log = logging.getLogger("foedus.web")
LOOK = 0.4  # seconds between looks into the queue
LOOK_AGAIN = 5.0  # seconds at least between looks for what is unresolved
STOPPING = 3.0  # seconds for the article under way, when everything stops
LONGEST = 300.0  # seconds for one article


def work_off(store: Store, ledger: Path, told_to_stop: Callable[[], bool] = lambda: False) -> int:
    """Read everything that waits, or until told to stop, and return how many articles that was."""
    done = 0
    while not told_to_stop() and (job := jobs.take(store)) is not None:
        try:
            jobs.finish(store, job.id, _read(store, ledger, job))
        except FoedusError as error:
            jobs.fail(store, job.id, " ".join(str(error).split())[:500])
        except Exception as error:
            log.exception("reading an article failed")
            jobs.fail(store, job.id, f"foedus failed on it ({type(error).__name__}): please report it")
        done += 1
    return done


def _read(store: Store, ledger: Path, job: Job) -> str:
    """Return the id of the article that a job became."""
    if job.sort == "again":
        return _again(ledger, job.name)
    content, url = job.content, None
    if job.sort == "address":
        fetched = fetch(job.name)
        content, url = fetched.content, fetched.url
        jobs.is_reading(store, job.id)
    name = "-" if job.sort != "file" else job.name
    article = read_source(content or b"", name=name, url=url, language=job.language, published=job.published)
    with Shelf(ledger) as shelf:
        if shelf.find(article, made_by(article.language)) is None:
            (reading,) = read_articles([article])
            shelf.add(reading)
    return article.id


def _again(path: Path, article_id: str) -> str:
    """Read a stored article again, with the tables as they are now."""
    with open_ledger(path) as ledger:
        article = ledger.reading(article_id).article
        (reading,) = read_articles([article])
        ledger.add(reading)
    return article_id


class _Looks:
    """Looks for what is unresolved whenever the ledger has changed, and not too often."""

    def __init__(self, store: Store, path: Path) -> None:
        self.store, self.path = store, path
        self.seen: tuple[int, ...] = ()
        self.at = -LOOK_AGAIN

    def if_changed(self) -> None:
        """Look, if there is something new."""
        mark = tuple(p.stat().st_mtime_ns for p in (self.path, Path(f"{self.path}-wal")) if p.exists())
        if mark == self.seen or time.monotonic() - self.at < LOOK_AGAIN:
            return
        started = time.monotonic()
        with open_ledger(self.path, read_only=True) as ledger:
            unresolved.look(ledger, self.store)
        # What takes long on a large ledger is done more seldom.
        self.seen, self.at = mark, time.monotonic() + 20 * (time.monotonic() - started)


def work(settings: Settings, stop: Event) -> None:
    """Read what comes until told to stop, or until whoever started this is gone."""
    parent = os.getppid()
    store = open_store(settings.store)
    jobs.take_up_again(store)
    looks = _Looks(store, settings.ledger)
    while not stop.wait(LOOK) and os.getppid() == parent:
        work_off(store, settings.ledger, stop.is_set)
        try:
            looks.if_changed()
        except FoedusError as error:
            log.warning("%s", error)


class Worker:
    """A worker process, and who looks after it: one that dies is replaced, one that hangs is ended."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._context = multiprocessing.get_context("spawn")
        self._stop = self._context.Event()
        self._ended = threading.Event()
        self._process: BaseProcess | None = None
        self._watch = threading.Thread(target=self._look_after, name="foedus-worker", daemon=True)

    def start(self) -> None:
        """Start it."""
        self._spawn()
        self._watch.start()

    def stop(self) -> None:
        """Stop it; what it was reading waits for the next start."""
        self._ended.set()
        self._stop.set()
        self._watch.join(5)
        if self._process is not None:
            self._process.join(STOPPING)
            if self._process.is_alive():
                self._process.terminate()
                self._process.join(5)
                jobs.give_back(open_store(self.settings.store))

    def renew(self) -> None:
        """Let another take over, who reads the tables anew, as soon as the article under way is read."""
        self._stop.set()

    def _spawn(self) -> None:
        self._stop = self._context.Event()
        self._process = self._context.Process(target=work, args=(self.settings, self._stop), daemon=True)
        self._process.start()

    def _look_after(self) -> None:
        store = open_store(self.settings.store)
        reading, since = "", 0.0
        while not self._ended.wait(1.0):
            under_way = jobs.listed(store, (State.FETCHING, State.READING), 1)
            now_reading = under_way[0].id if under_way else ""
            since = since + 1.0 if now_reading and now_reading == reading else 0.0
            reading = now_reading
            process = self._process
            if process is None or (process.is_alive() and since < LONGEST):
                continue
            if process.is_alive():
                process.kill()
            process.join(5)
            if not self._stop.is_set():
                log.warning("the worker that reads articles has ended: another is started")
            self._spawn()
            since = 0.0
