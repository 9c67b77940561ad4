"""The whole house for a browser: a database with the real data, the web server of production, a worker, a broker.

The loaded database is a template, made once and kept until the data or the code that loads them change; each house gets
a copy of its own, so that what one journey writes no other sees.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from config import local, stamps
from config.embedded_valkey import EmbeddedValkey
from tests import databases
from tests.databases import do

SETTINGS = "tests.journeys.settings"
_TEMPLATE, _COPY = "journeys_", "journey_"
_CODE = frozenset({".py", ".yaml", ".csv"})


def until(fact: Callable[[], object], *, seconds: float, log: Path | None = None) -> float:
    """Wait for a fact; the seconds it took."""
    began = time.monotonic()
    while not fact():
        tail = log.read_text()[-3000:] if log else ""
        assert time.monotonic() - began < seconds, f"not within {seconds} s. {tail}"
        time.sleep(0.01)
    return time.monotonic() - began


# --- databases -----------------------------------------------------------------------------------------------------
def _server() -> dict[str, str]:
    return settings.DATABASES["default"]


def database_url(name: str) -> str:
    server = _server()
    person = f"{quote(server['USER'])}:{quote(server['PASSWORD'])}".rstrip(":")
    return f"postgresql://{person}@/{name}?host={quote(server['HOST'], safe='')}&port={server['PORT']}"


def _prepare(what: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.prepare", what],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=900, check=False,  # a busy machine needs minutes
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@contextlib.contextmanager
def _alone(name: str) -> Iterator[None]:
    """One process at a time; the others wait and find the work done."""
    with (local.home() / f"{name}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def template() -> str:
    """The name of the database that holds the five plans, the published actuals, their assessments and the demo accounts."""
    name = _TEMPLATE + stamps.digest((*stamps.DATA_SOURCES, "config/run.py"), _CODE)[:16]
    with _alone("journeys-database"):
        known = databases.known()
        if name not in known:
            for old in known:
                if old.startswith(_TEMPLATE):
                    do("DROP DATABASE {}", old)
            fresh = f"{_COPY}new_{os.getpid()}"
            do("CREATE DATABASE {} TEMPLATE {}", fresh, databases.migrated())
            try:
                _prepare("database", environment(fresh, settings.REDIS_URL, Path()))
                do("ALTER DATABASE {} RENAME TO {}", fresh, name)
            finally:
                do("DROP DATABASE IF EXISTS {} WITH (FORCE)", fresh)
    return name


@contextlib.contextmanager
def database(purpose: str) -> Iterator[str]:
    """A copy of the template, dropped at the end."""
    name = f"{_COPY}{purpose}_{os.getpid()}"
    source = template()
    with _alone("journeys-database"):  # a template that is being copied must not be connected to
        do("CREATE DATABASE {} TEMPLATE {}", name, source)
    try:
        yield name
    finally:
        do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def static_files() -> Path:
    """The collected and compressed static files, made once for one state of the sources."""
    home = local.home()
    folder = home / f"journeys-static-{stamps.digest_of_static()[:16]}"
    with _alone("journeys-static"):
        if not folder.exists():
            for old in home.glob("journeys-static-*"):
                shutil.rmtree(old, ignore_errors=True)
            fresh = home / "journeys-static.new"
            shutil.rmtree(fresh, ignore_errors=True)
            _prepare("static", environment("postgres", settings.REDIS_URL, fresh))
            fresh.rename(folder)
    return folder


# --- processes -----------------------------------------------------------------------------------------------------
def environment(database: str, redis_url: str, static: Path) -> dict[str, str]:
    """What a process of the house is told."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DATABASE_URL": database_url(database),
        "REDIS_URL": redis_url,
        "JOURNEY_STATIC": str(static),
        "DEPLOYMENT": "local",
        "SECRET_KEY": settings.SECRET_KEY,
    }


class Process:
    """A program of the house in a process group of its own."""

    def __init__(self, *arguments: str, environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *arguments], cwd=settings.BASE_DIR, env=environment, stdout=output,
                stderr=output, start_new_session=True,
            )  # fmt: skip

    def wait_for(self, fact: Callable[[], object]) -> None:
        until(lambda: fact() or self._process.poll() is not None, seconds=60, log=self.log)
        assert self._process.poll() is None, self.log.read_text()

    def end(self) -> None:
        """At once: nothing of it is kept."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)


class House:
    """``url`` of the web server; ``valkey`` and ``worker`` where the house has its own (``with_worker``)."""

    def __init__(self, name: str, folder: Path, *, with_worker: bool) -> None:
        self.database = name
        self.valkey = EmbeddedValkey(folder / "valkey") if with_worker else None
        redis_url = self.valkey.ensure_running() if self.valkey else settings.REDIS_URL
        self.environment = environment(name, redis_url, static_files()) | {"MEDIA_ROOT": str(folder / "media")}
        self._folder = folder
        self._processes: list[Process] = []
        self._worker: Process | None = None

    def open(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        web = self._start_web()
        if self.valkey:
            self.start_worker()
        web.wait_for(lambda: self.answers("/healthz"))

    def _start_web(self) -> Process:
        options = ["--workers", "1", "--threads", "4", "--no-control-socket"]
        address = f"127.0.0.1:{self._port}"
        self._web = self._start("web", "gunicorn", "config.wsgi", "--bind", address, *options)
        return self._web

    def kill_web(self) -> None:
        """At once: whoever asks finds nobody."""
        self._web.end()

    def start_web(self) -> None:
        """Again, at the same address."""
        self._start_web().wait_for(lambda: self.answers("/healthz"))

    def start_worker(self) -> None:
        """A worker that is ready; its log begins anew."""
        options = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
        worker = self._worker = self._start("worker", "celery", "-A", "config.celery", "worker", *options)
        worker.wait_for(lambda: " ready." in worker.log.read_text())

    def kill_worker(self) -> None:
        """At once, whatever it is doing."""
        assert self._worker is not None
        self._worker.end()

    def log(self, name: str) -> Path:
        """What the program ``web`` or ``worker`` wrote."""
        return self._folder / f"{name}.log"

    def _start(self, name: str, *arguments: str) -> Process:
        process = Process(*arguments, environment=self.environment, log=self.log(name))
        self._processes.append(process)
        return process

    def answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def sweep(self) -> None:
        """What beat sends every minute."""
        command = [sys.executable, "-m", "celery", "-A", "config.celery", "call", "indicators.tasks.sweep_queued_jobs"]
        subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, check=True, timeout=60, capture_output=True
        )

    def close(self) -> None:
        for process in self._processes:
            process.end()
        if self.valkey:
            self.valkey.stop()


@contextlib.contextmanager
def opened(purpose: str, folder: Path, *, with_worker: bool = False) -> Iterator[House]:
    """A house that answers, with a database of its own."""
    with database(purpose) as name:
        house = House(name, folder, with_worker=with_worker)
        try:
            house.open()
            yield house
        finally:
            house.close()
