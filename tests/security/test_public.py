"""What is public: exactly the pages of releases, with nothing of the office in them, and nothing that tells who reads."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Doubt, PlanIndicator, ResponsibleUnit
from plans.models import Plan
from publicity.models import Release
from tests.factories import accounts, regions, sample_plan
from tests.factories.projects import ProjectFactory, approved_report
from tests.factories.publicity import released
from tests.house.addresses import OPEN, PUBLIC

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PERIOD = "/public/410726/2021-2025/"
#: Whatever must never be in it, though it stands beside what is.
SECRET = ("王五", "县水利局", "电话 0373-7654321", "口径有疑问的细节", "征地受阻", "秘密内部计划", "数据疑点尚待处理")


@pytest.fixture(scope="module")
def lasting_plan(lasting):
    """A plan with a unit, a doubt, a person and the words of a monthly report beside what may go out."""
    with lasting():
        plan = sample_plan.yanjin_plan()
        row = PlanIndicator.objects.get(plan=plan, short_name="地区生产总值")
        unit = accounts.UnitFactory(region=plan.region, name="县水利局")
        ResponsibleUnit.objects.create(row=row, unit=unit)
        Doubt.objects.create(plan=plan, row=row, code="definition_break", message="口径有疑问的细节", blocking=True)
        row.annual_targets.create(year=2024, text="秘密内部计划")
        project = ProjectFactory(
            plan=plan,
            lead_unit=unit,
            name="引黄工程",
            leader="王五",
            owner_contact="电话 0373-7654321",
            stage="building",
        )
        approved_report(project, date(2024, 3, 1), progress_text="征地受阻", problem="征地受阻", investment_month=100)
        by = accounts.administrator(plan.region)
        by.display_name = "王五"
        by.save()
        released(plan, by=by)
        released(plan, by=by, version=2, with_projects=True, with_commitments=True)
        return plan


@pytest.fixture
def plan(lasting_plan):
    return Plan.objects.select_related("region").get(pk=lasting_plan.pk)


def _texts(client, address):
    """The page and every table that it offers."""
    page = client.get(address)
    assert page.status_code == 200
    number = page.content.decode().split(".csv")[0].rsplit("/", 2)[-2]
    tables = [client.get(f"{PERIOD}{number}/{key}.csv") for key in ("counts", "indicators", "projects", "commitments")]
    return page.content.decode(), "".join(one.content.decode("utf-8-sig") for one in tables if one.status_code == 200)


def test_these_addresses_and_no_others_are_public():
    assert {"publicity:index", "publicity:newest", "publicity:version", "publicity:table"} == PUBLIC
    assert {"healthz", "readyz", "login", "dashboards:screen-open"} == OPEN - PUBLIC


@pytest.mark.parametrize("version", [1, 2])
def test_nothing_of_the_office_goes_out(plan, version):
    page, tables = _texts(Client(), f"{PERIOD}{version}/")
    assert "地区生产总值" in page and "地区生产总值" in tables
    stored = str(Release.objects.get(version=version).content)
    for text in SECRET:
        assert text not in page, text
        assert text not in tables, text
        assert text not in stored, text


def test_only_what_was_ticked_goes_out(plan):
    bare, whole = (Client().get(f"{PERIOD}{number}/").content.decode() for number in (1, 2))
    assert "引黄工程" not in bare and "引黄工程" in whole
    assert Client().get(f"{PERIOD}1/projects.csv").status_code == 404
    assert "引黄工程" in Client().get(f"{PERIOD}2/projects.csv").content.decode()


@pytest.mark.parametrize("path", ["/public/", PERIOD, f"{PERIOD}1/", f"{PERIOD}1/indicators.csv"])
def test_caches_may_keep_it_and_no_cookie_is_set(plan, path):
    answer = Client().get(path)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Last-Modified"] and answer["ETag"]
    assert not answer.cookies
    again = Client().get(path, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert not again.cookies
    reader = Client()
    reader.force_login(accounts.leader(), backend=BACKEND)
    assert reader.get(path)["Cache-Control"] == "private, max-age=300"
    assert Client().post(path).status_code == 405


def test_a_withdrawn_release_is_gone_and_says_not_why(plan):
    first, second = Release.objects.order_by("version")
    by = accounts.administrator(plan.region)
    address = reverse("publicity:withdraw", args=[second.pk])
    browser = Client()
    browser.force_login(by, backend=BACKEND)
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "数字有误"}).status_code == 302
    for path in (f"{PERIOD}2/", f"{PERIOD}2/projects.csv"):
        answer = Client().get(path)
        assert answer.status_code == 410
        assert "已由发布单位撤回" in answer.content.decode()
        assert "数字有误" not in answer.content.decode()
    assert "第 1 版" in Client().get(PERIOD).content.decode()  # the newest that stands
    browser.post(reverse("publicity:withdraw", args=[first.pk]), {"reason": "都有误"})
    assert Client().get(PERIOD).status_code == 410
    assert "延津县" not in Client().get("/public/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["/public/410703/2021-2025/", "/public/410726/2016-2020/", "/public/410726/x/", f"{PERIOD}9/", f"{PERIOD}1/x.csv",
     "/public/延津/2021-2025/", "/public/410726/0000-9999/"],
)  # fmt: skip
def test_what_was_never_released_is_not_there(plan, path):
    assert Client().get(path).status_code == 404


def test_a_table_holds_no_formulas(plan):
    PlanIndicator.objects.filter(plan=plan, short_name="地区生产总值").update(short_name="=cmd|' /C calc'!A0")
    released(plan, by=accounts.administrator(), version=3)
    data = Client().get(f"{PERIOD}3/indicators.csv").content
    assert data.startswith(b"\xef\xbb\xbf")
    assert "'=cmd" in data.decode() and ",=cmd" not in data.decode()


# --- releasing --------------------------------------------------------------------------------------------------------
def test_what_was_looked_at_goes_out(plan):
    browser = Client()
    browser.force_login(accounts.administrator(plan.region), backend=BACKEND)
    address = reverse("publicity:plan", args=[plan.pk])
    form = {"year": 2023, "with_projects": "on", "words": "数据来源：统计公报"}
    assert browser.post(address, {**form, "action": "release"}).status_code == 409  # nobody looked
    looked = browser.post(address, {**form, "action": "look"})
    assert looked.status_code == 200
    told = looked.context["seal"]
    assert Release.objects.count() == 2
    row = PlanIndicator.objects.get(plan=plan, short_name="常住人口城镇化率")
    PlanIndicator.objects.filter(pk=row.pk).update(short_name="城镇化率")
    assert browser.post(address, {**form, "action": "release", "looked_at": told}).status_code == 409
    told = browser.post(address, {**form, "action": "look"}).context["seal"]
    assert browser.post(address, {**form, "action": "release", "looked_at": told}).status_code == 302
    made = Release.objects.get(version=3)
    assert (made.year, made.with_projects, made.with_commitments) == (2023, True, False)
    PlanIndicator.objects.filter(pk=row.pk).update(short_name="又改了")
    said = Client().get(PERIOD).content.decode()
    assert "数据来源：统计公报" in said and "城镇化率" in said and "又改了" not in said


def test_only_administrators_of_the_region_release_and_no_draft_goes_out(plan):
    address = reverse("publicity:plan", args=[plan.pk])
    for person in (
        accounts.planner(),
        accounts.reviewer(),
        accounts.leader(),
        accounts.administrator(regions.weibin()),
    ):
        browser = Client()
        browser.force_login(person, backend=BACKEND)
        assert browser.post(address, {"year": 2023, "action": "look"}).status_code == 403
    Plan.objects.filter(pk=plan.pk).update(status="draft")
    browser.force_login(accounts.administrator(plan.region), backend=BACKEND)
    assert browser.get(address).status_code == 404
