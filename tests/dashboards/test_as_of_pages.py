"""Pages as of a day: what they showed then, word for word, and every parameter understood or refused."""

import io
import re
from datetime import datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEntry
from dashboards.presenters.replay_links import keep_as_of
from indicators.models import Doubt, Observation, StatusRule, Target
from indicators.services.recompute import recompute_plans
from tests.factories import accounts, regions, sample_plan
from tests.factories.indicators import RuleFactory, TargetFactory

BANNER = re.compile(r'<(div|details) class="as-of.*?</\1>', re.DOTALL)
#: What the overview tells of now alone: what is new, and how far entry has come.
OF_TODAY = re.compile(r'<section id="(news|progress)".*?</section>', re.DOTALL)
#: What may differ: the bar with the date, the parameter in links, the day in the titles of saved pictures, when it was computed.
DIFFERS = re.compile(
    r"as_of=[0-9T%A:-]+(&amp;)?|<input type=\"hidden\" name=\"as_of\"[^>]*>|（截至 [0-9 :-]+ 的记录）"
    r"|(?<=计算于 )[0-9: -]+|(?<=计算日期 )[0-9-]+|(\?|&amp;)(?=[\"#])"
)


def shown(client, address):
    """The words of the page, without what must differ."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    content = OF_TODAY.sub("", re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0])
    return re.sub(r"\s+", " ", DIFFERS.sub("", DIFFERS.sub("", BANNER.sub("", content))))


def at(moment, address):
    return f"{address}{'&' if '?' in address else '?'}as_of={timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def shift_history(hours):
    """Let everything recorded so far have been recorded earlier: minutes apart are too long for a test."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_object_table FROM information_schema.triggers WHERE trigger_name LIKE '%%append_only%%'"
            " AND event_object_table LIKE '%%event' GROUP BY 1"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {table} SET pgh_created_at = pgh_created_at - interval '{hours} hours'")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute(f"UPDATE indicators_statusmove SET moved_at = moved_at - interval '{hours} hours'")


def changes(plan):
    """What people do to a plan, one after the other."""
    gdp = plan.rows.get(position=1)

    def corrected():
        Observation.objects.filter(row=gdp, year=2024).update(value=Decimal(231), vintage="revised")

    def replaced():
        Target.objects.filter(row=gdp).update(in_force=False, is_primary=False)
        TargetFactory(row=gdp, value=Decimal(205), text="205", version=2, reason="中期调整")

    def doubted():
        Doubt.objects.create(
            plan=plan, row=gdp, code="scale_jump", message="差十倍", figure="value:2024", blocking=True
        )

    def resolved():
        Doubt.objects.filter(row=gdp).update(
            state="resolved", resolution="已核对", resolved_by=accounts.reviewer(), resolved_at=timezone.now()
        )

    def stricter():
        StatusRule.objects.update(active=False)
        RuleFactory(version=2, behind=Decimal("0.9"))

    def deleted():
        row = plan.rows.get(position=2)
        row.observations.all().delete()
        row.assessments.all().delete()
        row.bases.all().delete()
        row.targets.all().delete()
        row.responsibilities.all().delete()
        row.delete()

    return [corrected, replaced, doubted, resolved, stricter, deleted]


@pytest.mark.django_db(transaction=True)
def test_pages_show_what_they_showed_then(client):
    plan = sample_plan.yanjin_plan()
    client.force_login(accounts.leader())
    gdp, retail = plan.rows.get(position=1).pk, plan.rows.get(position=2).pk
    addresses = [
        "/map/?indicator=gdp&year=2024",
        "/indicators/gdp/?year=2024",
        "/?year=2024",
        "/regions/410726/?year=2024",
        f"/plan-indicators/{gdp}/?year=2024",
        f"/plan-indicators/{retail}/?year=2024",
        "/doubts/?region=410726",
        "/indicators/",
    ]
    region, row_of_retail = addresses[3], addresses[5]
    shift_history(1)
    seen = [("at first", {address: shown(client, address) for address in addresses})]
    for change in changes(plan):
        change()
        recompute_plans([plan.pk])
        shift_history(1)
        known = [one for one in addresses if str(retail) not in one or change.__name__ != "deleted"]
        seen.append((change.__name__, {address: shown(client, address) for address in known}))
    for hours, (name, pages) in enumerate(reversed(seen)):
        moment = timezone.now() - timedelta(hours=hours, minutes=30)
        for address, words in pages.items():
            assert shown(client, at(moment, address)) == words, (name, address)
    distinct = {pages[region] for _, pages in seen}
    assert len(distinct) == len(seen), "each of the changes must be visible"
    gone = client.get(at(timezone.now() - timedelta(minutes=1), row_of_retail))
    assert gone.status_code == 404
    assert "那时没有这个指标" in gone.content.decode()


