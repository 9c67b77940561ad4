"""The admin: who sees what, what is read-only, and that changes go through the services."""

from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import User, Visit
from indicators import models
from indicators.models import Base, Doubt, Indicator, JobRun, Observation, StatusRule, Target
from regions.models import BoundaryShape
from tests.factories import accounts, regions
from tests.factories.indicators import IndicatorFactory, RowFactory, TargetFactory, approved, gdp_row

pytestmark = pytest.mark.django_db

OURS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in {"regions", "accounts", "plans", "indicators", "projects"}
]
READ_ONLY = [Observation, models.Assessment, models.StatusMove, JobRun, models.BackgroundFigure]


@pytest.fixture
def row():
    return gdp_row()


@pytest.fixture
def as_person(client):
    def log_in(person):
        person.is_staff = person.role in {"planner", "administrator"}
        person.save()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


def address(thing, page="change"):
    names = {"app": thing._meta.app_label, "model": thing._meta.model_name}
    arguments = [thing.pk] if page == "change" else []
    return reverse("admin:{app}_{model}_{page}".format(**names, page=page), args=arguments)


def form_of(response):
    """What a browser would send back unchanged."""
    data = {}
    form = response.context["adminform"].form
    for name in form.fields:
        value = form[name].value()
        data[name] = "" if value is None else ",".join(map(str, value)) if isinstance(value, list) else value
    for formset in response.context["inline_admin_formsets"]:
        for field in formset.formset.management_form:
            data[field.html_name] = field.value()
        for inline in formset.formset.forms:
            for field in inline:
                if field.value() not in (None, False):
                    data[field.html_name] = field.value()
    return data


def test_every_model_of_ours_is_in_the_admin():
    from django.apps import apps

    labels = {"regions", "accounts", "plans", "indicators", "projects"}
    stored = {
        model
        for model in apps.get_models()
        if model._meta.app_label in labels and not hasattr(model, "pgh_tracked_model") and not model._meta.auto_created
    }
    elsewhere = {
        models.ResponsibleUnit: "edited in its row",
        BoundaryShape: "shown and retired with its set",
        Visit: "when a person looked is for nobody to look up",
    }
    assert stored - set(OURS) == set(elsewhere)
    assert Group not in admin.site._registry


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_lists_open_and_search_for_an_administrator(as_person, row, model):
    approved(row, 2024, value=Decimal(1))
    client = as_person(accounts.administrator())
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "changelist") + "?q=延津").status_code in {200, 302}


@pytest.mark.parametrize("who", ["clerk", "reviewer", "leader"])
def test_others_do_not_come_in(as_person, row, who):
    person = accounts.clerk(row.units.get()) if who == "clerk" else getattr(accounts, who)()
    client = as_person(person)
    response = client.get("/admin/")
    assert response.status_code == 302
    assert "/admin/login/" in response.url


def test_planners_see_plans_and_no_accounts(as_person, row):
    client = as_person(accounts.planner())
    assert client.get("/admin/indicators/target/").status_code == 200
    for path in ("/admin/accounts/user/", "/admin/accounts/apikey/", "/admin/accounts/unit/add/"):
        assert client.get(path).status_code == 403


def test_planners_divide_the_work(as_person, row):
    """Units are found by searching, among those of the own scope, and put beside the row."""
    here = accounts.UnitFactory(name="财政局")
    accounts.UnitFactory(name="财政局", region=regions.weibin())
    client = as_person(accounts.planner())
    query = {"term": "财政", "app_label": "indicators", "model_name": "responsibleunit", "field_name": "unit"}
    found = client.get("/admin/autocomplete/", query).json()["results"]
    assert [one["id"] for one in found] == [str(here.pk)]
    data = form_of(client.get(address(row)))
    data |= {"responsibilities-TOTAL_FORMS": "2", "responsibilities-1-unit": here.pk, "responsibilities-1-is_lead": ""}
    data["responsibilities-1-row"] = row.pk
    assert client.post(address(row), data).status_code == 302
    assert set(row.units.values_list("name", flat=True)) == {"统计局", "财政局"}


