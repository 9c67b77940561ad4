"""A real worker reads an upload and is killed in the middle of it: the upload comes back and is read once."""

from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from intake.models import Intake, IntakeState
from intake.services.uploads import accept_upload
from intake.tasks import enqueue_on_commit, sweep_queued_intakes
from tests.factories import accounts, regions
from tests.factories.indicators import IndicatorFactory
from tests.factories.pdf import Sheet, pdf
from tests.faults.test_worker import (  # noqa: F401  (fixtures)
    VISIBILITY,
    another_connection,
    broker,
    until,
    waits_for_a_lock,
    worker,
)

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

SAMPLE = Path(settings.BASE_DIR) / "tests" / "samples" / "intake" / "plan" / "yunxi.txt"
#: Pages of ruled tables: together they take longer than the broker waits for an answer.
PAGES = 300


@pytest.fixture
def media(monkeypatch, tmp_path, settings):
    """One folder of uploads for this process and the worker, which reads its environment when it starts."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setenv("MEDIA_ROOT", str(settings.MEDIA_ROOT))


def state(intake):
    return Intake.objects.values_list("state", "attempts").get(pk=intake.pk)


def test_the_upload_of_a_killed_worker_is_read_after_a_restart(media, worker):  # noqa: F811
    IndicatorFactory(code="gdp", name="地区生产总值")
    planner = accounts.planner(regions.yanjin())
    intake = accept_upload(chunks=[SAMPLE.read_bytes()], name="规划.txt", by=planner).intake
    with closing(another_connection()) as holder:
        holder.cursor().execute("LOCK TABLE indicators_indicator IN ACCESS EXCLUSIVE MODE")
        assert enqueue_on_commit(intake)
        until(waits_for_a_lock, seconds=20, log=worker.log)  # the document is open, the catalogue is asked
        worker.kill()
    assert state(intake) == (IntakeState.READING, 1)
    worker.start()
    until(lambda: again(intake) == 2, seconds=4 * VISIBILITY, log=worker.log)
    until(lambda: state(intake)[0] == IntakeState.READ, seconds=VISIBILITY, log=worker.log)
    assert Intake.objects.get(pk=intake.pk).proposal["indicators"]


def test_a_long_reading_outlives_the_broker_and_a_kill_in_its_middle(media, worker):  # noqa: F811
    planner = accounts.planner(regions.yanjin())
    intake = accept_upload(chunks=[long_plan()], name="规划.pdf", by=planner).intake
    assert enqueue_on_commit(intake)
    until(lambda: page_of(intake) > 5, seconds=30, log=worker.log)
    worker.kill()
    assert state(intake) == (IntakeState.READING, 1)
    worker.start()
    until(lambda: again(intake) == 2, seconds=4 * VISIBILITY, log=worker.log)
    took = until(lambda: state(intake)[0] == IntakeState.READ, seconds=8 * VISIBILITY, log=worker.log)
    assert took > VISIBILITY, "the document is too short to show anything"
    assert state(intake) == (IntakeState.READ, 2)  # the broker sent it once more meanwhile: nobody began anew
    stored = Intake.objects.get(pk=intake.pk)
    assert [one["subject"] for one in stored.proposal["commitments"]] == ["高新技术企业"]
    assert stored.step == stored.steps


def long_plan():
    first = Sheet().write(60, 80, "云溪县国民经济和社会发展第十四个五年规划纲要")
    first.write(60, 110, "到2025年，高新技术企业达到18家。")
    rows = [[str(number), "耕地保有量", "万亩", "51.5", "68.2", "6.5"] for number in range(1, 29)]
    return pdf([first] + [Sheet().table(40, 60, [40, 200, 60, 60, 60, 60], rows) for _ in range(PAGES - 1)])


def page_of(intake):
    """How many pages were opened, as the page that watches shows it."""
    step, doing = Intake.objects.values_list("step", "doing").get(pk=intake.pk)
    return step if doing == f"打开文件：第 {step} 页，共 {PAGES} 页" else 0


def again(intake):
    """Which attempt reads it, after a sweep as beat makes it every minute."""
    sweep_queued_intakes()
    return state(intake)[1]
