"""The embedded servers: started, joined, left, killed. Each test has a folder and real servers of its own."""

import subprocess
import sys
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from config import local, processes
from config.local import Servers

ROOT = Path(__file__).resolve().parents[2]
#: Another process that joins, says so, and leaves when its input ends.
JOINER = """
import sys
from pathlib import Path
from config.local import Servers
servers = Servers(Path(sys.argv[1]), durable=False)
print(servers.join()["REDIS_URL"], flush=True)
sys.stdin.read()
servers.leave()
"""

pytestmark = pytest.mark.fault


@pytest.fixture
def servers(tmp_path):
    servers = Servers(tmp_path, durable=False)
    yield servers
    servers.valkey.stop()
    servers.postgres.stop()


def start_joiner(folder):
    joiner = subprocess.Popen(
        [sys.executable, "-c", JOINER, str(folder)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return joiner, joiner.stdout.readline().strip()


def query(url, sql):
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def test_a_server_sorts_by_code_point_and_speaks_utf8(servers):
    url = servers.join()["DATABASE_URL"]
    assert query(url, "SHOW server_version").startswith("18.")
    assert (
        query(url, "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()") == "UTF8"
    )
    assert query(url, "SELECT datlocale FROM pg_database WHERE datname = current_database()") == "C.UTF-8"
    assert query(url, "SELECT 'Z' < 'a' AND 'z' < '一'")
    assert query(url, "SELECT upper('é')") == "É"
    assert query(url, "SHOW listen_addresses") == ""


def test_the_second_one_joins_and_the_last_one_stops(servers, tmp_path):
    urls = servers.join()
    pids = servers.postgres.pid(), servers.valkey.pid()
    joiner, joined = start_joiner(tmp_path)
    assert joined == urls["REDIS_URL"]

    servers.leave()
    assert (servers.postgres.pid(), servers.valkey.pid()) == pids
    assert redis.Redis.from_url(joined).ping()

    joiner.communicate("")
    assert (servers.postgres.pid(), servers.valkey.pid()) == (None, None)
    assert not any(processes.is_alive(pid, name) for pid, name in zip(pids, ("postgres", "valkey"), strict=True))


def test_a_joiner_that_leaves_stops_nothing(servers, tmp_path):
    servers.join()
    pids = servers.postgres.pid(), servers.valkey.pid()
    start_joiner(tmp_path)[0].communicate("")
    assert (servers.postgres.pid(), servers.valkey.pid()) == pids


def test_the_handle_of_a_killed_process_does_not_count(servers, tmp_path):
    joiner, _ = start_joiner(tmp_path)
    joiner.kill()
    joiner.communicate()
    servers.join()
    servers.leave()
    assert (servers.postgres.pid(), servers.valkey.pid()) == (None, None)


def test_leaving_twice_and_without_having_joined_changes_nothing(servers, tmp_path):
    joiner, _ = start_joiner(tmp_path)
    servers.leave()
    servers.leave()
    assert servers.postgres.pid() is not None
    joiner.communicate("")


def test_killed_servers_come_back_with_their_data(tmp_path, servers):
    servers = Servers(tmp_path, durable=True)
    urls = servers.join()
    connection = psycopg2.connect(urls["DATABASE_URL"])
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 0.1::numeric AS figure")
    connection.close()
    for pid in (servers.postgres.pid(), servers.valkey.pid()):
        process = psutil.Process(pid)
        process.kill()
        process.wait(10)
    assert (servers.postgres.pid(), servers.valkey.pid()) == (None, None)

    again = servers.join()
    assert str(query(again["DATABASE_URL"], "SELECT figure FROM kept")) == "0.1"
    assert redis.Redis.from_url(again["REDIS_URL"]).ping()


def test_what_was_killed_is_revived_where_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "BASE_DIR", tmp_path)
    monkeypatch.setenv("LOCAL_PROFILE", local.TEST_PROFILE)
    servers = Servers(local.home(), durable=False)
    urls = servers.join()
    try:
        assert local.revive() == []
        psutil.Process(servers.valkey.pid()).kill()
        psutil.Process(servers.postgres.pid()).kill()
        while servers.valkey.pid() or servers.postgres.pid():
            pass
        assert local.revive() == ["PostgreSQL", "Valkey"]
        assert servers.join() == urls
    finally:
        servers.leave()


def test_a_stale_pid_that_belongs_to_another_program_is_not_believed(servers):
    servers.join()
    servers.leave()
    lines = (
        f"{psutil.Process().pid}\n{servers.postgres.data}\n1\n5432\n{servers.postgres.socket_folder}\n\n1 1\nready\n"
    )
    (servers.postgres.data / "postmaster.pid").write_text(lines)
    assert servers.postgres.pid() is None
    assert query(servers.join()["DATABASE_URL"], "SELECT 1") == 1


def test_valkey_moves_when_its_port_was_taken(servers):
    import socket

    first = servers.join()["REDIS_URL"]
    port = servers.valkey.state()["port"]
    servers.leave()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        second = servers.join()["REDIS_URL"]
        assert first != second
        assert redis.Redis.from_url(second).ping()


def test_valkey_asks_for_its_password(servers):
    servers.join()
    stranger = redis.Redis(port=servers.valkey.state()["port"])
    with pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_a_long_path_with_blanks_works(tmp_path):
    folder = tmp_path / "进度 folder" / ("long" * 25)
    folder.mkdir(parents=True)
    servers = Servers(folder, durable=False)
    try:
        assert query(servers.join()["DATABASE_URL"], "SELECT 1") == 1
        assert len(str(servers.postgres.socket_folder)) < 100
    finally:
        servers.leave()
    assert servers.postgres.pid() is None


def test_given_addresses_are_used_and_nothing_is_started():
    assert local.provide({"DATABASE_URL": "postgresql://h/n", "REDIS_URL": "redis://h"}) == {}


def test_the_secret_key_is_made_once(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "BASE_DIR", tmp_path)
    first = local.secret_key()
    assert len(first) > 50
    assert local.secret_key() == first
    assert (local.home() / "secret_key").stat().st_mode & 0o777 == 0o600