@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model._meta.label)
def test_what_services_write_is_read_only(as_person, row, model):
    client = as_person(accounts.administrator())
    assert client.get(address(model, "add")).status_code == 403
    figure = approved(row, 2024, value=Decimal(1))
    if model is Observation:
        assert client.get(address(figure)).status_code == 200
        assert client.post(address(figure), {"value": "2"}).status_code == 403
        assert Observation.objects.get().value == 1


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_nothing_is_deleted_by_hand(as_person, row, model):
    assert not admin.site._registry[model].has_delete_permission(_request(accounts.administrator()))


def _request(person):
    from django.test import RequestFactory

    request = RequestFactory().get("/admin/")
    request.user = person
    return request


def test_the_scope_holds_in_the_admin(as_person, row):
    elsewhere = accounts.planner(regions.weibin())
    client = as_person(elsewhere)
    page = client.get("/admin/indicators/base/")
    assert row.short_name not in page.content.decode()
    response = client.get(address(row.bases.get()))
    assert response.status_code == 302, "unknown to this person"
    assert client.post(address(row.bases.get()), {"value": "1"}).status_code == 302
    assert Base.objects.get(row=row).value == Decimal("153.7")


def test_changing_a_base_makes_a_version(as_person, row):
    client = as_person(accounts.planner())
    page = address(row.bases.get())
    data = {**form_of(client.get(page)), "value": "160.2"}
    refused = client.post(page, {**data, "reason": ""})
    assert refused.status_code == 200, "a change says why"
    assert client.post(page, {**data, "reason": "五经普修订"}).status_code == 302
    old, new = Base.objects.filter(row=row).order_by("version")
    assert (old.value, old.in_force, new.value, new.in_force) == (Decimal("153.7"), False, Decimal("160.2"), True)
    assert JobRun.objects.get().plan == row.plan


def test_changing_a_target_makes_a_version_and_a_bad_one_is_told(as_person, row):
    client = as_person(accounts.planner())
    page = address(row.targets.get())
    data = {**form_of(client.get(page)), "reason": "人大批准"}
    refused = client.post(page, {**data, "value": ""})
    assert "该形式的目标" in refused.content.decode()
    assert Target.objects.count() == 1
    assert client.post(page, {**data, "value": "220"}).status_code == 302
    assert Target.objects.get(in_force=True).value == 220


def test_primary_target_is_chosen_in_the_list(as_person, row):
    second = TargetFactory(row=row, ordinal=2, is_primary=False, form="growth", value=Decimal("7.6"), unit="%")
    client = as_person(accounts.planner())
    client.post("/admin/indicators/target/", {"action": "make_primary", "_selected_action": [second.pk]})
    second.refresh_from_db()
    assert second.is_primary


def test_a_doubt_is_closed_with_words(as_person, row):
    doubt = Doubt.objects.create(plan=row.plan, row=row, code="scale_jump", message="差十倍", blocking=True)
    client = as_person(accounts.planner())
    refused = client.post(address(doubt), {"state": "resolved", "resolution": ""})
    assert refused.status_code == 200
    client.post(address(doubt), {"state": "dismissed", "resolution": "单位一致"})
    doubt.refresh_from_db()
    assert (doubt.state, doubt.resolution) == ("dismissed", "单位一致")
    assert JobRun.objects.get().plan == row.plan


def test_row_its_units_and_series_facts_queue_a_recompute(as_person, row):
    client = as_person(accounts.planner())
    page = address(row)
    data = {**form_of(client.get(page)), "nature": "binding"}
    assert client.post(page, data).status_code == 302
    row.refresh_from_db()
    assert row.nature == "binding"
    JobRun.objects.all().delete()
    added = client.post("/admin/indicators/definitionbreak/add/", {"row": row.pk, "year": "2022", "reason": "新口径"})
    assert added.status_code == 302
    assert JobRun.objects.get().plan == row.plan


