"""``make run`` as a person meets it: one real run, and the parts that are hard to provoke from outside."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from configparser import RawConfigParser
from pathlib import Path

import psutil
import pytest

from config import local, run, stamps

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 300  # the first run loads everything


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Run:
    """``python -m config.run`` under a small parent that stands for make, SIGINT ignored as in a background job."""

    def __init__(self, profile, log):
        self.log = log
        self.home = ROOT / ".local" / profile
        self.port = free_port()
        environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        environment |= {"LOCAL_PROFILE": profile, "PORT": str(self.port), "DJANGO_SETTINGS_MODULE": "config.settings"}
        environment.pop("DEPLOYMENT", None)
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.run"], cwd=ROOT, env=environment, stdout=output, stderr=output,
                start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509
            )  # fmt: skip

    def wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while "http://127.0.0.1" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.2)

    def status(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.status

    def programs(self):
        return [child for child in psutil.Process(self.process.pid).children(recursive=True) if child.is_running()]

    def servers(self):
        return local.Servers(self.home)

    def worker(self):
        """The main process of the Celery worker: the one that supervisord started."""
        found = []
        for child in self.programs():
            with contextlib.suppress(psutil.NoSuchProcess):  # gone, or killed and not yet reaped
                if "worker" in child.cmdline():
                    found.append(child)
        return min(found, key=lambda child: child.create_time()) if found else None


@pytest.fixture
def start(tmp_path):
    """Starts a run in a folder of its own under .local/, so that a person's data stay untouched; ends what is left."""
    name = f"run-{os.getpid()}"
    runs = []

    def start():
        runs.append(Run(name, tmp_path / f"log-{len(runs)}"))
        runs[-1].wait_until_ready()
        return runs[-1]

    yield start
    for each in runs:
        each.process.terminate()
        each.process.wait(60)
    servers = local.Servers(ROOT / ".local" / name)
    servers.valkey.stop()
    servers.postgres.stop()
    shutil.rmtree(ROOT / ".local" / name, ignore_errors=True)


@pytest.mark.fault
def test_a_run_serves_survives_a_killed_worker_and_ends_without_a_trace(start):
    started = start()
    assert started.status("/readyz") == 200
    assert started.status("/accounts/login/") == 200

    first = started.worker()
    first.kill()
    deadline = time.monotonic() + 30
    while (again := started.worker()) is None or again.pid == first.pid:
        assert time.monotonic() < deadline, "supervisord did not start the worker again"
        time.sleep(0.2)

    programs = started.programs()
    servers = started.servers()
    embedded = [psutil.Process(servers.postgres.pid()), psutil.Process(servers.valkey.pid())]
    started.process.send_signal(signal.SIGINT)
    assert started.process.wait(60) == 0
    _gone, alive = psutil.wait_procs([*programs, *embedded], timeout=5)
    assert not alive

    # The second start finds its data and leaves out what is done.
    began = time.monotonic()
    second = start()
    assert time.monotonic() - began < 60  # 10 on a machine that does nothing else; the tests share theirs
    assert "载入" not in second.log.read_text()
    second.process.send_signal(signal.SIGTERM)
    assert second.process.wait(60) == 0


def test_a_port_in_use_is_one_clear_message(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SystemExit):
            run.check_port(other.getsockname()[1])
    assert "已被占用" in capsys.readouterr().err


@pytest.mark.parametrize("port", [0, 65536])
def test_a_port_that_is_none_is_refused(port, capsys):
    if port == 0:
        run.check_port(port)  # "any free one" is a port
    else:
        with pytest.raises(SystemExit):
            run.check_port(port)
        assert "无效" in capsys.readouterr().err


def test_the_supervisor_file_survives_blanks_and_percent_signs(tmp_path, monkeypatch):
    home = tmp_path / "50 % done"
    home.mkdir()
    monkeypatch.setattr(sys, "executable", "/a path/100%/python")
    text = run.write_supervisor_file(home, 8123).read_text()
    parser = RawConfigParser()
    parser.read_string(text)
    assert parser.sections() == ["supervisord", "program:web", "program:worker", "program:beat"]
    assert parser["program:web"]["command"].startswith("'/a path/100%%/python' -m gunicorn")
    assert "127.0.0.1:8123" in parser["program:web"]["command"]
    assert "50 %% done" in parser["program:beat"]["command"]
    assert parser["supervisord"]["nodaemon"] == "true"
    assert not any(section.startswith(("unix_http", "inet_http")) for section in parser.sections())


def test_only_one_run_of_a_folder(tmp_path):
    with run.only_one(tmp_path), pytest.raises(SystemExit), run.only_one(tmp_path):
        pass


def test_the_end_of_the_caller_is_noticed(monkeypatch):
    caller = run.Caller()
    assert not caller.wants_end()
    monkeypatch.setattr(os, "getppid", lambda: 1)
    assert caller.wants_end()


def test_a_stamp_holds_until_its_input_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "BASE_DIR", tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1")
    record = stamps.Stamps(tmp_path / "stamps.json")
    record.put("load", stamps.digest(["data"]), "printed")
    assert record.is_current("load", stamps.digest(["data"]))
    assert record.output("load") == "printed"
    (tmp_path / "data" / "a.csv").write_text("2")
    assert not record.is_current("load", stamps.digest(["data"]))
    (tmp_path / "data" / "a.csv").write_text("1")
    (tmp_path / "data" / "a.csv").rename(tmp_path / "data" / "b.csv")
    assert not record.is_current("load", stamps.digest(["data"]))


def test_the_data_of_another_database_are_loaded_too(monkeypatch):
    here = stamps.digest_of_data()
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/progress")
    assert stamps.digest_of_data() != here


def test_the_loaders_exist():
    from django.core.management import get_commands

    assert set(run.LOADERS) <= set(get_commands())
