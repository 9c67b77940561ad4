"""Replaying a moment: every table as it was, assessments as they were stored then, nothing written and nothing left behind."""

import io
import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import InternalError, connection, transaction
from django.db.models import Count
from django.utils import timezone

from indicators.models import (
    Assessment,
    Base,
    Doubt,
    Indicator,
    JobRun,
    Observation,
    PlanIndicator,
    StatusMove,
    StatusRule,
    Target,
)
from indicators.models.catalogue import english_name, english_names
from indicators.models.rows import Listing
from indicators.selectors import as_of
from indicators.selectors.as_of import first_record, replaying
from indicators.services.recompute import recompute_plans
from plans.models import Plan
from tests.factories import accounts
from tests.factories.indicators import RowFactory, RuleFactory, TargetFactory, approved, gdp_row

#: Tables that a replay leaves as they are today, and why.
AS_TODAY = {
    "indicators_savedworkbook": "only the pages of entry read it, and they are never replayed",
    "projects_problemstep": "written once with its moment; pages of problems are never replayed",
    "projects_bulletin": "written once with its moment; pages of bulletins are never replayed",
}

TABLES = sorted(model._meta.db_table for model in as_of._histories() if model._meta.app_label in as_of.APPS)


def now():
    """The database's clock: history is stamped by it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def tables():
    """Everything in every tracked table."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            model = next(one for one in apps.get_models() if one._meta.db_table == table)
            columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
            cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY id')
            found[table] = cursor.fetchall()
    return found


def assessments(plan):
    return [
        {name: value for name, value in one.items() if name not in ("id", "computed_at")}
        for one in Assessment.objects.filter(plan=plan).order_by("target_id", "year").values()
    ]


def moves():
    return list(StatusMove.objects.order_by("pk").values_list("row_id", "year", "before", "after"))


# --- the law: whatever is written, each moment can be seen again ---------------------------------------------------


