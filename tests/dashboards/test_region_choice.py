"""Filters, sorting, the plan before and the promises of the text on the page of a region."""

import html as entities
import json
import re

import pytest

from indicators.models import PlanIndicator
from indicators.models.rows import Listing
from indicators.services.recompute import recompute_plans
from tests.dashboards.test_region_page import text_of
from tests.factories import hard_cases, sample_plan
from tests.factories import indicators as made
from tests.factories.plans import PlanFactory

ADDRESS = "/regions/410726/?period=2021-2025&year=2024"


def get(client, query: str = "") -> str:
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    return answer.content.decode()


def names(page: str) -> list[str]:
    table = page[page.index('<table class="stacked indicators">') :]
    table = table[: table.index("</table>")]
    return re.findall(r'<th scope="row" class="first[^"]*"><a [^>]*>([^<]*)</a>', table)


def options(page: str) -> dict[str, tuple[int, str, bool]]:
    """Label → number, address, chosen."""
    found = {}
    for link in re.findall(r'<a class="facet-option.*?</a>', page, re.S):
        number = re.search(r'facet-number">(\d+)<', link)
        if number:
            label = re.sub(r"^\W+|\d.*$", "", text_of(link))
            address = entities.unescape(re.search(r'href="([^"]*)"', link)[1]).removesuffix("#filters")
            found[label] = int(number[1]), address, "aria-current" in link
    return found


def test_a_filter_chooses_rows_chart_and_counts_but_not_the_sentence(client, leader, plan):
    page = get(client, "&status=far_behind&status=holds")
    assert names(page) == [
        "社会消费品零售总额",
        "一般公共预算收入",
        "常住人口城镇化率",
        "城镇登记失业率",
        "新增建设用地",
    ]
    figure = json.loads(re.search(r'id="gap-figure">(.*?)</script>', page, re.S)[1])
    assert len(figure["data"][0]["customdata"]) == 3
    assert "10项主要指标中" in text_of(page)
    assert "已筛选（状态：保持、严重滞后）" not in text_of(page), "in the order of the address"
    assert "已筛选（状态：严重滞后、保持）：下面是10项中的5项；上面一句说的是整个规划。" in text_of(page)
    split = [text_of(one) for one in re.findall(r'<div class="split-head">.*?</div>', page, re.S)]
    assert [re.sub(r"[^\d]", "", one)[-1] for one in split] == ["2", "3"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("&nature=binding", ["城镇登记失业率", "新增建设用地"]),
        ("&nature=binding&status=behind", []),
        ("&category=生态", ["空气质量优良天数", "新增建设用地"]),
        ("&category=生态&nature=unmapped", ["空气质量优良天数"]),
        ("&mark=doubt", ["地区生产总值"]),
        ("&category=没有的类别", []),
    ],
)
def test_kinds_of_filters_narrow_each_other(client, leader, plan, query, found):
    page = get(client, query)
    assert names(page) == found
    if not found:
        assert "没有符合筛选的指标。" in page


def test_an_option_says_how_many_rows_it_leads_to_and_does(client, leader, plan):
    page = get(client, "&nature=expected")
    number, address, chosen = options(page)["严重滞后"]
    assert not chosen
    assert len(names(client.get(f"/regions/410726/{address}").content.decode())) == number == 3
    back = options(client.get(f"/regions/410726/{address}").content.decode())["严重滞后"]
    assert back[2]
    assert names(client.get(f"/regions/410726/{back[1]}").content.decode()) == names(page)


def test_headings_stay_with_their_rows(client, leader, plan):
    assert "row-heading" in get(client, "&status=not_assessable")
    assert "row-heading" not in get(client, "&status=pending")


def test_what_is_chosen_is_kept_by_the_years_and_cleared_at_once(client, leader, plan):
    page = get(client, "&status=behind&sort=-gap")
    assert 'href="?period=2021-2025&amp;year=2023&status=behind&amp;sort=-gap"' in page.replace(
        "&amp;status", "&status"
    )
    clear = re.search(r'<a class="no-print" href="([^"]*)">清除筛选', page)[1]
    assert entities.unescape(clear) == "?period=2021-2025&year=2024&sort=-gap"


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("attainment", "一般公共预算收入", "劳动年龄人口平均受教育年限"),
        ("-attainment", "地区生产总值", "劳动年龄人口平均受教育年限"),
        ("status", "一般公共预算收入", "劳动年龄人口平均受教育年限"),
        ("nature", "城镇登记失业率", "空气质量优良天数"),
    ],
)
def test_sorting_puts_rows_without_a_figure_last(client, leader, plan, order, first, last):
    page = get(client, f"&sort={order}")
    assert (names(page)[0], names(page)[-1]) == (first, last)
    assert len(names(page)) == 10
    assert "row-category" not in page, "categories belong to the printed order"
    turned = "descending" if order.startswith("-") else "ascending"
    assert page.count(f'aria-sort="{turned}"') == 1


