"""The grid's page and its three addresses: what they answer, whom they refuse, what they never overwrite."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Observation
from indicators.services import observations
from indicators.services.observations import ObservationFigures
from tests.factories import accounts, regions
from tests.factories.indicators import BaseFactory, RowFactory, TargetFactory, answers_for, approved
from tests.factories.rounds import open_round_for

pytestmark = pytest.mark.django_db
YEAR = 2024


@pytest.fixture
def round(row):
    return open_round_for(row, YEAR)


@pytest.fixture
def send(as_person, row, round):
    """Send rows to one of the addresses; what was answered."""

    def post(user, *rows, to="save", plan=None, year=YEAR, status=200):
        body = {"plan": plan or row.plan_id, "year": year, "rows": list(rows)}
        answer = as_person(user).post(f"/entry/{to}/", json.dumps(body), content_type="application/json")
        assert answer.status_code == status, answer.content[:500]
        return {one["row"]: one for one in answer.json()["rows"]} if status == 200 else answer

    return post


def typed(row, *, lock=None, answers=None, reason=None, **cells):
    return {"row": row.pk, "lock": lock, "cells": cells, "answers": answers or {}, "reason": reason}


def test_the_page_hands_the_rows_to_the_script_and_a_plain_table_to_the_others(as_person, clerk, row, round):
    approved(row, 2023, value=Decimal("186.3"), growth=Decimal("5.1"))
    page = as_person(clerk).get(f"/entry/?plan={row.plan_id}&year={YEAR}")
    (told,) = page.context["grid"]["rows"]
    assert (told["name"], told["unit"], told["asked"]) == (row.short_name, "亿元", True)
    beside = {name: text for name, (text, _title) in told["beside"].items()}
    assert beside == {
        "base": "153.7",
        "past0": "",
        "past1": "186.3",
        "planned": "212.2",
        "aim": "未定",
    }  # 153.7·(230/153.7)^(4/5)
    assert told["editable"] is True
    assert page.context["year"] == YEAR
    assert f'href="/entry/{row.pk}/{YEAR}/"' in page.content.decode()
    assert "<style" not in page.content.decode()


def test_a_row_is_kept_as_a_draft_with_what_it_would_mean(send, clerk, row):
    answer = send(clerk, typed(row, value="193.3", growth="5.0", source_title="统计公报"))[row.pk]
    stored = Observation.objects.get()
    assert (str(stored.value), str(stored.growth), stored.state, stored.source_title) == (
        "193.3",
        "5.0",
        "draft",
        "统计公报",
    )
    assert (answer["result"], answer["lock"], answer["state"]) == ("saved", 1, "draft")
    assert "完成进度 51.9%" in answer["outlook"]["sentence"]
    assert "余下每年需 18.99%" in answer["outlook"]["sentence"]


def test_numbers_may_come_from_a_sheet(send, clerk, row):
    answer = send(clerk, typed(row, value=" １，２３４.50 ", growth="5.0%"))[row.pk]
    assert (answer["cells"]["value"], answer["cells"]["growth"]) == ("1234.50", "5.0")


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("value", "约12", "文字"),
        ("value", "—", "留空"),
        ("value", "193.3%", "百分号"),
        ("value", "1,23", "千分位"),
        ("growth", "1 2", "空格"),
        ("value_basis", "市价", "市价"),
        ("source_title", "长" * 201, "200"),
    ],
)
def test_a_text_that_is_no_figure_is_refused_at_its_cell(send, clerk, row, field, text, why):
    other = RowFactory(plan=row.plan)
    answers_for(other, clerk.unit)
    open_round_for(other, YEAR)
    answer = send(clerk, typed(row, **{"value": "1", field: text}), typed(other, value="7"))
    assert answer[row.pk]["result"] == "fields"
    assert why in answer[row.pk]["errors"][field][0]
    assert answer[other.pk]["result"] == "saved"
    assert Observation.objects.get().row == other


def test_trying_out_writes_nothing(send, clerk, row):
    answer = send(clerk, typed(row, value="193.3"), to="check")[row.pk]
    assert answer["result"] == "checked"
    assert "完成进度" in answer["outlook"]["sentence"]
    assert not Observation.objects.exists()


def test_somebody_elses_save_is_shown_and_not_overwritten(send, clerk, row):
    observations.save_draft(
        row=row,
        year=YEAR,
        figures=ObservationFigures(value=Decimal("9")),
        lock=None,
        by=accounts.clerk(row.units.get()),
    )
    answer = send(clerk, typed(row, value="10"))[row.pk]
    assert answer["result"] == "stale"
    assert (answer["theirs"]["cells"]["value"], answer["theirs"]["lock"]) == ("9", 1)
    assert Observation.objects.get().value == 9
    assert send(clerk, typed(row, value="10", lock=1))[row.pk]["result"] == "saved"


def test_what_the_grid_does_not_show_stays(send, clerk, row):
    figures = ObservationFigures(value=Decimal("9"), comparator=">=", source_address="公报第二页")
    observations.save_draft(row=row, year=YEAR, figures=figures, lock=None, by=clerk)
    send(clerk, typed(row, value="10", lock=1))
    stored = Observation.objects.get()
    assert (stored.value, stored.comparator, stored.source_address) == (10, ">=", "公报第二页")


def test_a_warning_is_passed_with_a_reason_alone(send, clerk, row):
    for year, value in ((2021, "160"), (2022, "170"), (2023, "180")):
        approved(row, year, value=Decimal(value))
    slip = {"value": "1900"}
    answer = send(clerk, typed(row, **slip), to="submit")[row.pk]
    assert answer["result"] == "findings"
    open_ = [one for one in answer["findings"] if one["severity"] == "warning"]
    assert open_
    assert {one["field"] for one in open_} == {"value"}
    reasons = {one["key"]: "已核对" for one in open_}
    answer = send(clerk, typed(row, lock=answer["lock"], answers=reasons, **slip), to="submit")[row.pk]
    assert answer["result"] == "submitted"
    assert answer["editable"] is False
    assert {one.reason for one in Observation.objects.get(year=YEAR).warnings.all()} == {"已核对"}


def test_a_submitted_row_is_taken_back(as_person, send, clerk, row):
    lock = send(clerk, typed(row, value="193.3"), to="submit")[row.pk]["lock"]
    (told,) = as_person(clerk).get(f"/entry/?plan={row.plan_id}&year={YEAR}").context["grid"]["rows"]
    assert (told["editable"], told["withdrawable"]) == (False, True)
    answer = send(clerk, typed(row, lock=lock, value="7"), to="withdraw")[row.pk]
    assert (answer["result"], answer["state"], answer["editable"]) == ("withdrawn", "draft", True)
    assert (answer["cells"]["value"], answer["withdrawable"]) == ("193.3", False)
    stored = Observation.objects.get()
    assert (stored.state, stored.value, stored.submitted_by, stored.lock) == ("draft", Decimal("193.3"), None, lock + 1)
    newest = Observation.pgh_event_model.objects.filter(pgh_obj=stored).latest("pgh_id").pgh_context.metadata
    assert (newest["user"], newest["reason"]) == (clerk.pk, "撤回")
    assert send(clerk, typed(row, lock=lock + 1), to="withdraw")[row.pk]["result"] == "state"


def test_what_a_reviewer_touched_or_a_round_closed_is_not_taken_back(send, clerk, row, reviewer):
    assert send(clerk, typed(row), to="withdraw")[row.pk]["result"] == "state"  # there is nothing yet
    lock = send(clerk, typed(row, value="193.3"), to="submit")[row.pk]["lock"]
    open_round_for(row, YEAR, opens=-10, closes=-1)
    assert send(clerk, typed(row, lock=lock), to="withdraw")[row.pk]["result"] == "closed"
    open_round_for(row, YEAR)
    stranger = accounts.clerk(accounts.UnitFactory(region=row.plan.region, name="林业局"))
    assert send(stranger, typed(row, lock=lock), to="withdraw")[row.pk]["result"] == "forbidden"
    observations.approve(observation=Observation.objects.get(), lock=lock, by=reviewer)
    answer = send(clerk, typed(row, lock=lock), to="withdraw")[row.pk]
    assert (answer["result"], answer["theirs"]["lock"]) == ("stale", lock + 1)
    assert Observation.objects.get().state == "approved"


def test_the_price_bases_of_last_year_are_told_where_it_says_them(as_person, clerk, row, round):
    approved(row, 2023, value=Decimal("186.3"), value_basis="current", growth=Decimal("5.1"))
    (told,) = as_person(clerk).get(f"/entry/?plan={row.plan_id}&year={YEAR}").context["grid"]["rows"]
    assert told["lastBases"] == {"value_basis": "current"}  # the growth of last year does not say
    assert told["cells"]["value_basis"] == "unknown"


def test_the_reviewers_words_stand_at_the_cell(as_person, send, clerk, row, reviewer):
    send(clerk, typed(row, value="193.3"), to="submit")
    figure = Observation.objects.get()
    observations.return_to_clerk(
        observation=figure, comment="请核对", cell_comments={"value": "小数点"}, lock=figure.lock, by=reviewer
    )
    (told,) = as_person(clerk).get(f"/entry/?plan={row.plan_id}&year={YEAR}").context["grid"]["rows"]
    assert (told["state"], told["comment"], told["comments"], told["editable"]) == (
        "returned",
        "请核对",
        {"value": "小数点"},
        True,
    )


def test_a_closed_round_locks_the_row_and_says_so(as_person, send, clerk, row):
    open_round_for(row, YEAR, opens=-10, closes=-1)
    (told,) = as_person(clerk).get(f"/entry/?plan={row.plan_id}&year={YEAR}").context["grid"]["rows"]
    assert told["editable"] is False
    assert "截止" in told["why"]
    answer = send(clerk, typed(row, value="1"))[row.pk]
    assert answer["result"] == "closed"
    assert "截止" in answer["message"]
    assert not Observation.objects.exists()


def test_whose_rows_they_are(send, clerk, row):
    stranger = accounts.clerk(accounts.UnitFactory(region=row.plan.region, name="林业局"))
    neighbour = accounts.reviewer(regions.weibin())
    for other in (stranger, neighbour):
        assert send(other, typed(row, value="1"))[row.pk]["result"] == "forbidden"
    send(accounts.leader(), typed(row, value="1"), status=403)
    assert not Observation.objects.exists()


def test_a_stranger_is_sent_to_log_in(client, row):
    for name in ("save", "check", "submit", "withdraw"):
        assert client.post(f"/entry/{name}/", "{}", content_type="application/json").status_code == 302


@pytest.mark.parametrize(
    "body",
    [
        "nothing", "[]", "{}", '{"plan": 1, "year": 2024, "rows": {}}', '{"plan": 1, "year": 2024, "rows": [1]}',
        '{"plan": true, "year": 2024, "rows": []}', '{"plan": 99999, "year": 2024, "rows": []}', "[" * 100_000,
        '{"plan": %d, "year": 2024, "rows": [{"row": %d, "lock": null, "cells": {"value": 5}}]}',
        '{"plan": %d, "year": 2024, "rows": [{"row": %d, "lock": -1, "cells": {"value": "5"}}]}',
        '{"plan": %d, "year": 2024, "rows": [{"row": %d, "lock": null, "cells": {"value": "\\u0000"}}]}',
    ],
)  # fmt: skip
def test_what_the_script_never_sends_is_refused(as_person, clerk, row, round, body):
    body = body % (row.plan_id, row.pk) if "%d" in body else body
    answer = as_person(clerk).post("/entry/save/", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert not Observation.objects.exists()


def _crowd(row, clerk, number):
    rows = []
    for _ in range(number):
        one = RowFactory(plan=row.plan)
        BaseFactory(row=one)
        TargetFactory(row=one)
        answers_for(one, clerk.unit)
        open_round_for(one, YEAR)
        rows.append(one)
    return rows


def test_queries_do_not_grow_with_the_rows(as_person, send, clerk, row):
    """Looking and trying out ask the same for many rows; saving adds what it writes, no more than six statements a row."""
    counts = {}
    rows = [row]
    for number in (1, 20):
        rows += _crowd(row, clerk, number - len(rows))
        for name in ("check", "save"):
            with CaptureQueriesContext(
                connection,
            ) as caught:
                send(
                    clerk,
                    *[typed(one, value="111", lock=None if number == 1 or one is not row else 1) for one in rows],
                    to=name,
                )
            counts[name, number] = len(caught)
        with CaptureQueriesContext(connection) as caught:
            as_person(clerk).get(f"/entry/?plan={row.plan_id}&year={YEAR}")
        counts["page", number] = len(caught)
    assert counts["page", 20] <= counts["page", 1] + 2, counts
    assert counts["check", 20] <= counts["check", 1] + 4, counts
    assert counts["save", 20] <= counts["save", 1] + 6 * 19, counts
