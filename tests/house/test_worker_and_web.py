"""The web process sends its tasks to our broker, and the first run leaves nothing waiting."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command

from indicators.models import JobRun, JobState
from indicators.services.jobs import queue_recompute
from tests.factories import plans
from tests.factories.indicators import RuleFactory


def test_a_task_sent_by_a_page_goes_to_our_broker():
    """In a process that has imported what gunicorn imports, and nothing else."""
    program = "import config.wsgi; from indicators.tasks import run_job; print(run_job.app.conf.broker_url)"
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == settings.CELERY_BROKER_URL


@pytest.mark.django_db
def test_recompute_does_what_waits():
    RuleFactory()  # the migration's own is gone once a test with real transactions has emptied the tables
    mine, everything = queue_recompute(plan=plans.PlanFactory(), why="载入"), queue_recompute(plan=None, why="夜间")
    call_command("recompute")
    assert set(JobRun.objects.values_list("pk", "state")) == {(mine.pk, JobState.DONE), (everything.pk, JobState.DONE)}


@pytest.mark.django_db
def test_recompute_of_one_region_leaves_what_waits_for_others():
    RuleFactory()
    plan = plans.PlanFactory()
    job = queue_recompute(plan=None, why="夜间")
    call_command("recompute", region=plan.region.code)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
