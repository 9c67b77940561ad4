"""``make run``: everything on one machine, from the first start to a clean end.

Prepares (servers, migrations, data, static files), then keeps web, worker and beat alive through supervisord until it is
told to stop: Ctrl-C, SIGTERM, SIGHUP, or the end of the ``make`` that called it. Nothing is left running afterwards.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import io
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from django.core.exceptions import ImproperlyConfigured

from config import env, local, stamps

HOST = "127.0.0.1"
READY_SECONDS = 120.0
#: An embedded server that was killed comes back after this long at most.
REVIVE_SECONDS = 30.0
STOP_SECONDS = 30.0
#: Commands that fill a new database, in order; each may come twice and then changes nothing.
LOADERS = (
    "load_regions", "load_plans", "load_actuals", "load_commitments", "load_projects", "create_demo_accounts",
    "create_demo_rounds", "create_demo_reports", "recompute",
)  # fmt: skip
SLOW_STEPS = {
    "load_regions": "正在载入行政区划 / loading regions …",
    "load_plans": "正在载入规划 / loading plans …",
    "load_actuals": "正在载入公布数据 / loading published actuals …",
    "load_commitments": "正在载入规划承诺 / loading commitments …",
    "load_projects": "正在载入重点项目 / loading key projects …",
    "create_demo_accounts": "正在建立演示账号 / creating demo accounts …",
    "create_demo_rounds": "正在建立演示填报任务 / opening demo reporting rounds …",
    "create_demo_reports": "正在建立演示项目月报 / making demo project reports …",
    "recompute": "正在计算进度 / computing assessments …",
}
PROGRAMS = """\
[supervisord]
nodaemon=true
silent=true
logfile={logs}/supervisord.log
pidfile={home}/supervisord.pid
childlogdir={logs}
directory={base}

[program:web]
command={python} -m gunicorn config.wsgi --bind {host}:{port} --workers 2 --threads 4 --preload --no-control-socket
  --graceful-timeout 5
stopwaitsecs=8

[program:worker]
command={python} -m celery -A config.celery worker --concurrency 2 --without-gossip --without-mingle --loglevel INFO
stopwaitsecs=12

