"""延津's fourteenth plan ends with sample figures, entered by one person and approved by another; the fifteenth is made of it."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.conf import settings

from indicators.models import Assessment, Base, PlanIndicator
from indicators.selectors.succession import end_rows
from indicators.services import observations
from indicators.services.entered import ObservationFigures
from indicators.services.errors import FindingsRefused
from indicators.services.loading.actuals import load_actuals
from indicators.services.loading.plans import load_plans
from indicators.services.recompute import recompute_plans
from planning.services.hand_over import Decision, Particulars, hand_over
from plans.models import Plan
from tests.factories import accounts, regions

pytestmark = pytest.mark.django_db
#: By catalogue code: what 2025 is said to have brought, and what it then means. Made up.
SAMPLES = {
    "gdp": ("215", "not_met"),
    "general_public_budget_revenue": ("9.1", "not_met"),
    "urbanisation_rate_resident": ("46.2", "met"),
    "registered_unemployment": ("3.9", "met"),
    "new_urban_jobs": ("0.51", "no_data"),  # the years before are not known
}


def load(*names: str) -> None:
    """Plans and published actuals of these files."""
    data = settings.BASE_DIR / "data"
    catalogue = sorted((settings.BASE_DIR / "indicators" / "catalogue").glob("*.yaml"))
    load_plans([data / "plans" / f"{name}.yaml" for name in names], catalogue=catalogue, units=data / "units.yaml")
    load_actuals([data / "actuals" / f"{code}.csv" for code in sorted({name[:6] for name in names})])


def enter(row: PlanIndicator, value: str, *, by, approver) -> None:
    """Two people: one writes and answers what is asked, the other approves."""
    figures = ObservationFigures(value=Decimal(value), source_title="演示数据（虚构）", sample=True)
    asked = {"row": row, "year": 2025, "figures": figures, "by": by}
    try:
        sent = observations.save_and_submit(**asked, lock=None)
    except FindingsRefused as refused:
        answers = {one.key: "虚构，只供演示" for one in refused.findings}
        draft = row.observations.filter(year=2025).first()
        sent = observations.save_and_submit(**asked, lock=draft.lock if draft else None, answers=answers)
    observations.approve(observation=sent, lock=sent.lock, by=approver)


def yanjin() -> SimpleNamespace:
    """The plan with the sample end values, and the plan made from it."""
    regions.yanjin()
    load("410726-2021-2025")
    plan = Plan.objects.get(region__code="410726", start_year=2021)
    people = SimpleNamespace(planner=accounts.planner(), reviewer=accounts.reviewer())
    for code, (value, _verdict) in SAMPLES.items():
        enter(plan.rows.get(indicator__code=code, listing="main"), value, by=people.planner, approver=people.reviewer)
    recompute_plans([plan.pk])
    ends = [one for one in end_rows(plan) if not one.row.is_heading]
    decisions = {one.row.pk: Decision(kind="kept", seen=one.end.pk if one.end else None) for one in ends}
    to = Particulars(title="延津县“十五五”规划", start_year=2026, end_year=2030)
    made = hand_over(plan=plan, to=to, decisions=decisions, by=people.planner)
    recompute_plans([made.plan.pk])
    return SimpleNamespace(plan=plan, made=made, after=made.plan, people=people)


@pytest.fixture(scope="module")
def handed(lasting):
    with lasting():
        yield yanjin()


def test_the_end_values_give_verdicts(handed):
    shown = Assessment.objects.filter(row__plan=handed.plan, year=2025, shown=True, row__indicator__code__in=SAMPLES)
    verdicts = {one.row.indicator.code: one.status for one in shown.select_related("row__indicator")}
    assert verdicts == {code: verdict for code, (_value, verdict) in SAMPLES.items()}
    assert not any(one.end_not_published for one in shown)
    older = Assessment.objects.get(row__plan=handed.plan, row__indicator__code="retail_sales", year=2025, shown=True)
    assert (older.actual_year, older.end_not_published) == (2024, True)  # nobody entered it: the state of 2024


def test_the_fifteenth_plan_starts_from_them(handed):
    old = list(handed.plan.rows.filter(listing="main").order_by("position").values_list("short_name", "unit"))
    new = list(handed.after.rows.order_by("position").values_list("short_name", "unit"))
    assert new == old
    bases = {
        base.row.indicator.code: base
        for base in Base.objects.filter(row__plan=handed.after).select_related("row__indicator")
    }
    ends = {code: (base.value, base.year) for code, base in bases.items() if base.year == 2025}
    levels = {code: (Decimal(value), 2025) for code, (value, _verdict) in SAMPLES.items() if code != "new_urban_jobs"}
    assert ends == levels  # amounts of single years are no base
    assert {base.document[-6:] for base in bases.values() if base.year == 2025} == {"（演示数据）"}
    early = {code: base.year for code, base in bases.items() if base.year < 2025}
    assert early == {"retail_sales": 2024}
    assert handed.made.bases == len(bases)


def test_the_page_of_the_plan_says_which_base_is_of_an_earlier_year(handed, client):
    client.force_login(handed.people.planner, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/plans/{handed.after.pk}/").content.decode()
    assert "65.09 <small>2024</small>" in page
    assert "215 <small>" not in page