def test_series_facts_of_another_region_are_refused(as_person, row, caplog):
    client = as_person(accounts.planner(regions.weibin()))
    data = {"row": row.pk, "year": "2022", "reason": "新口径"}
    assert client.post("/admin/indicators/definitionbreak/add/", data).status_code == 403
    assert "refused: admin write" in caplog.text
    assert not models.DefinitionBreak.objects.exists()


def test_catalogue_and_rules_belong_to_the_nation(as_person, row):
    indicator = IndicatorFactory(code="gdp")
    client = as_person(accounts.administrator(regions.yanjin()))
    assert client.post(address(indicator), {"name": "别的"}).status_code == 403
    client = as_person(accounts.administrator())
    data = {**form_of(client.get(address(indicator))), "path": "linear"}
    assert client.post(address(indicator), data).status_code == 302
    assert Indicator.objects.get(code="gdp").path == "linear"
    assert JobRun.objects.get().plan is None


def test_new_thresholds_are_a_new_version(as_person, row):
    client = as_person(accounts.administrator())
    data = {**form_of(client.get("/admin/indicators/statusrule/add/")), "ahead": "1.1", "on_track": "0.9"}
    data |= {"behind": "0.5", "nearly_share": "0.95", "nearly_bound": "0.05", "tolerance_pp": "0.3", "reason": "会议"}
    wrong = client.post("/admin/indicators/statusrule/add/", {**data, "behind": "0.99"})
    assert "阈值须满足" in wrong.content.decode()
    before = StatusRule.objects.count()
    assert client.post("/admin/indicators/statusrule/add/", data).status_code == 302
    assert StatusRule.objects.count() == before + 1
    assert StatusRule.objects.get(active=True).ahead == Decimal("1.1")
    rule = StatusRule.objects.get(active=True)
    assert client.post(address(rule), {**data, "ahead": "2"}).status_code == 403


def test_an_account_is_made_and_changed_within_the_scope(as_person):
    client = as_person(accounts.administrator(regions.yanjin()))
    data = {
        "username": "new-planner",
        "display_name": "新人",
        "role": "planner",
        "region": regions.yanjin().pk,
        "unit": "",
        "usable_password": "true",
        "password1": accounts.PASSWORD,
        "password2": accounts.PASSWORD,
    }
    assert client.post("/admin/accounts/user/add/", data).status_code == 302
    assert User.objects.get(username="new-planner").is_staff
    refused = client.post("/admin/accounts/user/add/", {**data, "username": "b", "region": regions.weibin().pk})
    assert refused.status_code == 403
    system = client.post("/admin/accounts/user/add/", {**data, "username": "c", "role": "system"})
    assert system.status_code == 200, "not offered"
    assert set(User.objects.values_list("username", flat=True)) & {"b", "c"} == set()


def test_keys_show_no_digest(as_person):
    from accounts.models import ApiClient, ApiKey

    owner = ApiClient.objects.create(name="统计系统", region=regions.yanjin())
    key = ApiKey.objects.create(client=owner, prefix="jd_1234", key_hash="f" * 64)
    page = as_person(accounts.administrator()).get(address(key)).content.decode()
    assert "jd_1234" in page
    assert "f" * 64 not in page


def test_figures_are_shown_with_the_digits_they_have(as_person, row):
    figure = approved(row, 2024, value=Decimal("193.30"))
    client = as_person(accounts.administrator())
    for page in ("/admin/indicators/observation/", address(figure), "/admin/indicators/base/"):
        shown = client.get(page).content.decode()
        assert "000000" not in shown
        assert ("193.30" if "observation" in page else "153.7") in shown


def test_rows_in_lists_cost_a_constant_number_of_queries(as_person, row, django_assert_max_num_queries):
    for _ in range(15):
        TargetFactory(row=RowFactory(plan=row.plan))
    client = as_person(accounts.planner())
    with django_assert_max_num_queries(10):
        client.get("/admin/indicators/target/")
