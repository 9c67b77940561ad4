"""One indicator across regions: like with like, places, the region above, many counties, one, none."""

import io
import re
from decimal import Decimal as D

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.domain.types import Form
from indicators.models import Assessment, DefinitionBreak, Indicator, PlanIndicator, Target
from indicators.services.recompute import recompute_plans
from plans.models import PlanStatus
from regions.models import Level
from tests.dashboards.test_region_page import text_of
from tests.factories import accounts, regions
from tests.factories import indicators as made
from tests.factories.plans import PlanFactory
from tests.factories.regions import RegionFactory

GDP = "/indicators/gdp/?year=2024"


@pytest.fixture
def gdp(db):
    made.RuleFactory()
    return made.IndicatorFactory(code="gdp", name="地区生产总值", price_sensitive=True)


@pytest.fixture
def people(db):
    """Who submits and approves: made once, not once a figure."""
    return {"submitted_by": accounts.clerk(), "approved_by": accounts.reviewer()}


@pytest.fixture
def county(gdp, people):
    """A county of Xinxiang whose GDP went from 100 to ``actual`` of the 150 promised; other facts as given."""

    def make(code, actual="128", *, name="", parent=None, year=2024, target="150", form=Form.LEVEL, **facts):
        level = facts.pop("level", Level.COUNTY)
        region = RegionFactory(code=code, name=name or f"县{code}", parent=parent or regions.xinxiang(), level=level)
        plan = PlanFactory(region=region)
        row = made.RowFactory(
            plan=plan, indicator=gdp, position=plan.rows.count() + 1, short_name="地区生产总值", **facts
        )
        if form is Form.GROWTH:
            made.TargetFactory(row=row, form=form, value=D(target), unit="%", text=target)
            for one in range(2021, year + 1):
                made.approved(row, one, growth=D(actual), growth_basis="constant", **people)
        else:
            made.BaseFactory(row=row, value=D(100), text="100")
            made.TargetFactory(row=row, form=form, value=D(target) if target else None, text=target or "—")
            if actual:
                made.approved(row, year, value=D(actual), **people)
        return row

    return make


def computed(*rows):
    recompute_plans([row.plan_id for row in rows])


@pytest.fixture
def city_leader(client, db):
    user = accounts.leader(regions.xinxiang())
    client.force_login(user)
    return user


def page(client, address=GDP):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def lines(html, kind="comparison"):
    """Region codes of the lines of a table, from the top."""
    found = re.search(rf'<table class="stacked[^"]*\b{kind}">.*?</table>', html, re.S)
    return re.findall(r'data-region="(\d+)"', found[0]) if found else []


def places(html):
    table = re.search(r'<table class="stacked indicators comparison">.*?</table>', html, re.S)[0]
    return [text_of(one) for one in re.findall(r'<td class="num place"[^>]*>(.*?)</td>', table, re.S)]


def test_counties_have_places_and_the_region_above_has_none(client, city_leader, county):
    city = county("410700", "150", name="新乡市", parent=regions.henan(), level=Level.PREFECTURE, target="200")
    computed(city, county("410721", "128"), county("410724", "140"), county("410725", "128"), county("410727", "120"))
    html = page(client)
    assert lines(html) == ["410700", "410724", "410721", "410725", "410727"]
    assert places(html) == ["上级", "1", "2", "2", "4"]
    assert "4个县级地区同类可比" in text_of(html)
    assert "完成进度中位数56.0%" in text_of(html)


def test_other_levels_are_looked_at_by_themselves(client, city_leader, county):
    city = county("410700", "150", name="新乡市", parent=regions.henan(), level=Level.PREFECTURE)
    computed(city, county("410721"), county("410724"))
    html = page(client, f"{GDP}&level=2")
    assert lines(html) == ["410700"]
    assert "只有新乡市一个地区可以比较" in text_of(html)


def test_numbers_are_those_of_the_row_page(client, city_leader, county):
    rows = [county("410721", "128.46"), county("410724", "133.1", target="151.25")]
    computed(*rows)
    html = page(client)
    for row in rows:
        line = re.search(rf'<tr data-plan-indicator="{row.pk}".*?</tr>', html, re.S)[0]
        shown = [text_of(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line, re.S)]
        attainment, gap, lead, required, average, pace = shown[5:11]
        one = Assessment.objects.get(row=row, year=2024, shown=True)
        assert attainment == f"{one.attainment * 100:.1f}%"
        assert (required, average, pace) == (f"{one.required:.2f}%", f"{one.average:.2f}%", f"{one.pace_ratio:.2f}")
        own = text_of(page(client, f"/plan-indicators/{row.pk}/?year=2024"))
        for figure in (attainment, required, average, pace, re.match(r"[−+]?[\d.]+(?=[−+])", gap)[0], lead):
            assert figure in own


