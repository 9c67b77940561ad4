"""History: who, when, why, what changed — and that nobody rewrites it."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.db import InternalError, connection, transaction

from indicators.models import Base, Doubt, Observation
from indicators.services import observations, targets
from indicators.services.observations import ObservationFigures
from tests.factories import accounts
from tests.factories.rounds import reopened

pytestmark = pytest.mark.django_db


def _approve(row, year, value, lock, clerk, reviewer):
    figures = ObservationFigures(value=Decimal(value))
    draft = observations.save_draft(row=row, year=year, figures=figures, lock=lock, reason="年鉴修订", by=clerk)
    answers = dict.fromkeys((one.key for one in draft.warnings.all()), "已核对")
    sent = observations.submit(observation=draft, lock=draft.lock, answers=answers, by=clerk)
    observations.approve(observation=sent, lock=sent.lock, by=reviewer)
    return Observation.objects.get(pk=sent.pk)


def test_history_of_a_figure_names_people_reasons_and_changes(as_person, row, clerk, reviewer):
    figure = _approve(row, 2024, "190", None, clerk, reviewer)
    reopened(row)
    newer = _approve(row, 2024, "193.3", figure.lock, clerk, reviewer)
    page = as_person(clerk).get(f"/history/indicators.observation/{newer.pk}/").content.decode()
    for expected in (
        "保存草稿",
        "提交审核",
        "审核通过",
        str(clerk),
        str(reviewer),
        "190",
        "193.3",
        "待审核",
        "已审核",
        "年鉴修订",
    ):
        assert expected in page


def test_history_of_a_base_shows_every_version(as_person, row):
    planner = accounts.planner()
    base = row.bases.get()
    terms = targets.BaseTerms(year=2020, value=Decimal("160.2"))
    targets.revise_base(row=row, terms=terms, version=1, reason="五经普修订", document="延政文〔2024〕1号", by=planner)
    page = as_person(planner).get(f"/history/indicators.base/{base.pk}/").content.decode()
    for expected in ("153.7", "160.2", "五经普修订", str(planner)):
        assert expected in page


def test_a_change_that_no_service_made_is_in_the_history_too(row):
    """The history is written by triggers, so that no code path can skip it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_base SET value = 1 WHERE row_id = %s", [row.pk])
    last = Base.pgh_event_model.objects.filter(row=row).order_by("pgh_id").last()
    assert (last.value, last.pgh_label) == (1, "update")


@pytest.mark.parametrize("label", ["indicators.jobrun", "accounts.user", "accounts.apikey", "nothing.here", "x"])
def test_models_that_are_not_listed_have_no_page(as_person, clerk, label):
    assert as_person(clerk).get(f"/history/{label}/1/").status_code == 404


def test_unknown_thing_is_not_found(as_person, clerk):
    assert as_person(clerk).get("/history/indicators.base/999999/").status_code == 404


@pytest.mark.parametrize(
    "model", [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")], ids=lambda m: m._meta.label
)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET pgh_label = 'x'", "DELETE FROM {table}"])
def test_event_tables_are_append_only(row, clerk, reviewer, model, statement):
    """Proven on a row where there is one to touch; every table carries the trigger either way."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE c.relname = %s AND t.tgname LIKE 'pgtrigger_append_only%%' AND t.tgenabled <> 'D'",
            [table],
        )
        assert cursor.fetchone()[0] == 1
    if model.objects.exists():
        refused = pytest.raises(InternalError, match="Cannot update or delete")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table=table))


def test_append_only_was_proven_on_real_rows(row, clerk, reviewer):
    """The test above is not empty: these tables hold rows here."""
    _approve(row, 2024, "190", None, clerk, reviewer)
    for model in (Observation, Base):
        assert model.pgh_event_model.objects.exists()
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            model.pgh_event_model.objects.all().delete()
    assert Doubt.objects.count() == 0
