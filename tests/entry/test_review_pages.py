"""The queue and the decision, as a reviewer meets them."""

from contextlib import nullcontext
from decimal import Decimal

import pytest

from indicators.models import JobRun, Observation
from indicators.services import observations
from indicators.services.observations import ObservationFigures
from tests.factories.indicators import RowFactory, TargetFactory, approved
from tests.factories.rounds import open_round_for, reopened

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(row, clerk):
    figures = ObservationFigures(value=Decimal("193.3"), value_basis="current")
    return observations.save_and_submit(row=row, year=2024, figures=figures, lock=None, by=clerk)


def address(figure):
    return f"/review/{figure.pk}/"


def test_queue_has_binding_rows_first_then_the_oldest(as_person, clerk, reviewer, submitted, row):
    later = RowFactory(plan=row.plan, short_name="后提交的预期性")
    binding = RowFactory(plan=row.plan, short_name="约束性指标", nature="binding")
    for other in (later, binding):
        other.responsibilities.create(unit=clerk.unit)
        open_round_for(other)
        figures = ObservationFigures(value=Decimal(1))
        observations.save_and_submit(row=other, year=2024, figures=figures, lock=None, by=clerk)
    page = as_person(reviewer).get("/review/").content.decode()
    rows = page[page.index("<tbody>") :]
    places = [rows.index(name) for name in ("约束性指标", row.short_name, "后提交的预期性")]
    assert places == sorted(places)


def test_page_shows_differences_and_what_it_would_mean(as_person, reviewer, row, clerk):
    approved(row, 2023, value=Decimal("188.8"))
    approved(row, 2024, value=Decimal("190"))
    reopened(row)
    figures = ObservationFigures(value=Decimal("193.3"))
    figure = observations.save_and_submit(row=row, year=2024, figures=figures, lock=1, reason="年鉴修订", by=clerk)
    page = as_person(reviewer).get(address(figure)).content.decode()
    for expected in ("190 亿元", "193.3 亿元", "188.8 亿元", "有变化", "51.9%", "18.99%"):
        assert expected in page


def test_approval_puts_in_force_and_queues(as_person, reviewer, submitted):
    response = as_person(reviewer).post(address(submitted), {"action": "approve", "lock": submitted.lock})
    assert (response.status_code, response.url) == (302, "/review/")
    assert Observation.objects.get().in_force
    assert JobRun.objects.get().state == "queued"


@pytest.mark.django_db(transaction=True)
def test_with_redis_down_the_approval_is_kept_and_the_person_told(
    as_person, reviewer, submitted, monkeypatch, settings
):
    """The publishing of the task fails as it does when nobody answers; everything else is real."""
    from config.celery import app

    with app.connection_for_write("redis://127.0.0.1:1/0") as nobody:
        producer = app.amqp.Producer(nobody, auto_declare=False)
        monkeypatch.setattr(app, "producer_or_acquire", lambda _=None: nullcontext(producer))
        response = as_person(reviewer).post(
            address(submitted), {"action": "approve", "lock": submitted.lock}, follow=True
        )
    assert "待重算" in response.content.decode()
    assert Observation.objects.get().state == "approved"
    assert JobRun.objects.get().state == "queued"


def test_return_needs_a_comment(as_person, reviewer, submitted):
    client = as_person(reviewer)
    refused = client.post(address(submitted), {"action": "return", "lock": submitted.lock, "comment": " "})
    assert refused.status_code == 422
    assert "退回时请写明哪里需要修改" in refused.content.decode()
    client.post(address(submitted), {"action": "return", "lock": submitted.lock, "comment": "请核对单位"})
    stored = Observation.objects.get()
    assert (stored.state, stored.comment) == ("returned", "请核对单位")


def test_second_reviewer_is_told(as_person, reviewer, submitted):
    client = as_person(reviewer)
    client.post(address(submitted), {"action": "approve", "lock": submitted.lock})
    response = client.post(address(submitted), {"action": "approve", "lock": submitted.lock})
    assert response.status_code == 409
    assert "他人已保存" in response.content.decode()
    assert JobRun.objects.count() == 1


def test_own_figure_shows_no_buttons_and_is_refused(as_person, reviewer, row, caplog):
    figures = ObservationFigures(value=Decimal(1))
    own = observations.save_and_submit(row=row, year=2024, figures=figures, lock=None, by=reviewer)
    client = as_person(reviewer)
    page = client.get(address(own)).content.decode()
    assert "另一位审核员" in page
    assert 'value="approve"' not in page
    response = client.post(address(own), {"action": "approve", "lock": own.lock})
    assert response.status_code == 409
    assert "refused: approve own observation" in caplog.text
    assert not Observation.objects.filter(in_force=True).exists()


def test_comment_with_markup_is_shown_as_text(as_person, clerk, reviewer, submitted, row):
    comment = "<script>alert(1)</script>"
    as_person(reviewer).post(address(submitted), {"action": "return", "lock": submitted.lock, "comment": comment})
    page = as_person(clerk).get(f"/entry/{row.pk}/2024/").content.decode()
    assert comment not in page
    assert "&lt;script&gt;" in page


def test_queue_and_page_stay_within_their_queries(as_person, reviewer, row, clerk, django_assert_max_num_queries):
    for number in range(12):
        other = RowFactory(plan=row.plan)
        TargetFactory(row=other, text=f"{number}")
        other.responsibilities.create(unit=clerk.unit)
        open_round_for(other)
        figures = ObservationFigures(value=Decimal(number))
        last = observations.save_and_submit(row=other, year=2024, figures=figures, lock=None, by=clerk)
    client = as_person(reviewer)
    with django_assert_max_num_queries(6):
        client.get("/review/")
    with django_assert_max_num_queries(20):
        client.get(address(last))
    client = as_person(clerk)
    with django_assert_max_num_queries(8):
        client.get("/entry/")
    with django_assert_max_num_queries(15):
        client.get(f"/entry/{row.pk}/2024/")
