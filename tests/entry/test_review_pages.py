"""The page of one waiting figure and the decision about it, as a reviewer meets them."""

from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.models import Evidence, JobRun, Observation, ObservationWarning, Reopening, ReportingRound
from indicators.services import observations
from indicators.services.observations import ObservationFigures
from tests.factories.indicators import approved, on_course_row
from tests.factories.indicators import submitted as waits
from tests.factories.rounds import day, reopened

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(row, clerk):
    figures = ObservationFigures(value=Decimal("193.3"), value_basis="current")
    return observations.save_and_submit(row=row, year=2024, figures=figures, lock=None, by=clerk)


def address(figure):
    return f"/review/{figure.pk}/"


def cells(response):
    """The lines of the comparison, by cell."""
    return {line.name: line for line in response.context["cells"]}


# --- what it shows ----------------------------------------------------------------------------------------------------
def test_page_shows_differences_and_what_it_would_mean(as_person, reviewer, row, clerk):
    approved(row, 2023, value=Decimal("188.8"))
    approved(row, 2024, value=Decimal("190"))
    reopened(row)
    figures = ObservationFigures(value=Decimal("193.3"))
    figure = observations.save_and_submit(row=row, year=2024, figures=figures, lock=1, reason="年报修订", by=clerk)
    response = as_person(reviewer).get(address(figure))
    page = response.content.decode()
    for expected in ("190 亿元", "193.3 亿元", "188.8 亿元", "有变化", "51.9%", "18.99%", "年报修订", "现行版本"):
        assert expected in page
    value = cells(response)["value"]
    assert (value.before, value.now, value.last_year, value.changed) == ("190 亿元", "193.3 亿元", "188.8 亿元", True)
    assert value.step == "+4.5 亿元（+2.4%）"
    assert response.context["to_version"] == "+3.3 亿元（+1.7%）"


def test_a_figure_sent_again_is_compared_with_what_was_returned(as_person, reviewer, row, clerk, submitted):
    returned = observations.return_to_clerk(observation=submitted, comment="请核对", lock=submitted.lock, by=reviewer)
    better = ObservationFigures(value=Decimal("195"), value_basis="current", source_title="统计公报")
    sent = observations.save_and_submit(row=row, year=2024, figures=better, lock=returned.lock, by=clerk)
    response = as_person(reviewer).get(address(sent))
    assert response.context["before_title"] == "上次退回时"
    value = cells(response)["value"]
    assert (value.before, value.now, value.changed) == ("193.3 亿元", "195 亿元", True)
    assert cells(response)["source_title"].changed
    assert not cells(response)["vintage"].changed


def test_warnings_reasons_evidence_and_doubts_are_there(as_person, reviewer, row, clerk):
    approved(row, 2023, value=Decimal("188.8"))
    figure = waits(row, 2024, by=clerk, value=Decimal("1933"))
    ObservationWarning.objects.create(
        observation=figure, code="jump", field="value", message="比上年增长 923.8%", reason="合并统计", answered_by=clerk,
        answered_at=timezone.now(),
    )  # fmt: skip
    ObservationWarning.objects.create(observation=figure, code="sign", field="growth", message="增速为负")
    Evidence.objects.create(
        observation=figure, name="统计公报.pdf", kind="pdf", size=2048, sha256="0" * 64, file="x", uploaded_by=clerk
    )
    page = as_person(reviewer).get(address(figure)).content.decode()
    for expected in (
        "比上年增长 923.8%", "合并统计", "没有说明", "统计公报.pdf", "口径不可比", "影响评估", "高风险", "会有影响评估的疑点",
    ):  # fmt: skip
        assert expected in page, expected


def test_a_correction_of_an_earlier_year_says_what_it_does_to_the_newest(as_person, reviewer, clerk, row):
    """2022 weighs in the total of five years: the status of 2024 turns, though 2022 itself is looked at."""
    from tests.factories.indicators import RowFactory, TargetFactory

    total = RowFactory(plan=row.plan)
    TargetFactory(row=total, form="cumulative", value=Decimal(100))
    for year, value in ((2021, 20), (2022, 20), (2023, 20), (2024, 20)):
        approved(total, year, value=Decimal(value))
    figure = waits(total, 2022, by=clerk, value=Decimal(2))
    line = as_person(reviewer).get(address(figure)).context["line"]
    assert (line.later.year, line.later.before_code, line.later.code) == (2024, "on_track", "behind")
    assert line.reasons[0] == "状态变差"


# --- approving --------------------------------------------------------------------------------------------------------
def test_approval_puts_in_force_and_queues(as_person, reviewer, submitted):
    response = as_person(reviewer).post(address(submitted), {"action": "approve", "lock": submitted.lock})
    assert (response.status_code, response.url) == (302, "/review/")
    assert Observation.objects.get().in_force
    assert JobRun.objects.get().state == "queued"


def test_approve_and_see_the_next_one(as_person, reviewer, submitted, row, clerk):
    """In the order of the queue, with its filters; after the last one the queue comes."""
    other = waits(on_course_row(row.plan), 2024, by=clerk, value=Decimal(139))
    client = as_person(reviewer)
    first, second = [line.id for line in client.get("/review/?year=2024").context["lines"]]
    assert {first, second} == {submitted.pk, other.pk}
    locks = {one.pk: one.lock for one in (submitted, other)}
    response = client.post(f"/review/{first}/?year=2024", {"action": "next", "lock": locks[first]})
    assert response.url == f"/review/{second}/?year=2024"
    response = client.post(response.url, {"action": "next", "lock": locks[second]})
    assert response.url == "/review/?year=2024"
    assert Observation.objects.filter(state="approved", approved_by=reviewer).count() == 2