[program:beat]
command={python} -m celery -A config.celery beat --schedule {home}/celerybeat-schedule --pidfile= --loglevel INFO
stopwaitsecs=8
"""
PROGRAM_OPTIONS = """\
autorestart=true
startretries=20
killasgroup=true
redirect_stderr=true
stdout_logfile={logs}/%(program_name)s.log
stdout_logfile_maxbytes=5MB
stdout_logfile_backups=1
"""


class Stop(BaseException):
    """Someone asked us to end; not an ``Exception``, so that no step mistakes it for its own failure."""


def say(text: str) -> None:
    print(text, flush=True)


def fail(text: str) -> NoReturn:
    print(text, file=sys.stderr, flush=True)
    sys.exit(1)


def _on_signal(number: int, frame: FrameType | None) -> NoReturn:
    for name in STOP_SIGNALS:  # one is enough: the second Ctrl-C of an impatient person must not break the orderly end
        signal.signal(name, signal.SIG_IGN)
    raise Stop


STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def catch_signals() -> None:
    """Explicitly, because a shell without a terminal starts background jobs with SIGINT ignored."""
    for name in STOP_SIGNALS:
        signal.signal(name, _on_signal)


class Caller:
    """The ``make`` above us. It waits for us when it is interrupted, but passes nothing on: so we look at it."""

    def __init__(self) -> None:
        self.pid = os.getppid()
        self._caught = self._catches_interrupt()

    def _catches_interrupt(self) -> bool:
        with contextlib.suppress(OSError, ValueError, StopIteration):
            status = Path(f"/proc/{self.pid}/status").read_text().splitlines()
            mask = next(int(line.split()[1], 16) for line in status if line.startswith("SigCgt:"))
            return bool(mask >> (signal.SIGINT - 1) & 1)
        return False

    def wants_end(self) -> bool:
        """It is gone, or it no longer catches SIGINT, which make gives up the moment it has received one."""
        return os.getppid() != self.pid or (self._caught and not self._catches_interrupt())


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            fail(f"没有权限使用端口 {port}：请换一个端口，例如 PORT=8001 make run。/ Port {port} is not permitted.")
        except (OSError, OverflowError):
            fail(
                f"端口 {port} 已被占用或无效：请换一个端口，例如 PORT=8001 make run。/ Port {port} is in use or invalid."
            )


@contextlib.contextmanager
def only_one(home: Path) -> Iterator[None]:
    with (home / "run.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fail("本目录已有一个 make run 在运行。/ Another `make run` of this folder is running.")
        yield


def prepare(home: Path) -> str:
    """Migrate, load, collect; returns what ``create_demo_accounts`` printed. Steps whose input is unchanged are left out."""
    import django
    from django.core.management import CommandError, call_command, get_commands
    from django.db import connections

    django.setup()
    from config import health

    if not health.migrations_are_applied():
        say("正在更新数据库结构 / migrating …")
        call_command("migrate", verbosity=0)
    record = stamps.Stamps(home / "postgres" / "loaded.json")
    digest = stamps.digest_of_data()
    known = get_commands()
    for name in LOADERS:
        if name in known and not record.is_current(name, digest):
            say(SLOW_STEPS[name])
            output = io.StringIO()
            try:
                call_command(name, stdout=output)
            except CommandError as error:
                fail(f"{name}：{error}")
            record.put(name, digest, output.getvalue())
    collected = (local.BASE_DIR / "staticfiles" / "staticfiles.json").exists()
    if not collected or not record.is_current("collectstatic", stamps.digest_of_static()):
        say("正在整理静态文件 / collecting static files …")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=["redoc"])
        record.put("collectstatic", stamps.digest_of_static())
    connections.close_all()
    return record.output("create_demo_accounts")


def write_supervisor_file(home: Path, port: int) -> Path:
    logs = home / "log"
    logs.mkdir(exist_ok=True)
    (home / "supervisord.pid").unlink(missing_ok=True)
    values = {"home": home, "logs": logs, "base": local.BASE_DIR}
    escaped = {name: str(value).replace("%", "%%") for name, value in values.items()}
    quoted = {"home": shlex.quote(escaped["home"]), "python": shlex.quote(sys.executable.replace("%", "%%"))}
    sections = []
    for section in PROGRAMS.split("\n\n"):
        is_program = section.startswith("[program:")
        text = section.rstrip().format(**{**escaped, **(quoted if is_program else {}), "host": HOST, "port": port})
        sections.append(text + ("\n" + PROGRAM_OPTIONS.format(**escaped) if is_program else "\n"))
    path = home / "supervisord.conf"
    path.write_text("\n".join(sections))
    return path


def _die_with_parent() -> None:
    """In the child: end with SIGTERM should the parent be killed outright (Linux only; elsewhere nothing happens)."""
    for name in STOP_SIGNALS:
        signal.signal(name, signal.SIG_DFL)
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def revive() -> None:
    try:
        for name in local.revive():
            say(f"内置 {name} 意外结束，已重新启动。/ Embedded {name} had ended and was started again.")
    except RuntimeError as error:
        say(str(error))


def supervise(home: Path, port: int, accounts: str, *, caller: Caller, began: float, embedded: bool) -> None:
    """Run the three programs until asked to stop."""
    path = write_supervisor_file(home, port)
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "supervisor.supervisord", "-n", "-c", str(path)],
        cwd=local.BASE_DIR,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with_parent,
    )
    announced, started = False, time.monotonic()
    looked = started
    try:
        while process.poll() is None and not caller.wants_end():
            if not announced and is_ready(port):
                announce(port, accounts, time.monotonic() - began)
                announced = True
            if not announced and time.monotonic() - started > READY_SECONDS:
                fail(f"网页服务没有就绪，日志在 {home / 'log'}。/ The pages do not answer; see the log folder.")
            if embedded and time.monotonic() - looked > REVIVE_SECONDS:
                looked = time.monotonic()
                revive()
            time.sleep(0.2)
        if process.poll() is not None:
            fail(f"后台程序意外结束，日志在 {home / 'log'}。/ The supervisor ended; see the log folder.")
    finally:
        end(process)


def announce(port: int, accounts: str, seconds: float) -> None:
    say("")
    say(f"规划进度已就绪（{seconds:.0f} 秒）/ ready: http://{HOST}:{port}/")
    if accounts.strip():
        say(accounts.rstrip())
    say("按 Ctrl-C 结束 / Ctrl-C ends it. 日志 / logs: .local/log/")


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop supervisord and what it runs: politely first, its process group at last."""
    for name in STOP_SIGNALS:
        signal.signal(name, signal.SIG_IGN)
    say("正在停止 / stopping …")
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def main() -> None:
    began = time.monotonic()
    catch_signals()
    caller = Caller()
    try:
        port = env.integer("PORT", 8000, minimum=1)
    except ImproperlyConfigured as error:
        fail(str(error))
    check_port(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    embedded = not (env.is_set("DATABASE_URL") and env.is_set("REDIS_URL"))
    home = local.home()
    try:
        with only_one(home):
            say("正在启动数据库与数据准备 / preparing database and data …")
            accounts = prepare(home)
            supervise(home, port, accounts, caller=caller, began=began, embedded=embedded)
    except Stop:
        pass


if __name__ == "__main__":
    main()