def test_the_gap_is_sorted_as_a_share_of_the_target(client, leader):
    hard_cases.hard_plan()
    page = client.get("/regions/410726/?year=2023&sort=gap").content.decode()
    assert names(page)[:3] == ["细颗粒物浓度", "地区生产总值增长", "一般公共预算收入"]


@pytest.mark.parametrize(
    "query",
    ["&status=verschwunden", "&nature=x", "&mark=x", "&sort=name", "&sort=--gap", "&compare=2", "&commitments=x"],
)
def test_a_word_that_is_none_is_refused_in_one_sentence(client, leader, plan, query):
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 400
    assert "参数" in answer.content.decode()


@pytest.fixture
def before(plan):
    """The plan before: GDP promised 200 and reached 153.7; a row that no plan has any more."""
    earlier = PlanFactory(start_year=2016, title="延津县“十三五”规划", status="ended")
    gdp = made.RowFactory(
        plan=earlier, indicator=plan.rows.get(position=1).indicator, position=1, short_name="生产总值", unit="亿元"
    )
    made.BaseFactory(row=gdp, value=100)
    made.TargetFactory(row=gdp, value=200, text="200")
    gone = made.RowFactory(plan=earlier, position=2, short_name="固定资产投资")
    made.TargetFactory(row=gone)
    made.approved(gdp, 2020, value="153.7")
    recompute_plans([earlier.pk])
    return earlier


def test_the_plan_before_stands_beside_this_one_where_rows_match(client, leader, plan, before):
    page = get(client)
    assert "与上期规划（2016–2020）对照" in page
    assert "compare=1" in page
    page = get(client, "&compare=1")
    block = page[page.index('id="earlier"') :]
    words = text_of(block)
    assert "上期印作“生产总值”，单位亿元" in words
    assert re.search(r"200153\.72020✗未完成230193\.32024▼滞后", words)
    assert "本期有9项在上期没有同一指标" in words
    assert "上期有而本期没有的：固定资产投资" in words
    assert "?period=2016-2020" in block


def test_without_a_plan_before_nothing_is_offered(client, leader, plan):
    assert "与上期规划" not in get(client)
    assert "与上期规划" not in get(client, "&compare=1")


def test_promises_of_the_text_are_a_second_list(client, leader, plan):
    assert "正文承诺" not in get(client)
    row = made.RowFactory(
        plan=plan, indicator=None, listing=Listing.COMMITMENT, position=1, short_name="高新技术企业", unit="家",
        category="创新", nature="unmapped", printed={"year": "2025"},
    )  # fmt: skip
    made.TargetFactory(row=row, value=18, comparator=">=", text="18家以上")
    recompute_plans([plan.pk])
    page = get(client)
    assert "正文承诺" in page
    assert "高新技术企业" not in page, "asked for, not sent to everybody"
    assert "10 项主要指标" in page
    page = get(client, "&commitments=1")
    assert f'data-commitment="{row.pk}"' in page
    line = text_of(re.search(r"<tr data-commitment.*?</tr>", page, re.S)[0])
    assert line.startswith("高新技术企业家18家以上2025")
    assert names(page) == names(get(client)), "the table of main indicators stays as it is"
    assert PlanIndicator.objects.filter(plan=plan).count() == 12


def test_the_paths_of_every_form_are_drawn(client, leader, plan):
    page = get(client)
    for name, path in (
        ("地区生产总值", True),
        ("规上工业增加值增长", True),
        ("城镇新增就业", True),
        ("空气质量优良天数", False),
    ):
        line = re.search(rf">{name}</a>.*?</tr>", page, re.S)[0]
        assert ("spark-plan" in line) is path, name
    sample_plan.crowd(plan, 1)
    assert "规划路径，尚无实际值" in get(client), "a path without any actual"
