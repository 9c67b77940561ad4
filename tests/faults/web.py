"""Gunicorn with two workers on the test database, and people who are logged in there."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.journeys.house import environment, static_files, until

_TOKEN = "f" * 32
LOG_IN = "django.contrib.auth.backends.ModelBackend"


class Web:
    """``port`` of a server with two worker processes; ``post`` speaks to it as the script of the grid does."""

    def __init__(self, port: int, server: subprocess.Popen[bytes]) -> None:
        self.port, self._server = port, server
        self._sessions: dict[int, str] = {}

    def kill(self) -> None:
        """Every process of it at once, without a word."""
        os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait(20)

    def log_in(self, person: User) -> None:
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(person, backend=LOG_IN)
        self._sessions[person.pk] = browser.cookies["sessionid"].value

    def post(self, person: User, address: str, body: dict[str, Any]) -> tuple[int, Any]:
        """Status and what was answered: JSON read, all else as text."""
        cookies = f"sessionid={self._sessions[person.pk]}; csrftoken={_TOKEN}"
        headers = {"Content-Type": "application/json", "Cookie": cookies, "X-CSRFToken": _TOKEN}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request("POST", address, json.dumps(body), headers)
            answer = line.getresponse()
            text = answer.read().decode()
            return answer.status, json.loads(text) if "json" in answer.headers["Content-Type"] else text
        finally:
            line.close()


@contextmanager
def web(folder: Path) -> Iterator[Web]:
    """The server of production, ended with its workers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--workers", "2", "--threads", "2", "--preload", "--no-control-socket"]
    log = folder / "web.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", *options],
            cwd=settings.BASE_DIR, stdout=output, stderr=output,
            env=environment(str(connection.settings_dict["NAME"]), settings.REDIS_URL, static_files()),
            start_new_session=True,
        )  # fmt: skip
    try:
        until(lambda: _answers(port), seconds=60, log=log)
        yield Web(port, server)
    finally:
        server.terminate()
        server.wait(20)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
