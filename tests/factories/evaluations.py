"""Facts of evaluations built by hand, of any size: rows of every form, counties, projects, promises, changes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from evaluations.domain.facts import (
    Changed,
    Counted,
    County,
    Facts,
    Line,
    ProjectLine,
    Projects,
    Shown,
    Stage,
)
from evaluations.domain.sentences import answer
from evaluations.paper.outline import Outline
from evaluations.paper.parts import parts

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def shown(text: str, value: str | None = None) -> Shown:
    """A figure; its value is the number in the text unless it is given."""
    return Shown(text, Decimal(value if value is not None else text))


GDP = Line(
    row=1, number="1", name="地区生产总值", unit="亿元", category="经济发展", nature="expected", nature_text="预期性",
    units=("市统计局", "市发展改革委"), base=shown("1982.3"), targets=("年均增长 8 以上（年均增长 %）", "3000"), form="growth",
    form_label="年均增长", actual=shown("2918.2"), actual_aside="增长 7.0%", actual_year=2020, vintage="初步数",
    price_basis="不变价", achieved=shown("7.12%", "7.1234"), achieved_label="实际年均", target=shown("8%", "8"),
    attainment=shown("89.4%", "0.89421"), elapsed=shown("100.0%", "1"), expected=shown("8%", "8"),
    gap=shown("−0.88 个百分点", "-0.8766"), lead=shown("−0.88 个百分点", "-0.8766"), average=shown("7.12%", "7.1234"),
    status="not_met", status_label="未完成", symbol="✗", outcome="not_met", outcome_label="未完成",
)  # fmt: skip
AREA = Line(
    row=2, number="（1）", name="森林覆盖率和保护面积相加以后的生态空间总规模", unit="%", category="资源环境", nature="binding",
    nature_text="约束性", sub=True, base=shown("21.5"), targets=(">24",), form="floor", form_label="不低于",
    actual=shown("24.6"), actual_year=2020, vintage="最终核实数", achieved=shown("24.6"), achieved_label="实际",
    target=shown(">24", "24"), attainment=shown("172.2%", "1.722"), elapsed=shown("100.0%", "1"), gap=shown("0.6 个百分点", "0.6"),
    status="met", status_label="完成", symbol="✓", outcome="met", outcome_label="完成", breached_years=(2017,),
)  # fmt: skip
DECLARED = Line(
    row=3, number="12", name="主要污染物排放总量减少", unit="%", category="资源环境", nature="binding", nature_text="约束性",
    targets=("完成省下达目标",), form="assigned", form_label="上级下达", achieved=Shown("上报完成"), achieved_label="实际",
    status="met", status_label="上报完成", symbol="✓", outcome="met", outcome_label="上报完成", reported=True,
    why="据上报结论",
)  # fmt: skip
SILENT = Line(
    row=4, number="15", name="森林蓄积量", unit="万立方米", category="资源环境", nature="binding", nature_text="约束性",
    base=shown("1021.00"), targets=("1100",), form="level", form_label="期末数值", target=shown("1100.00", "1100"),
    status="no_data", status_label="无数据", symbol="–", outcome="open", outcome_label="无结论", why="没有已审核的实际数",
)  # fmt: skip
HEADING = Line(row=5, number="13", name="城镇化率", unit="%", category="资源环境", heading=True)
KINDS = (GDP, HEADING, AREA, DECLARED, SILENT)


def lines(number: int, *, first_row: int = 1) -> tuple[Line, ...]:
    """So many rows, all forms in turn, each with a figure of its own."""
    found = []
    for at in range(number):
        kind = KINDS[at % len(KINDS)]
        category = "经济发展" if at * 2 < number else "资源环境"
        found.append(replace(kind, row=first_row + at, number=str(at + 1), category=category))
    return tuple(found)


def counts(rows: tuple[Line, ...]) -> tuple[Counted, ...]:
    """The rows of each nature by status and outcome."""
    found = []
    for nature, label in (("binding", "约束性"), ("expected", "预期性")):
        own = [one for one in rows if one.nature == nature and not one.heading]
        statuses = dict.fromkeys((one.status, one.status_label) for one in own)
        outcomes = dict.fromkeys((one.outcome, one.outcome_label) for one in own)
        found.append(
            Counted(
                nature, label, len(own),
                tuple((c, said, sum((one.status, one.status_label) == (c, said) for one in own)) for c, said in statuses),
                tuple((c, said, sum((one.outcome, one.outcome_label) == (c, said) for one in own)) for c, said in outcomes),
                sum(one.reported for one in own),
            )
        )  # fmt: skip
    return tuple(found)


def facts(*, rows: int = 5, counties: int = 0, **given) -> Facts:
    """An ended plan of a city with so many rows and counties."""
    own = lines(rows)
    below = []
    for at in range(counties):
        theirs = lines(rows, first_row=1000 * (at + 1))
        below.append(
            County(
                f"4107{at:02}",
                f"{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[at]}县",
                at + 2,
                "县“十三五”规划",
                counts(theirs),
                theirs,
            )
        )
    common = {
        "kind": "final", "region": "410700", "region_name": "新乡市", "plan": 1,
        "plan_title": "新乡市国民经济和社会发展第十三个五年规划纲要", "period": "2016-2020", "base_year": 2015, "start_year": 2016,
        "end_year": 2020, "year": 2020, "day": date(2026, 3, 2), "rule": "快于预期 ≥ 1.05", "rule_version": 1,
        "method_version": "1", "lines": own, "counts": counts(own), "counties": tuple(below),
        "notes": ("1 项只有上报结论、没有数字，单独计数。",), "sources": ("新乡市统计公报 2020",), "sample": True,
    }  # fmt: skip
    made = Facts(**{**common, **given})
    return replace(made, answer=str(answer(made)))


PROJECTS = Projects(
    total=3, stages=(Stage("built", "竣工", 1),), silent=1,
    lines=(ProjectLine(1, "南水北调配套工程", "重大水利工程", "市水利局", "在建", shown("12.5 亿元", "125000"), shown("2.0 亿元", "20000"),
                       shown("1.8 亿元", "18000"), shown("9.1 亿元", "91000"), "主体完工", sample=True),),
)  # fmt: skip
CHANGE = Changed(
    "地区生产总值", "基期值", "1982.3", "1975.0", "统计修订", "豫统〔2019〕8号", date(2019, 12, 30), "2018 年：滞后 → 符合预期"
)  # fmt: skip


def outline(found: Facts, **given) -> Outline:
    """What stands around them, frozen."""
    written = {"overview": "市委、市政府高度重视。", "problems": "一是工业增长乏力。"}
    common = {
        "title": "新乡市“十三五”规划实施情况总结评估报告", "facts": found, "at": NOON, "number": "新发改〔2026〕1号",
        "sender": "新乡市发展和改革委员会", "parts": parts(found, written, draft=not given.get("number", "1")),
    }  # fmt: skip
    return Outline(**{**common, **given})
