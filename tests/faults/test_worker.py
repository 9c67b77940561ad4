"""A real Celery worker on the test database and a broker of its own: what happens when it, or Redis, goes away."""

import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from urllib.parse import quote

import psycopg2
import pytest
from django.conf import settings
from django.db import connection, transaction

from config.celery import app
from config.embedded_valkey import EmbeddedValkey
from indicators.models import Assessment, JobRun, JobState
from indicators.services import jobs
from indicators.tasks import enqueue_on_commit, sweep_queued_jobs
from tests.factories.indicators import approved, gdp_row

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

#: Seconds after which the task of a killed worker comes back; in production a minute.
VISIBILITY = 20


class Worker:
    """A worker process with its pool, in a process group of its own."""

    def __init__(self, folder, environment):
        self.log = folder / "worker.log"
        self.environment = environment
        self.process = None

    def start(self):
        command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--concurrency", "2"]
        lean = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]
        known = self.log.read_text().count(" ready.") if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command + lean, env=self.environment, stdout=log, stderr=log, cwd=settings.BASE_DIR,
                start_new_session=True,
            )  # fmt: skip
        until(lambda: self.log.read_text().count(" ready.") > known, seconds=60, log=self.log)

    def kill(self, how=signal.SIGKILL):
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(30)
            self.process = None


def until(fact, *, seconds, log=None):
    """Wait for a fact; the seconds it took."""
    began = time.monotonic()
    while not fact():
        tail = log.read_text()[-3000:] if log else ""
        assert time.monotonic() - began < seconds, f"not within {seconds} s. {tail}"
        time.sleep(0.01)
    return time.monotonic() - began


def database_url():
    server = connection.settings_dict
    person = f"{quote(server['USER'])}:{quote(server['PASSWORD'])}".rstrip(":")
    return f"postgresql://{person}@/{server['NAME']}?host={quote(server['HOST'], safe='')}&port={server['PORT']}"


def forget_connections():
    """Let the next message open a connection to the broker that is set now."""
    app._pool = None
    app.amqp._producer_pool = None


@pytest.fixture
def broker(tmp_path, monkeypatch):
    """A Valkey of this test alone, so that it may be stopped; this process sends to it too."""
    server = EmbeddedValkey(tmp_path / "valkey")
    url = server.ensure_running()
    monkeypatch.setitem(app.conf.changes, "broker_url", url)
    forget_connections()
    yield server
    forget_connections()
    server.stop()


@pytest.fixture
def worker(transactional_db, broker, tmp_path):
    state = broker.state()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": f"redis://:{state['password']}@127.0.0.1:{state['port']}/0",
        "DEPLOYMENT": "local",
        "SECRET_KEY": settings.SECRET_KEY,
        "CELERY_VISIBILITY_TIMEOUT": str(VISIBILITY),
    }
    one = Worker(tmp_path, environment)
    one.start()
    yield one
    one.kill()


@pytest.fixture
def gdp():
    return gdp_row()


def approve(row, year, value):
    """What the review page does: the figure and its job in one transaction, the message after it. Job, whether sent."""
    with transaction.atomic():
        approved(row, year, value=Decimal(value))
        job = jobs.queue_recompute(plan=row.plan, why="审核通过")
    return job, enqueue_on_commit(job)


def done(job):
    return JobRun.objects.filter(pk=job.pk, state=JobState.DONE).exists()


def status(row, year):
    return Assessment.objects.filter(row=row, year=year).values_list("status", flat=True).first()


def another_connection():
    server = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return psycopg2.connect(**{name: server[key] or None for name, key in names.items()})


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'",
                       [connection.settings_dict["NAME"]])  # fmt: skip
        return cursor.fetchone()[0] > 0


def test_an_approved_figure_is_on_the_page_within_a_second(worker, gdp):
    first, _ = approve(gdp, 2022, "179.46")
    until(lambda: done(first), seconds=20, log=worker.log)
    approve(gdp, 2024, "193.3")
    assert until(lambda: status(gdp, 2024) == "behind", seconds=20, log=worker.log) < 1.0


def test_the_task_of_a_killed_worker_is_done_after_a_restart(worker, gdp):
    holder = another_connection()
    holder.cursor().execute("SELECT 1 FROM plans_plan WHERE id = %s FOR NO KEY UPDATE", [gdp.plan_id])
    job, sent = approve(gdp, 2024, "193.3")
    assert sent
    until(waits_for_a_lock, seconds=10, log=worker.log)  # the task is in the middle of its work
    worker.kill()
    holder.close()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.RUNNING, 1)
    assert not Assessment.objects.exists()
    worker.start()
    until(lambda: done(job), seconds=4 * VISIBILITY, log=worker.log)
    job.refresh_from_db()
    assert (job.attempts, job.computed) == (2, 5)
    assert status(gdp, 2024) == "behind"


def test_an_approval_without_redis_is_kept_and_recomputed_later(worker, broker, gdp):
    broker.stop()
    began = time.monotonic()
    job, sent = approve(gdp, 2024, "193.3")
    assert sent is False
    assert time.monotonic() - began < 5
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert gdp.observations.get(year=2024).in_force
    broker.ensure_running()
    until(lambda: _sent(sweep_queued_jobs), seconds=20)  # as beat does every minute
    until(lambda: done(job), seconds=60, log=worker.log)
    assert status(gdp, 2024) == "behind"


def _sent(task):
    try:
        task.delay()
    except app.connection_for_write().connection_errors:
        return False
    return True