# --- what the page says of itself ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_banner_says_the_day_and_leads_back(client, leader, plan):
    shift_history(48)
    yesterday = timezone.localdate() - timedelta(days=1)
    page = client.get(f"/regions/410726/?year=2024&as_of={yesterday}").content.decode()
    assert f"截至 {yesterday} 的记录" in page
    assert f'value="{yesterday}"' in page
    assert f'max="{timezone.localdate()}"' in page
    assert '<a class="no-print" href="/regions/410726/?year=2024" data-today>' in page
    assert f"的差距（按 2024 年看）（截至 {yesterday} 的记录）" in page.replace("距目标差距", "的差距")


@pytest.mark.django_db
def test_today_the_page_offers_a_day_and_no_banner(client, leader, plan):
    page = client.get("/regions/410726/").content.decode()
    assert "按历史日期查看" in page
    assert "as-of-past" not in page


@pytest.mark.django_db
def test_the_day_stays_in_the_links_of_the_content(client, leader, plan):
    day = str(timezone.localdate())
    page = client.get(f"/regions/410726/?as_of={day}").content.decode()
    content = BANNER.sub("", re.search(r"<main.*</main>", page, re.DOTALL)[0])
    links = re.findall(r'<a [^>]*href="([^"]*)"', content)
    kept = [link for link in links if link.startswith(("?", "/regions/", "/plan-indicators/", "/doubts/"))]
    assert len(kept) > 10
    assert all(f"as_of={day}" in link for link in kept)
    assert not [link for link in links if link.startswith(("/projects/", "/history/", "/entry/")) and "as_of" in link]
    refused = client.get(f"/projects/?as_of={day}")
    assert refused.status_code == 400
    assert "不能按历史日期" in refused.content.decode()


@pytest.mark.django_db
def test_the_year_due_is_that_of_the_day(client, leader, plan):
    shift_history(24 * 800)
    day = timezone.localdate() - timedelta(days=790)
    page = client.get(f"/regions/410726/?as_of={day}").content.decode()
    assert f'<span aria-current="true">{min(2025, max(2021, day.year - 1))}</span>' in page


@pytest.mark.django_db
def test_before_the_first_record_the_page_says_since_when_there_are_any(client, leader, plan):
    for address in (
        "/regions/410726/",
        "/",
        "/indicators/gdp/",
        "/regions/410726/counties/",
        f"/plan-indicators/{plan.rows.first().pk}/",
    ):
        page = client.get(f"{address}?as_of=2020-01-01").content.decode()
        assert "那时还没有记录：本系统的记录始于" in page


@pytest.mark.django_db
def test_in_a_replay_nothing_can_be_entered(client, plan):
    client.force_login(accounts.planner())
    address = f"/plan-indicators/{plan.rows.get(position=1).pk}/"
    words = ('method="post"', "/entry/figures/", "填报 2")
    today = client.get(address).content.decode()
    page = client.get(f"{address}?as_of={timezone.localdate()}").content.decode()
    inside = [re.search(r"<main.*</main>", html, re.DOTALL)[0] for html in (today, page)]
    assert any(word in inside[0] for word in words)
    assert not any(word in inside[1] for word in words)


@pytest.mark.django_db
def test_a_workbook_of_then_says_the_day_and_is_kept_in_the_audit_log(client, leader, plan):
    day = timezone.localdate()
    answer = client.get(f"/regions/410726/?year=2024&format=xlsx&as_of={day}")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    said = " ".join(str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value)
    assert f"（截至 {day} 的记录）" in said
    assert str(day) in AuditEntry.objects.get().about


@pytest.mark.django_db
def test_more_than_can_be_computed_at_once_is_refused(client, leader, plan, monkeypatch):
    monkeypatch.setattr("dashboards.views.replay.MOST_PLANS", 0)
    assert client.get("/").status_code == 200
    answer = client.get(f"/?as_of={timezone.localdate()}")
    assert answer.status_code == 400
    assert "一次最多看 0 个规划，这里有 1 个" in answer.content.decode()


