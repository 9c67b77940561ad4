"""Tables of works in the annex of a plan, and boxes that stand in one line. All places and figures are invented."""

from __future__ import annotations

import pytest

from intake.domain.boxes.read import read_boxes
from intake.readers.open import read_document, read_pasted
from tests.intake.boxes.made import boxes_of

TABS = """正文到此为止。
附表2：白石县“十四五”重点项目表
单位：万元
序号\t项目名称\t建设规模及内容\t建设年限\t总投资（万元）\t责任单位
一\t交通类（2个）
1\tS210白石至青坪公路改建工程\t全长42公里，二级公路\t2021-2023\t63000\t县交通局
2\t县城客运中心\t占地35亩\t2022-2023\t4500\t县交通局
二\t水利类（1个）
3\t龙潭水库扩容工程\t总库容1200万立方米\t2021-2025\t28000\t县水利局
合计\t\t\t\t95500\t
第二章 其他
"""
HTML = """<p>附件1</p><p>岭东县“十四五”重大项目表</p><table>
<tr><th>序号</th><th>项目类别</th><th>项目名称</th><th>建设内容</th><th>总投资（亿元）</th></tr>
<tr><td colspan=5>一、基础设施（1项）</td></tr>
<tr><td>1</td><td>交通</td><td>县城南环路</td><td>全长8.6公里</td><td>4.2</td></tr>
</table><p>到2025年，新建学校3所。</p>"""


def test_an_annex_of_works_in_text() -> None:
    read = boxes_of(TABS)
    assert [(one.box, one.group, one.name, one.facts, one.line) for one in read.projects] == [
        ("附表2：白石县“十四五”重点项目表", "交通类", "S210白石至青坪公路改建工程", "全长42公里；总投资63000万元", 6),
        ("附表2：白石县“十四五”重点项目表", "交通类", "县城客运中心", "占地35亩；总投资4500万元", 7),
        ("附表2：白石县“十四五”重点项目表", "水利类", "龙潭水库扩容工程", "总库容1200万立方米；总投资28000万元", 9),
    ]
    assert read.captions == ((2, "附表2：白石县“十四五”重点项目表"),)
    assert read.taken == frozenset(range(2, 11))


def test_an_annex_of_works_in_a_file_with_tables() -> None:
    read = read_boxes(read_document(HTML.encode()), taken=frozenset())
    assert [(one.box, one.group, one.name, one.facts) for one in read.projects] == [
        ("岭东县“十四五”重大项目表", "交通", "县城南环路", "全长8.6公里；总投资4.2亿元"),
    ]


@pytest.mark.parametrize(
    "header",
    ["项目\t2020年\t2025年\t属性", "序号\t任务\t责任单位\t完成时限", "指标名称\t投资\t增长", "收入项目\t金额\t备注"],
)
def test_other_tables_are_no_lists_of_works(header: str) -> None:
    rows = "\n".join("\t".join(str(number) for number in range(header.count("\t") + 1)) for _ in range(3))
    assert boxes_of(f"表3 情况\n{header}\n{rows}\n").projects == ()


def test_lines_of_other_tables_are_left_alone() -> None:
    assert read_boxes(read_pasted(TABS), taken=frozenset({6})).projects[0].name == "县城客运中心"


def test_a_box_in_one_line() -> None:
    read = boxes_of(
        "专栏 4 农业重点工程 1.高标准农田工程。建设高标准农田60万亩，改造提升3万亩。 "
        "2.特色产业工程。建设青岚茶叶加工园、云岭核桃基地。\n到2025年，茶园面积发展到45万亩。\n"
    )
    assert read.captions == ((1, "专栏 4 农业重点工程"),)
    assert [(one.group, one.name, one.facts) for one in read.projects] == [
        ("", "高标准农田工程", "高标准农田60万亩；改造提升3万亩"),
        ("特色产业工程", "青岚茶叶加工园", ""),
        ("特色产业工程", "云岭核桃基地", ""),
    ]
    assert read.taken == {1}


def test_a_sentence_that_names_a_box_is_none() -> None:
    assert boxes_of("专栏1所列工程由各部门负责。1.加强领导。2.加强督查。\n").captions == ()
