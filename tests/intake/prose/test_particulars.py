"""Title, number, date, period, stated count and region, from invented title pages."""

from __future__ import annotations

import datetime

import pytest

from intake.domain.proposal import ReadPlan
from intake.domain.prose.particulars import read_particulars
from intake.domain.reference import Division, Reference
from intake.readers.open import read_pasted

REFERENCE = Reference(
    divisions=(
        Division("100000", "云海国", "nation", ""),
        Division("990000", "云海省", "province", "100000"),
        Division("990100", "云河市", "prefecture", "990000"),
        Division("990200", "青川市", "prefecture", "990000"),
        Division("990101", "云河县", "county", "990100"),
        Division("990102", "鼓台区", "county", "990100"),
        Division("990202", "鼓台区", "county", "990200"),
        Division("990203", "明溪市", "county", "990200"),
    )
)


def read(text: str) -> ReadPlan:
    return read_particulars(read_pasted(text), REFERENCE)


@pytest.mark.parametrize(
    ("text", "title", "line"),
    [
        (
            "云河县国民经济第十四个五年 规划和二〇三五年远景目标纲要",
            "云河县国民经济第十四个五年规划和二〇三五年远景目标纲要",
            1,
        ),
        (
            "\n云河县国民经济和社会发展\n\n第十五个五年规划\n\n纲要(草案)\n\n第一章 开局\n",
            "云河县国民经济和社会发展第十五个五年规划纲要（草案）",
            2,
        ),
        (
            "云河县人民政府\n关于印发云河县国民经济和社会发展\n第十四个五年规划纲要的通知\n各乡镇人民政府：",
            "云河县国民经济和社会发展第十四个五年规划纲要",
            2,
        ),
        ("云河县人民政府关于印发《云河县“十五五”\n规划纲要》的通知\n各部门：\n正文。", "云河县“十五五”规划纲要", 1),
        ("云河县“十五五”生态环境保护规划（征求意见稿）\n正文。", "云河县“十五五”生态环境保护规划（征求意见稿）", 1),
        (
            "目录\n第一章 甲\t1\n云河县国民经济和社会发展第十五个五年（2026—2030年）规划\n（草案）\n序言",
            "云河县国民经济和社会发展第十五个五年（2026—2030年）规划（草案）",
            3,
        ),
        ("云河县十五届人大六次会议文件（15）\n云河县“十五五”规划纲要\n正文。", "云河县“十五五”规划纲要", 2),
        ("# 云河县“十五五”规划纲要\n\n## 第一章 开局\n正文。", "云河县“十五五”规划纲要", 1),
        ("第一章 开局\n正文，没有名称。", "", None),
        ("根据《中共云河县委关于制定第十四个五年规划的建议》编制。", "", None),
    ],
)
def test_the_title(text: str, title: str, line: int | None) -> None:
    plan = read(text)
    assert plan.title == title
    assert dict(plan.lines).get("title") == line


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("云政〔2021〕2号", "云政〔2021〕2号"),
        ("云政发［2026］12号", "云政发〔2026〕12号"),
        ("云政办(2021)第 7 号", "云政办〔2021〕第7号"),
        ("按照云发〔2020〕3号文件要求，认真落实。", ""),
        ("2021年第2号", ""),
    ],
)
def test_the_document_number(printed: str, number: str) -> None:
    assert read(f"云河县人民政府文件\n{printed}\n正文。").document_number == number


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2021年6月25日", datetime.date(2021, 6, 25)),
        ("２０２６年３月１日印发", datetime.date(2026, 3, 1)),
        ("云河县人民政府 二〇二一年三月十二日", datetime.date(2021, 3, 12)),
        ("二○二六年十月二十日", datetime.date(2026, 10, 20)),
        ("二〇二一年三月", None),
        ("2021年2月30日", None),
        ("会议于2021年2月3日召开，审议通过。", None),
    ],
)
def test_only_a_full_date_of_its_own_is_the_day_of_issue(printed: str, day: datetime.date | None) -> None:
    assert read(f"云河县规划\n\n{printed}\n\n正文。").issued_on == day


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("云河县国民经济和社会发展第十三个五年规划纲要", (2015, 2016, 2020)),
        ("云河县国民经济和社会发展第十四个五年规划纲要（草案）", (2020, 2021, 2025)),
        ("云河县“十五五”规划纲要\n“十四五”时期，“十四五”以来，成绩很大。", (2025, 2026, 2030)),
        ("云河县国土空间发展规划（2023－2027年）", (2022, 2023, 2027)),
        ("云河县旅游业发展规划\n规划期为2022—2026年，以2021年为基期。", (2021, 2022, 2026)),
        ("云河县“十五五”规划纲要\n以2024年为基期，展望到2035年。", (2024, 2026, 2030)),
        ("没有名称的文件。“十五五”是关键时期，“十五五”时期要努力。“十四五”已结束。", (2025, 2026, 2030)),
        ("一篇别的文章。", (None, None, None)),
    ],
)
def test_period_and_base_year(text: str, years: tuple[int | None, int | None, int | None]) -> None:
    plan = read(text)
    assert (plan.base_year, plan.start_year, plan.end_year) == years


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("综合考虑，初步设置21项主要指标。", 21),
        ("共设置五大类二十一项指标，其中约束性指标8项。", 21),
        ("主要指标由20个指标构成。", 20),
        ("其中设置约束性指标8项。", None),
        ("“十三五”规划确定的25项指标全部完成。", None),
        ("确定3项指标。", None),
        ("指标体系更加完善。", None),
    ],
)
def test_the_stated_count(sentence: str, count: int | None) -> None:
    assert read(f"云河县“十四五”规划纲要\n第二章 目标\n{sentence}").stated_count == count


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("云河县“十五五”规划纲要", "990101", "云河县"),
        ("云海国国民经济和社会发展第十五个五年规划纲要", "100000", "云海国"),
        ("云海省“十五五”规划纲要", "990000", "云海省"),
        ("云河市鼓台区“十五五”规划纲要", "990102", "鼓台区"),
        ("鼓台区“十五五”规划纲要\n在青川市委领导下，奋力前行。", "990202", "鼓台区"),
        ("鼓台区“十五五”规划纲要\n奋力前行。", "", "鼓台区"),
        ("明溪县“十五五”规划纲要", "", ""),
        ("明溪县“十五五”规划纲要\n2024年撤县设市，明溪市正式成立。", "990203", "明溪市"),
        ("无名县“十五五”规划纲要", "", ""),
        ("第一章 开局\n云河县地处云河市，云河县是青川市的近邻。我县坚持发展，全县上下努力。", "990101", "云河县"),
        ("第一章 开局\n云河县地处云河市，云河市很大，云河市很美。", "", ""),
    ],
)
def test_the_region(text: str, code: str, name: str) -> None:
    plan = read(text)
    assert (plan.region_code, plan.region_name) == (code, name)


def test_a_document_that_says_nothing_leaves_everything_blank() -> None:
    assert read("一句话。") == ReadPlan()