def test_growth_and_level_targets_are_never_in_one_ranking(client, city_leader, county):
    rows = [county("410721"), county("410724", "140"), county("410725", "5.1", target="6.5", form=Form.GROWTH)]
    computed(*rows)
    html = page(client)
    assert lines(html) == ["410724", "410721"]
    assert lines(html, "unlike") == ["410725"]
    assert "目标形式为“年均增长”，这里比较的是“期末数值”" in html
    other = re.search(r'<a href="(\?[^"]*group=growth[^"]*)"', html)[1].replace("&amp;", "&")
    html = page(client, f"/indicators/gdp/{other}")
    assert lines(html) == ["410725"]
    assert lines(html, "unlike") == ["410721", "410724"]
    assert "年均增长，%" in html


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"year": 2023}, "最新实际是 2023 年的"),
        ({"unit": "万元"}, "计量单位为“万元”"),
        ({"actual": ""}, "没有可用的实际值"),
        ({"target": "", "form": Form.NONE}, "规划没有给出目标值"),
        ({"listing": "commitment"}, "只在正文中承诺"),
        ({"target": "90"}, "目标形式为“不低于”"),
    ],
)
def test_what_is_unlike_stands_apart_with_its_reason(client, city_leader, county, facts, reason):
    computed(county("410721"), county("410724", "140"), county("410725", **facts))
    html = page(client)
    assert lines(html) == ["410724", "410721"]
    assert lines(html, "unlike") == ["410725"]
    assert reason in html


def test_a_break_of_the_definition_and_a_price_basis_keep_counties_apart(client, city_leader, county):
    broken, current = county("410725"), county("410727")
    DefinitionBreak.objects.create(row=broken, year=2023, reason="普查")
    current.observations.update(value_basis="current")
    known = [county("410721"), county("410724", "140")]
    for row in known:
        row.observations.update(value_basis="constant")
    computed(broken, current, *known, county("410728"))
    html = page(client)
    assert lines(html) == ["410724", "410721", "410728"]
    assert "2023 年统计口径有变化" in html
    assert "价格口径为“现价”" in html
    assert "口径未注明" in re.search(r'data-region="410728".*?</tr>', html, re.S)[0]
    assert "口径未注明" not in re.search(r'data-region="410724".*?</tr>', html, re.S)[0]


def test_a_blocking_doubt_keeps_a_county_out(client, city_leader, county):
    doubtful = county("410725")
    doubtful.plan.doubts.create(row=doubtful, code="scale_jump", figure="base", message="十倍", blocking=True)
    computed(county("410721"), doubtful)
    html = page(client)
    assert lines(html, "unlike") == ["410725"]
    assert "口径不可比" in html


def test_one_county_is_told_without_ranking_words(client, county):
    computed(county("410726", name="延津县"))
    client.force_login(accounts.leader())
    html = page(client)
    words = text_of(html)
    assert "只有延津县一个地区可以比较" in words
    for word in ("最高", "最低", "中位数", "aria-sort"):
        assert word not in words
    assert "sort=" not in html
    assert places(html) == []
    assert html.count('id="dumbbell-chart"') == 1


def test_no_county_has_a_figure(client, city_leader, county):
    computed(county("410721", ""), county("410724", ""))
    html = page(client)
    assert "没有可以比较的地区" in html
    assert lines(html, "unlike") == ["410721", "410724"]
    assert "-chart" not in html


def test_nobody_has_the_indicator(client, city_leader, gdp):
    assert "没有规划列入这个指标" in page(client)
    assert client.get("/indicators/nothing_like_it/").status_code == 404


def test_drafts_and_replaced_plans_are_left_out(client, city_leader, county):
    draft, replaced, row = county("410721"), county("410724"), county("410725")
    draft.plan.status, replaced.plan.status = PlanStatus.DRAFT, PlanStatus.REPLACED
    draft.plan.save()
    replaced.plan.save()
    computed(draft, replaced, row)
    assert lines(page(client)) == ["410725"]


def test_nothing_computed_yet(client, city_leader, county):
    county("410721")
    html = page(client)
    assert "评估尚未计算" in html
    assert "待计算" in html


def test_counties_of_one_name_are_told_apart(client, county):
    kaifeng = RegionFactory(code="410200", name="开封市", level=Level.PREFECTURE, parent=regions.henan())
    rows = [county("410204", name="鼓楼区", parent=kaifeng), county("410711", name="鼓楼区"), county("410721")]
    computed(*rows)
    client.force_login(accounts.leader(regions.henan()))
    html = page(client)
    assert "鼓楼区（开封市）" in html
    assert "鼓楼区（新乡市）" in html
    assert "县410721（" not in html


