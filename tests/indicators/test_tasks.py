"""Tasks called in this process: what they retry, what they give up, what they send. A real worker: tests/faults/."""

from datetime import timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from celery.exceptions import Retry
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from config.celery import app
from indicators import tasks
from indicators.domain.types import RuleTerms
from indicators.models import Assessment, JobRun, JobState, StatusRule
from indicators.selectors.assessment_inputs import active_rule
from indicators.services import jobs
from tests.factories import regions
from tests.factories.indicators import RowFactory, TargetFactory, approved, gdp_row
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """What was sent to the broker, instead of sending it."""
    messages = []
    monkeypatch.setattr(tasks.run_job, "delay", lambda *args: messages.append(args))
    return messages


@pytest.fixture
def gdp():
    row = gdp_row()
    approved(row, 2024, value=Decimal("193.3"))
    return row


def queued(plan):
    return jobs.queue_recompute(plan=plan, why="审核通过")


def state(job):
    job.refresh_from_db()
    return job.state


def test_tasks_have_the_names_that_the_schedule_calls():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled <= set(app.tasks)
    assert scheduled == {
        "indicators.tasks.sweep_queued_jobs", "indicators.tasks.recompute_everything", "intake.tasks.sweep_queued_intakes",
        "entry.tasks.remind_of_rounds", "entry.tasks.send_reminder_mail", "entry.tasks.clear_workbooks",
        "evaluations.tasks.sweep_queued_papers", "evaluations.tasks.clear_papers",
        "exchange.tasks.hand_out_events", "exchange.tasks.clear_sent_requests", "exchange.tasks.clear_deliveries",
    }  # fmt: skip


def test_a_job_is_run_once_whatever_is_sent(gdp, sent):
    job = queued(gdp.plan)
    tasks.run_job.apply(args=[job.pk], throw=True)
    assert state(job) == JobState.DONE
    tasks.run_job.apply(args=[job.pk], throw=True)
    job.refresh_from_db()
    assert (job.attempts, job.computed) == (1, 5)
    assert sent == []


def test_a_long_job_hands_the_rest_to_the_next_task(gdp, sent, monkeypatch):
    monkeypatch.setattr("indicators.services.recompute.CHUNK_PLANS", 1)
    for code in ("410721", "410724"):
        TargetFactory(row=RowFactory(plan=PlanFactory(region=regions.RegionFactory(code=code))))
    job = queued(None)
    clock = iter(range(0, 1000, 7))
    monkeypatch.setattr(tasks.time, "monotonic", lambda: float(next(clock)))
    message = (job.pk,)
    for _ in range(10):
        tasks.run_job.apply(args=message, throw=True)
        if not sent:
            break
        message = sent.pop()
    job.refresh_from_db()
    assert (job.state, job.computed, job.attempts) == (JobState.DONE, 15, 1)


def test_a_server_that_was_away_is_tried_again(gdp, monkeypatch):
    job = queued(gdp.plan)

    def away(plan_ids, *, job_id=None):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(jobs, "recompute_plans", away)
    with pytest.raises((Retry, OperationalError)):
        tasks.run_job.apply(args=[job.pk], throw=True)
    assert state(job) == JobState.RUNNING
    assert tasks.run_job.max_retries == 5


def test_any_other_fault_ends_the_job_and_is_kept(gdp):
    job = queued(gdp.plan)
    StatusRule.objects.update(active=False)
    with pytest.raises(StatusRule.DoesNotExist):
        tasks.run_job.apply(args=[job.pk], throw=True)
    assert state(job) == JobState.FAILED
    assert "DoesNotExist" in job.error
    assert not Assessment.objects.exists()


def test_the_sweep_sends_what_waits(gdp, sent):
    job = queued(gdp.plan)
    silent = timezone.now() - timedelta(minutes=5)
    left = JobRun.objects.create(plan=gdp.plan, why="…", state=JobState.RUNNING, active_at=silent)
    JobRun.objects.create(plan=gdp.plan, why="…", state=JobState.RUNNING, active_at=timezone.now())
    assert tasks.sweep_queued_jobs() == 2
    assert sorted(sent) == sorted([(job.pk,), (left.pk,)])
    tasks.run_job.apply(args=[left.pk], throw=True)
    assert state(left) == JobState.DONE


def test_the_night_is_one_visible_job(gdp, sent):
    job = JobRun.objects.get(pk=tasks.recompute_everything())
    assert (job.plan, job.state) == (None, JobState.QUEUED)
    assert sent == [(job.pk,)]
    tasks.run_job.apply(args=[job.pk], throw=True)
    assert state(job) == JobState.DONE
    assert (job.computed, job.changed) == (5, 5)


def test_sending_waits_for_the_commit(gdp, sent, django_capture_on_commit_callbacks):
    job = queued(gdp.plan)
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.enqueue_on_commit(job) is True
        assert sent == []
    assert sent == [(job.pk,)]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_is_told_and_loses_nothing(monkeypatch, caplog):
    with transaction.atomic():
        job = queued(PlanFactory())

    def away(*args):
        raise BrokerError("Connection refused")

    monkeypatch.setattr(tasks.run_job, "delay", away)
    assert tasks.enqueue_on_commit(job) is False
    assert state(job) == JobState.QUEUED
    assert f"job {job.pk} stays queued" in caplog.text


# --- the command -------------------------------------------------------------------------------------------------


def test_the_command_prints_what_it_did(gdp, capsys):
    other = TargetFactory(row=RowFactory(plan=PlanFactory(region=regions.RegionFactory(code="110101"))))
    call_command("recompute")
    assert "规划 2 个，评估 10 条，变动 10 条" in capsys.readouterr().out
    call_command("recompute", "--region", "410700")
    assert "规划 1 个，评估 5 条，变动 0 条" in capsys.readouterr().out
    call_command("recompute", "--region", "110101", "--year", "2023")
    assert "规划 1 个，评估 1 条，变动 0 条" in capsys.readouterr().out
    call_command("recompute", "--year", "2030")
    assert "规划 0 个，评估 0 条，变动 0 条" in capsys.readouterr().out
    assert other.assessments.count() == 5


def test_the_command_refuses_an_unknown_region():
    with pytest.raises(CommandError, match="999999"):
        call_command("recompute", "--region", "999999")


def test_a_new_database_gets_the_first_rule_and_an_old_one_keeps_its_own():
    migration = import_module("indicators.migrations.0005_first_rule")
    StatusRule.objects.all().delete()
    for _ in range(2):
        migration.add_first_rule(apps, None)
    rule = StatusRule.objects.get()
    assert (rule.version, rule.active, rule.ahead, rule.tolerance_pp) == (1, True, Decimal("1.05"), Decimal("0.3"))
    assert active_rule() == RuleTerms()