@pytest.mark.django_db
def test_scope_holds_in_a_replay(client, plan):
    client.force_login(accounts.leader(regions.weibin()))
    assert client.get("/regions/410726/?as_of=2020-01-01").status_code == 403
    assert client.get(f"/plan-indicators/{plan.rows.first().pk}/?as_of={timezone.localdate()}").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("yesterday", "写作日期"),
        ("2024-3-1", "写作日期"),
        ("2024-02-30", "写作日期"),
        ("0000-01-01", "写作日期"),
        ("2024-03-31T25:00", "写作日期"),
        ("2024-03-31T10:05:07", "写作日期"),
        ("２０２４-03-31", "写作日期"),
        ("2024-03-31 10:05", "写作日期"),
        ("9999-12-31", "还没有到"),
        ("0001-01-01", ""),
        ("<script>", "&lt;script&gt;"),
    ],
)
def test_a_day_is_understood_or_refused_with_one_sentence(client, leader, plan, text, says):
    answer = client.get("/regions/410726/", {"as_of": text})
    assert answer.status_code == (400 if says else 200)
    assert says in answer.content.decode()


@pytest.mark.django_db
def test_today_is_not_the_future_but_a_later_minute_is(client, leader, plan):
    now = timezone.localtime()
    assert client.get(f"/regions/410726/?as_of={now:%Y-%m-%d}").status_code == 200
    assert client.get(f"/regions/410726/?as_of={now:%Y-%m-%dT%H:%M}").status_code == 200
    assert client.get(f"/regions/410726/?as_of={now + timedelta(minutes=2):%Y-%m-%dT%H:%M}").status_code == 400


@pytest.mark.django_db
def test_a_day_ends_at_midnight_of_the_office(client, leader, plan):
    shift_history(72)
    moment = timezone.make_aware(datetime(2026, 3, 31, 23, 59, 30))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE plans_planevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE plans_planevent SET pgh_created_at = %s", [moment])
        cursor.execute("ALTER TABLE plans_planevent ENABLE TRIGGER USER")
    assert "还没有录入规划" in client.get("/regions/410726/?as_of=2026-03-30").content.decode()
    assert "还没有录入规划" not in client.get("/regions/410726/?as_of=2026-03-31").content.decode()
    assert "还没有录入规划" in client.get("/regions/410726/?as_of=2026-03-31T23:59").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_view_that_fails_leaves_today_behind(client, monkeypatch):
    plan = sample_plan.yanjin_plan()
    client.force_login(accounts.leader())
    client.raise_request_exception = False

    def broken(facts):
        raise RuntimeError("a presenter that fails")

    with monkeypatch.context() as patched:
        patched.setattr("dashboards.views.region.region_page", broken)
        assert client.get(f"/regions/410726/?as_of={timezone.localdate()}").status_code == 500
    assert client.get("/regions/410726/").status_code == 200
    assert plan.rows.exists()
    Observation.objects.update(note="写得进去")


# --- links -----------------------------------------------------------------------------------------------------------


def test_only_links_of_the_content_to_pages_of_then_keep_the_day():
    html = (
        '<a href="/regions/1/">menu</a><main><a href="/regions/1/">a</a><a class="x" href="?year=2024&amp;b=1#c">b</a>'
        '<a href="#c">c</a><a href="//elsewhere/regions/1/">d</a><a href="https://x/regions/1/">e</a>'
        '<a href="/review/">f</a><a href="/regions/1/?as_of=2020-01-01">g</a><a href="/regions/1/" data-today>h</a>'
        '<form class="filters"><form method="get" action=""><form method="post"></main>'
    )
    kept = keep_as_of(html, "2024-03-31")
    field = '<input type="hidden" name="as_of" value="2024-03-31">'
    assert kept == (
        '<a href="/regions/1/">menu</a><main><a href="/regions/1/?as_of=2024-03-31">a</a>'
        '<a class="x" href="?year=2024&amp;b=1&amp;as_of=2024-03-31#c">b</a>'
        '<a href="#c">c</a><a href="//elsewhere/regions/1/">d</a><a href="https://x/regions/1/">e</a>'
        '<a href="/review/">f</a><a href="/regions/1/?as_of=2020-01-01">g</a><a href="/regions/1/" data-today>h</a>'
        f'<form class="filters">{field}<form method="get" action="">{field}<form method="post"></main>'
    )
