"""Processes that others may have started: whether they live, and how to end them."""

from __future__ import annotations

import contextlib
import os
import signal
import time

import psutil


def is_alive(pid: int, name: str) -> bool:
    """Whether a process of this name runs. A dead one that nobody has reaped yet, or another program, does not count."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # where it was our child, take it away
    try:
        process = psutil.Process(pid)
        return process.name().startswith(name) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def end(pid: int, name: str, steps: tuple[tuple[signal.Signals, float], ...]) -> None:
    """Send each signal in turn and wait so many seconds for it to work; returns when the process is gone."""
    for number, seconds in steps:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not is_alive(pid, name):
                return
            time.sleep(0.02)
