"""Processes that do not outlive who started them."""

import os
import threading
import time

LOOK = 2.0  # seconds between looks whether whoever started this process is still there


def end_with(parent: int) -> None:
    """Let this process end soon after the one that started it: one that is killed cannot tell those it started.

    Args:
        parent: number of the process that started this one.
    """
    threading.Thread(target=_look_and_end, args=(parent,), name="foedus-parent", daemon=True).start()


def _look_and_end(parent: int) -> None:
    # The sentinel of multiprocessing does not tell: a forked process keeps the end of its own pipe open.
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(1)