@pytest.fixture
def many(county, gdp, people):
    """Seventy counties in two cities, computed; the n-th stands at 101 + n/2."""
    kaifeng = RegionFactory(code="410200", name="开封市", level=Level.PREFECTURE, parent=regions.henan())
    rows = []
    for at in range(70):
        parent = kaifeng if at % 2 else regions.xinxiang()
        rows.append(county(f"{parent.code[:4]}{21 + at // 2}", str(101 + D(at) / 2), parent=parent))
    computed(*rows)
    return rows


def test_many_counties_are_paged_and_charted_in_a_named_selection(client, many):
    client.force_login(accounts.leader(regions.henan()))
    html = page(client)
    assert len(lines(html)) == 50
    assert len(lines(page(client, f"{GDP}&page=2"))) == 20
    assert "图中为最好和最后各 15 个" in html
    assert re.search(r'id="dumbbell-chart"[^>]*data-rows="30"', html)
    assert 'id="spread-chart"' in html
    assert re.search(r'id="dumbbell-chart"[^>]*data-rows="50"', page(client, f"{GDP}&chart=page"))
    words = text_of(html)
    best, median, worst = "最高71.0%", "中位数36.5%", "最低2.0%"
    assert best in words
    assert median in words
    assert worst in words
    assert "60–70" in html  # the steps of the distribution


def test_search_within_and_sorting(client, many):
    client.force_login(accounts.leader(regions.henan()))
    assert lines(page(client, f"{GDP}&q=410221")) == ["410221"]
    assert lines(page(client, f"{GDP}&q=县410755")) == ["410755"]
    assert places(page(client, f"{GDP}&q=410221")) == ["69"]
    html = page(client, f"{GDP}&within=410200")
    assert len(lines(html)) == 35
    assert {code[:4] for code in lines(html)} == {"4102"}
    assert places(html)[0] == "1"
    assert lines(page(client, f"{GDP}&sort=actual"))[:2] == ["410721", "410221"]
    assert lines(page(client, f"{GDP}&sort=-actual"))[:2] == ["410255", "410755"]
    assert "同类可比的地区中没有找到" in page(client, f"{GDP}&q=没有这个县")


@pytest.mark.parametrize(
    "query", ["sort=colour", "group=none", "level=9", "level=a", "within=110000", "chart=none", "format=pdf"]
)
def test_choices_that_there_are_not_are_refused(client, city_leader, county, query):
    computed(county("410721"))
    assert client.get(f"{GDP}&{query}").status_code == 400


def test_only_the_scope_is_compared(client, county):
    computed(county("410726", name="延津县"), county("410721"))
    client.force_login(accounts.leader())
    html = page(client)
    assert lines(html) == ["410726"]
    assert "410721" not in html


def test_the_workbook_has_every_line_and_real_numbers(client, many):
    client.force_login(accounts.leader(regions.henan()))
    Target.objects.filter(row=many[0]).update(form=Form.NONE, value=None, text="—")
    recompute_plans([many[0].plan_id])
    response = client.get(f"{GDP}&format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    table = [[cell.value for cell in row] for row in book["对照"].iter_rows()]
    head = next(at for at, row in enumerate(table) if row[0] == "位次")
    found = {row[1]: dict(zip(table[head], row, strict=True)) for row in table[head + 1 :]}
    assert len(found) == 69
    one = Assessment.objects.get(row=many[69], year=2024, shown=True)
    line = found[one.plan.region.code]
    assert line["位次"] == 1
    assert line["完成进度"] == pytest.approx(float(one.attainment))
    assert line["余下每年需"] == pytest.approx(float(one.required))
    apart = [[cell.value for cell in row] for row in book["另列"].iter_rows()]
    assert apart[-1][0] == many[0].plan.region.code
    assert "规划没有给出目标值" in apart[-1]


def test_queries_do_not_grow_with_counties(client, city_leader, county):
    computed(county("410721"))

    def asked():
        with CaptureQueriesContext(connection) as captured:
            page(client)
        return len(captured)

    asked()  # the first visit is noted
    few = asked()
    computed(*(county(f"4107{at}", str(at)) for at in range(31, 45)))
    assert asked() == few <= 15


def test_sample_figures_are_marked_in_table_and_chart(client, city_leader, county):
    row = county("410721")
    row.observations.update(sample=True)
    computed(row, county("410724"))
    html = page(client)
    assert "含演示数据" in html
    assert "演示" in re.search(r'id="dumbbell-figure">(.*?)</script>', html, re.S)[1]


def test_the_list_of_indicators(client, city_leader, county):
    county("410721")
    county("410724")
    made.IndicatorFactory(code="unused_one", name="没人用的指标")
    html = page(client, "/indicators/")
    assert "地区生产总值" in html
    assert "2021–2025（2）" in html
    assert "没人用的指标" not in html
    client.force_login(accounts.leader(regions.weibin()))
    assert "还没有规划列入指标" in page(client, "/indicators/")
    assert Indicator.objects.count() == 2
    assert PlanIndicator.objects.count() == 2
