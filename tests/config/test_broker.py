"""What a page meets when it publishes a task."""

import time

import pytest
from celery import Celery
from django.conf import settings

from config.celery import app


def celery_at(url):
    other = Celery("elsewhere", set_as_current=False)
    other.config_from_object("django.conf:settings", namespace="CELERY")
    other.conf.broker_url = url
    return other


@pytest.mark.fault
def test_publishing_without_redis_fails_quickly():
    began = time.monotonic()
    with pytest.raises(Exception, match=r"(?i)connect"):
        celery_at("redis://127.0.0.1:1/0").send_task("indicators.tasks.sweep_queued_jobs")
    assert time.monotonic() - began < 2.5


@pytest.mark.fault
def test_publishing_to_a_redis_that_hangs_fails_soon():
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        with pytest.raises(Exception, match=r"(?i)time"):
            celery_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0").send_task("indicators.tasks.sweep_queued_jobs")
        assert time.monotonic() - began < 12


def test_a_task_ends_before_it_would_be_given_to_another_worker():
    assert (
        app.conf.task_soft_time_limit
        < app.conf.task_time_limit
        < app.conf.broker_transport_options["visibility_timeout"]
    )


def test_a_killed_worker_loses_no_task():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_sessions_and_lock_outs_need_no_redis():
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert getattr(settings, "AXES_HANDLER", "axes.handlers.database.AxesDatabaseHandler").endswith(
        "AxesDatabaseHandler"
    )
