"""The cases most often got wrong, on every page of leaders: the word, the symbol, the sign of the gap, the mark."""

import io
import re
from datetime import date
from html import unescape

import openpyxl
import pdfplumber
import pytest

import config.urls  # noqa: F401  (every view knows the true clock before a test turns it)
from indicators.models import PlanIndicator
from tests.factories import accounts, hard_cases, regions

#: Row → the status as it is shown, and the gap to the target with its sign ("" where nothing may be said).
CASES = {
    "粮食综合生产能力": ("!未保持", "−10.0"),
    "细颗粒物浓度": ("↓倒退", "−20.5"),
    "优良天数比率": ("◌待下达", ""),
    "地区生产总值增长": ("▼滞后", "−2.06"),
    "一般公共预算收入": ("▼滞后", "−30"),
    "社会消费品零售总额": ("≠口径不可比", ""),
}


def plain(html: str) -> str:
    """Without tags and blanks."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", html)))


@pytest.fixture
def look(client, db, monkeypatch):
    """What an address answers to the leader of Xinxiang in March 2024."""
    monkeypatch.setattr("dashboards.views.parameters.today", lambda: date(2024, 3, 1))
    monkeypatch.setattr("dashboards.views.screen.today", lambda: date(2024, 3, 1))
    hard_cases.hard_plan()
    client.force_login(accounts.leader(regions.xinxiang()))

    def one(address: str):
        answered = client.get(address)
        assert answered.status_code == 200, address
        return answered

    return one


def id_of(name: str) -> int:
    return PlanIndicator.objects.get(short_name=name).pk


def test_the_overview(look):
    html = look("/").content.decode()
    line = re.search(r'<tr data-region="410726">.*?</tr>', html, re.S)[0]
    cells = [plain(cell) for cell in re.findall(r"<td.*?</td>", line, re.S)]
    for cell, (status, gap) in zip(cells[1:], CASES.values(), strict=True):
        assert cell.startswith(status + gap), cell
        assert gap or not re.search(r"\d", cell), "no gap where nothing is assessed"
    answer = plain(re.search(r'<p class="answer">(.*?)</p>', html, re.S)[1])
    assert answer.startswith("所辖1个地区合计有约束性1项、预期性3项落后或未完成。")
    assert "最需关注：延津县粮食综合生产能力，未保持，实际465.0万吨，距目标还差10.0万吨。" in answer


def test_the_matrix_as_a_workbook(look):
    sheet = openpyxl.load_workbook(io.BytesIO(look("/?format=xlsx").content)).worksheets[0]
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for status, _gap in CASES.values():
        assert any(status.lstrip("!↓◌▼≠") in one for one in said), status
    numbers = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    for gap in (-10, -20.5, -30):
        assert any(abs(one - gap) < 1e-9 for one in numbers), gap


def test_the_region_page_as_a_workbook(look):
    sheet = openpyxl.load_workbook(io.BytesIO(look("/regions/410726/?format=xlsx").content)).worksheets[0]
    lines = {}
    for row in sheet.iter_rows(values_only=True):
        for name in CASES:
            if any(isinstance(cell, str) and cell.startswith(name) for cell in row):
                lines[name] = "｜".join(str(cell) for cell in row if cell is not None)
    assert set(lines) == set(CASES)
    for name, (status, gap) in CASES.items():
        assert status.lstrip("!↓◌▼≠") in lines[name], lines[name]
        unrounded = gap.replace("−", "-").removesuffix(".0").replace("-2.06", "-2.0559")
        assert not gap or f"｜{unrounded}" in lines[name], lines[name]


@pytest.mark.parametrize(
    ("name", "said", "never"),
    [
        (
            "粮食综合生产能力",
            ["!未保持", "预警", "距目标差距−10.0万吨", "余下每年需逐年保持", "未保持的年份：2021、2023"],
            ["实现程度", "可达：", "进度比1"],
        ),
        (
            "细颗粒物浓度",
            ["↓倒退", "距目标差距−20.5微克/立方米", "实现程度−24.2%", "难以达到", "此前最好为+1.98%", "没有一年向目标方向变动"],
            ["此前降幅最大", "下降最快"],
        ),
        ("优良天数比率", ["◌待下达", "由省下达，数字尚未录入", "下达后才能试算"], ["距目标差距", "余下每年需", "未完成"]),
        (
            "地区生产总值增长",
            ["▼滞后", "实际年均4.44%截至2023年", "距目标差距−2.06个百分点", "历史数已修订", "3347.6亿元"],
            ["−3.4%", "实际1.5%", "实际4.44%"],
        ),
        (
            "一般公共预算收入",
            ["▼滞后（按2022年数；仅因基数修订，按原基数为快于预期）", "五经普修订", "153.7", "190"],
            [],
        ),
        (
            "社会消费品零售总额",
            ["≠口径不可比（有未解决的数据疑点）", "统计口径变化", "影响评估", "不作试算"],
            ["距目标差距", "实现程度P", "可达："],
        ),
    ],
)  # fmt: skip
def test_the_page_of_the_row(look, name, said, never):
    page = plain(re.search(r"<main.*</main>", look(f"/plan-indicators/{id_of(name)}/").content.decode(), re.S)[0])
    for text in said:
        assert text in page, text
    for text in never:
        assert text not in page, text


def test_the_comparison(look):
    """Only what can be compared is; the rest stands apart with its reason."""
    for code, texts in {
        "grain": ["只有延津县一个地区可以比较", "−10.0", "!未保持预警", "逐年保持"],
        "pm25": ["越低越好", "−20.5", "↓倒退", "−24.2%"],
        "good_days": ["没有可以比较的地区", "目标待上级下达", "◌待下达"],
        "gdp": ["至2023年均", "4.44%", "−2.06个百分点", "▼滞后"],
        "retail": ["没有可以比较的地区", "疑点未处理", "≠口径不可比"],
    }.items():
        page = plain(look(f"/indicators/{code}/").content.decode())
        for text in texts:
            assert text in page, (code, text)


def test_the_map(look):
    for code, texts in {
        "grain": ["!未保持", "465.0万吨"],
        "pm25": ["↓倒退−24.2%", "70.0微克/立方米"],
        "good_days": ["◌待下达"],
        "gdp": ["▼滞后41.4%", "年均4.44%"],
        "retail": ["≠口径不可比"],
    }.items():
        page = plain(look(f"/map/?indicator={code}").content.decode())
        for text in texts:
            assert text in page, (code, text)


def test_the_wall(look):
    """What cannot be assessed is counted and is never among what is behind; a growth says its average."""
    html = look("/screen/?part=slides&region=410726").content.decode()
    behind = re.search(r'slide-behind".*?</section>', html, re.S)[0]
    for name, (status, gap) in CASES.items():
        assert (name in behind) == bool(gap), name
        assert plain(status) in plain(html)
        assert gap in plain(behind)
    assert "滞后·1.5%（2023年），年均至今4.44%" in plain(behind)
    assert "◆约束性未保持·465（2023年）" in plain(behind)


def test_the_brief(look):
    with pdfplumber.open(io.BytesIO(look("/reports/regions/410726/brief.pdf").content)) as opened:
        (page,) = opened.pages
        said = re.sub(r"\s+", "", page.extract_text())
    for status, gap in CASES.values():
        assert status in said, status
        assert gap in said, gap
    for text in ("疑点2项", "预警1项", "仅因基数修订"):
        assert text in said, text