class Office:
    """Somebody who writes at random, by services' means and past them."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.plan = gdp_row().plan
        self.people = {"submitted_by": accounts.clerk(), "approved_by": accounts.reviewer()}
        self.rule = 1

    def row(self):
        return self.rng.choice(list(PlanIndicator.objects.filter(plan=self.plan, is_heading=False).order_by("pk")))

    def write(self):
        writes = [
            self.figure, self.figure, self.correction, self.target, self.base, self.doubt, self.resolution, self.thresholds,
            self.new_rows, self.removal, self.by_hand, self.copied, self.heading, self.renamed,
        ]  # fmt: skip
        act = self.rng.choice(writes)
        with transaction.atomic():
            act()
            recompute_plans([self.plan.pk])
        return act.__name__

    def figure(self):
        row, year = self.row(), self.rng.randint(2021, 2025)
        last = row.observations.filter(year=year)
        last.update(in_force=False)
        value = Decimal(self.rng.randint(1200, 2600)) / 10
        approved(row, year, value=value, version=last.count() + 1, reason="更正", **self.people)

    def correction(self):
        Observation.objects.filter(row=self.row()).update(value=Decimal(self.rng.randint(100, 300)))

    def target(self):
        row = self.row()
        old = row.targets.filter(ordinal=1)
        old.update(in_force=False, is_primary=False)
        TargetFactory(row=row, value=Decimal(self.rng.randint(150, 300)), version=old.count() + 1, reason="调整")

    def base(self):
        row = self.row()
        row.bases.update(in_force=False)
        Base.objects.create(
            row=row, value=Decimal(self.rng.randint(90, 160)), year=2020, version=row.bases.count() + 1, reason="修订"
        )

    def doubt(self):
        figure = self.rng.choice(["base", "target", "value:2023"])
        Doubt.objects.create(
            plan=self.plan, row=self.row(), code="scale_jump", message="差十倍", figure=figure, blocking=True
        )

    def resolution(self):
        Doubt.objects.filter(state="open").update(
            state="resolved", resolution="已核对", resolved_by=self.people["approved_by"], resolved_at=timezone.now()
        )

    def thresholds(self):
        StatusRule.objects.update(active=False)
        self.rule += 1
        share = Decimal(self.rng.randint(50, 90)) / 100
        RuleFactory(version=StatusRule.objects.count() + 1, behind=share)

    def new_rows(self):
        first = PlanIndicator.objects.count() + 200 + self.rng.randint(0, 1000) * 10
        indicator = Indicator.objects.first()
        rows = PlanIndicator.objects.bulk_create(
            PlanIndicator(
                plan=self.plan, indicator=indicator, position=first + n, name=f"指标{n}", short_name=f"指标{n}", unit="亿元"
            )
            for n in range(2)
        )  # fmt: skip
        Target.objects.bulk_create(
            Target(row=row, form="level", value=Decimal(200), is_primary=True, text="200") for row in rows
        )

    def removal(self):
        row = PlanIndicator.objects.filter(plan=self.plan, position__gte=200, observations=None, doubts=None).first()
        if row is None:
            return
        Assessment.objects.filter(row=row).delete()
        row.bases.all().delete()
        row.targets.all().delete()
        row.delete()

    def by_hand(self):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE indicators_observation SET value = value + 1 WHERE year = 2023")

    def copied(self):
        last = Indicator.objects.count()
        line = f"copied_{last}\t复制{last}\t\t{{}}\t亿元\t1\tgeometric\tamount\t\tf\tsum\t\n"
        with connection.cursor() as cursor:
            cursor.copy_expert(
                "COPY indicators_indicator (code, name, name_en, aliases, unit, direction, path, measure, bound,"
                " price_sensitive, aggregation, note) FROM STDIN",
                io.StringIO(line),
            )

    def heading(self):
        row = self.row()
        if PlanIndicator.objects.filter(plan=self.plan, is_heading=False).count() > 1:
            PlanIndicator.objects.filter(pk=row.pk).update(is_heading=True)

    def renamed(self):
        Plan.objects.filter(pk=self.plan.pk).update(title=f"规划{self.rng.random()}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 7])
def test_every_moment_of_a_history_can_be_seen_again(seed):
    office = Office(seed)
    recompute_plans([office.plan.pk])
    seen = [("start", now(), tables(), assessments(office.plan), moves())]
    for _ in range(25):
        done = office.write()
        seen.append((done, now(), tables(), assessments(office.plan), moves()))
    assert len({name for name, *_ in seen}) > 8
    assert len({len(stored) for *_, stored, _ in seen}) > 1
    for done, moment, then, stored, moved in seen:
        with replaying(moment) as past:
            past.fill(plan_ids=[office.plan.pk])
            again = tables()
            for table in TABLES:
                assert again[table] == then[table], (done, table)
            assert assessments(office.plan) == stored, done
            assert set(moves()) <= set(moved), done  # those of rows that were deleted since are gone
    assert tables() == seen[-1][2]
    assert assessments(office.plan) == seen[-1][3]


# --- what is left behind: nothing -----------------------------------------------------------------------------------


def relations():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, relkind FROM pg_class WHERE relname LIKE 'indicators_%%' ORDER BY 1, 2")
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fails", [False, True])
def test_the_next_transaction_of_the_connection_sees_today_and_may_write(fails):
    row = gdp_row()
    approved(row, 2024, value=Decimal(200))
    before = relations()
    try:
        with replaying(timezone.now() - timedelta(days=365)) as past:
            past.fill(plan_ids=[row.plan_id])
            assert not Observation.objects.exists()
            if fails:
                raise RuntimeError("a view that fails")
    except RuntimeError:
        assert fails
    assert relations() == before
    assert Observation.objects.get().value == 200
    Observation.objects.update(value=Decimal(201))
    assert connection.features.allows_group_by_selected_pks


@pytest.mark.django_db
def test_nothing_can_be_written_in_a_replay():
    """Not past the views either; and within a transaction that is already open, writing goes on afterwards."""
    row = gdp_row()
    with replaying(timezone.now()), pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE public.indicators_planindicator SET number = '9'")
    PlanIndicator.objects.filter(pk=row.pk).update(number="9")


# --- what is shadowed ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_table_of_the_three_apps_is_of_then():
    concrete = {
        model._meta.db_table
        for label in as_of.APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not hasattr(model, "pgh_tracked_model") and not model._meta.proxy
    }
    with replaying(timezone.now()), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind IN ('v', 'r')"
        )
        shadowed = {name for (name,) in cursor.fetchall()}
    assert concrete - shadowed == set(AS_TODAY)


@pytest.mark.django_db
def test_jobs_of_today_make_nothing_wait():
    JobRun.objects.create(plan=None, why="每夜全部重算")
    with replaying(timezone.now()):
        assert not JobRun.objects.exists()


@pytest.mark.django_db
def test_rows_are_counted_by_group_though_a_view_has_no_key():
    row = gdp_row()
    with replaying(timezone.now()):
        (found,) = PlanIndicator.objects.annotate(promises=Count("targets"))
    assert (found, found.promises) == (row, 1)


@pytest.mark.django_db
def test_a_row_is_filled_once_and_with_the_same_years():
    row, other = gdp_row(), RowFactory()
    TargetFactory(row=other)
    with replaying(timezone.now()) as past:
        past.fill(row_ids=[row.pk], years=[2024])
        past.fill(plan_ids=[row.plan_id], years=[2024])
        assert Assessment.objects.count() == 2
        assert set(Assessment.objects.values_list("pk", "row_id", "year")) == {
            (1, row.pk, 2024), (2, other.pk, 2024)
        }  # fmt: skip
        with pytest.raises(ValueError, match="other years"):
            past.fill(row_ids=[row.pk])


@pytest.mark.django_db
def test_promises_of_the_text_are_assessed_where_they_are_asked_for():
    row, promise = gdp_row(), RowFactory(listing=Listing.COMMITMENT)
    TargetFactory(row=promise)
    with replaying(timezone.now()) as past:
        past.fill(plan_ids=[row.plan_id], years=[2024])
        assert not Assessment.objects.filter(row=promise).exists()
        past.fill(plan_ids=[row.plan_id], years=[2024], commitments=True)
        assert Assessment.objects.filter(row=promise).count() == 1
        assert Assessment.objects.count() == 2


@pytest.mark.django_db
def test_without_a_rule_of_then_nothing_is_assessed_by_guess():
    row = gdp_row()
    StatusRule.objects.update(active=False)
    with replaying(timezone.now()) as past:
        past.fill(row_ids=[row.pk])
        assert not Assessment.objects.exists()


@pytest.mark.django_db
def test_the_first_record_is_that_of_the_first_plan():
    assert first_record() is None
    gdp_row()
    assert timezone.now() - timedelta(minutes=5) < first_record() <= timezone.now()


@pytest.mark.django_db
def test_names_that_are_remembered_are_not_handed_from_the_past_to_today():
    """They are kept for a minute and for everybody: one who looks back to before there were names must not take them away."""
    row = gdp_row()
    Indicator.objects.filter(pk=row.indicator_id).update(name_en="Gross regional product")
    english_names.cache_clear()
    with replaying(timezone.now() - timedelta(days=9000)):
        assert english_name(row.indicator_id) == ""
    assert english_name(row.indicator_id) == "Gross regional product"
    with replaying(timezone.now() - timedelta(days=9000)):
        assert english_name(row.indicator_id) == "", "nor the other way round"
    english_names.cache_clear()