def test_what_the_reviewer_wrote_is_not_lost_by_approving(as_person, reviewer, submitted):
    for said in ({"comment": "请核对"}, {"cell_value": "少一位"}):
        response = as_person(reviewer).post(address(submitted), {"action": "approve", "lock": submitted.lock, **said})
        assert response.status_code == 422
        assert next(iter(said.values())) in response.content.decode()
        assert Observation.objects.get().state == "submitted"


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


def test_second_reviewer_is_told(as_person, reviewer, submitted):
    client = as_person(reviewer)
    client.post(address(submitted), {"action": "approve", "lock": submitted.lock})
    response = client.post(address(submitted), {"action": "approve", "lock": submitted.lock})
    assert response.status_code == 409
    assert "他人已保存" in response.content.decode()
    assert JobRun.objects.count() == 1


def test_own_figure_shows_no_buttons_and_is_refused(as_person, reviewer, row, caplog):
    figures = ObservationFigures(value=Decimal(190))
    own = observations.save_and_submit(row=row, year=2024, figures=figures, lock=None, by=reviewer)
    client = as_person(reviewer)
    page = client.get(address(own)).content.decode()
    assert "另一位审核员" in page
    assert 'value="approve"' not in page
    response = client.post(address(own), {"action": "approve", "lock": own.lock})
    assert response.status_code == 409
    assert "refused: approve own observation" in caplog.text
    assert not Observation.objects.filter(in_force=True).exists()


def test_who_typed_it_for_the_clerk_may_not_decide_either(as_person, reviewer, row, clerk):
    draft = observations.save_draft(
        row=row, year=2024, figures=ObservationFigures(value=Decimal(190)), lock=None, by=reviewer
    )
    sent = observations.submit(observation=draft, lock=draft.lock, by=clerk)
    client = as_person(reviewer)
    assert "另一位审核员" in client.get(address(sent)).content.decode()
    assert client.post(address(sent), {"action": "approve", "lock": sent.lock}).status_code == 409


# --- returning --------------------------------------------------------------------------------------------------------
def test_return_needs_a_comment(as_person, reviewer, submitted):
    client = as_person(reviewer)
    refused = client.post(address(submitted), {"action": "return", "lock": submitted.lock, "comment": " "})
    assert refused.status_code == 422
    assert "退回时请写明哪里需要修改" in refused.content.decode()
    client.post(address(submitted), {"action": "return", "lock": submitted.lock, "comment": "请核对单位"})
    stored = Observation.objects.get()
    assert (stored.state, stored.comment, stored.cell_comments) == ("returned", "请核对单位", {})


def test_a_comment_on_a_cell_is_enough(as_person, reviewer, submitted):
    answer = {"action": "return", "lock": submitted.lock, "cell_value": "少了一位小数", "cell_source_title": " "}
    as_person(reviewer).post(address(submitted), answer)
    stored = Observation.objects.get()
    assert (stored.state, stored.comment, stored.cell_comments) == ("returned", "", {"value": "少了一位小数"})


def test_after_the_round_a_return_names_the_day_until_which_it_is_open_again(
    as_person, reviewer, submitted, clerk, row
):
    ReportingRound.objects.filter(year=2024).update(opens_on=day(-20), closes_on=day(-3))
    client = as_person(reviewer)
    page = client.get(address(submitted)).content.decode()
    assert "重新开放至" in page
    answer = {"action": "return", "lock": submitted.lock, "comment": "请核对"}
    refused = client.post(address(submitted), answer)
    assert refused.status_code == 422
    assert "重新开放到哪一天" in refused.content.decode()
    refused = client.post(address(submitted), {**answer, "reopen_until": day(-1).isoformat()})
    assert refused.status_code == 422
    assert "不能早于今天" in refused.content.decode()
    assert not Reopening.objects.exists()
    client.post(address(submitted), {**answer, "reopen_until": day(4).isoformat()})
    opened = Reopening.objects.get()
    assert (opened.row, opened.closes_on) == (row, day(4))
    assert "请核对" in opened.reason
    stored = Observation.objects.get()
    better = ObservationFigures(value=Decimal("195"))
    observations.save_and_submit(row=row, year=2024, figures=better, lock=stored.lock, by=clerk)


def test_while_the_round_is_open_no_day_is_asked(as_person, reviewer, submitted):
    assert "重新开放至" not in as_person(reviewer).get(address(submitted)).content.decode()


def test_a_returned_correction_needs_a_day_once_its_reopening_is_over(as_person, reviewer, row, clerk):
    approved(row, 2024, value=Decimal("190"))
    opened = reopened(row)
    figures = ObservationFigures(value=Decimal("193.3"))
    figure = observations.save_and_submit(row=row, year=2024, figures=figures, lock=1, reason="年报", by=clerk)
    client = as_person(reviewer)
    assert "重新开放至" not in client.get(address(figure)).content.decode()
    Reopening.objects.filter(pk=opened.pk).update(opens_on=day(-5), closes_on=day(-1))
    assert "重新开放至" in client.get(address(figure)).content.decode()


def test_comment_with_markup_is_shown_as_text(as_person, clerk, reviewer, submitted, row):
    comment = "<script>alert(1)</script>"
    as_person(reviewer).post(address(submitted), {"action": "return", "lock": submitted.lock, "comment": comment})
    page = as_person(clerk).get(f"/entry/{row.pk}/2024/").content.decode()
    assert comment not in page
    assert "&lt;script&gt;" in page


def test_page_stays_within_its_queries(as_person, reviewer, row, clerk, django_assert_max_num_queries):
    figures = [waits(on_course_row(row.plan), 2024, by=clerk, value=Decimal(139)) for _ in range(12)]
    client = as_person(reviewer)
    with django_assert_max_num_queries(70):
        client.get(address(figures[-1]))
