"""The embedded servers of a first run: PostgreSQL and Valkey out of Python wheels, kept under ``.local/``.

Every process that has no ``DATABASE_URL`` or ``REDIS_URL`` calls :func:`provide`: the first one starts the servers, the
others join them, the last one to leave stops them. Who holds a handle is kept in ``handles.json``, guarded by a file lock;
a handle of a process that died without leaving is dropped by the next one that looks.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import json
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil

from config.embedded_postgres import EmbeddedPostgres
from config.embedded_valkey import EmbeddedValkey

BASE_DIR = Path(__file__).resolve().parent.parent
#: LOCAL_PROFILE=test keeps the servers of the tests apart from those with a person's data, and lets them forget on a power cut.
TEST_PROFILE = "test"


def home() -> Path:
    """The folder of this profile's servers; made on the first call."""
    profile = os.environ.get("LOCAL_PROFILE", "")
    folder = BASE_DIR / ".local" / profile
    folder.mkdir(parents=True, exist_ok=True)
    # Logs and data of a run are its owner's; root's PostgreSQL runs as another user, who may pass through.
    mode = stat.S_IRWXU | (stat.S_IXOTH if os.geteuid() == 0 else 0)
    for one in (folder, BASE_DIR / ".local"):
        with contextlib.suppress(PermissionError):  # another user's folder: the servers say so in their own words
            one.chmod(mode)
    return folder


def secret_key() -> str:
    """The key of a local run: random, made once and kept, so that people stay logged in over a restart."""
    path = home() / "secret_key"
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # of two processes at once, the first one's key counts, whole
        draft.unlink()
    return path.read_text()


class Servers:
    """Both embedded servers of one folder, and the handles of the processes that use them."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.postgres = EmbeddedPostgres(folder / "postgres", durable=durable)
        self.valkey = EmbeddedValkey(folder / "valkey")
        self._handles = folder / "handles.json"

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.folder / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _living(self) -> list[list[float]]:
        """Handles ``[pid, time of its start]`` of processes that still run; a pid that was given again does not count."""
        try:
            handles = json.loads(self._handles.read_text())
        except (FileNotFoundError, ValueError):
            return []
        return [handle for handle in handles if handle == _identity(int(handle[0]))]

    def _write(self, handles: list[list[float]]) -> None:
        temporary = self._handles.with_suffix(".new")
        temporary.write_text(json.dumps(handles))
        temporary.replace(self._handles)

    def join(self) -> dict[str, str]:
        """Start what does not run, take a handle for this process and return ``DATABASE_URL`` and ``REDIS_URL``."""
        with self._lock():
            me = _identity(os.getpid())
            assert me is not None
            handles = self._living()
            self._write([*handles, me] if me not in handles else handles)
            return {"DATABASE_URL": self.postgres.ensure_running(), "REDIS_URL": self.valkey.ensure_running()}

    def leave(self) -> None:
        """Give the handle back; stop both servers when nobody else holds one."""
        with self._lock():
            me = _identity(os.getpid())
            handles = self._living()
            remaining = [handle for handle in handles if handle != me]
            self._write(remaining)
            if me in handles and not remaining:
                self.valkey.stop()
                self.postgres.stop()


def _identity(pid: int) -> list[float] | None:
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return [float(pid), process.create_time()]
    except psutil.NoSuchProcess:
        return None


def _leave_at_exit(servers: Servers, pid: int) -> None:
    if os.getpid() == pid:  # a forked child must not give back its parent's handle
        servers.leave()


def _servers() -> Servers:
    return Servers(home(), durable=os.environ.get("LOCAL_PROFILE") != TEST_PROFILE)


def revive() -> list[str]:
    """Start again what was killed of the servers that this process has joined; the names of what was started."""
    servers = _servers()
    dead = [
        name for name, pid in (("PostgreSQL", servers.postgres.pid()), ("Valkey", servers.valkey.pid())) if pid is None
    ]
    if dead:
        servers.join()
    return dead


def provide(environment: Mapping[str, str]) -> dict[str, str]:
    """The missing ones of ``DATABASE_URL`` and ``REDIS_URL``, from embedded servers that live at least as long as we do."""
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not environment.get(name, "").strip()]
    if not missing:
        return {}
    servers = _servers()
    urls = servers.join()
    atexit.register(_leave_at_exit, servers, os.getpid())
    return {name: urls[name] for name in missing}
