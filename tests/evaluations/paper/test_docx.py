"""The Word paper of an evaluation: read back, it says what the facts say, figure by figure."""

import io
import re
import time
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn

from evaluations.domain.facts import County, Line, Shown
from evaluations.domain.sections import TABLES
from evaluations.paper import tables, words
from evaluations.paper.word import evaluation_paper
from reports import pictures
from reports.paper import PaperMissing
from tests.factories import evaluations as made

FACTS = made.facts(
    rows=10, counties=2, projects=made.PROJECTS, changes=(made.CHANGE,), commitments=made.lines(4, first_row=500)
)  # fmt: skip
FIGURES = ("base", "actual", "achieved", "target", "attainment", "gap")


def opened(outline):
    return Document(io.BytesIO(evaluation_paper(outline)))


def rows_of(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def texts_of(document):
    return [one.text for one in document.paragraphs if one.text]


@pytest.fixture(scope="module")
def paper():
    return opened(made.outline(FACTS))


def headed(document, first):
    """The tables whose head begins so."""
    return [rows_of(one) for one in document.tables if rows_of(one)[0][: len(first)] == first]


def main_tables(document):
    return headed(document, ["序号", "指标", "单位", "属性"])


def test_the_paper_says_what_it_is_and_every_section_in_order(paper):
    texts, outline = texts_of(paper), made.outline(FACTS)
    assert texts[0] == outline.title
    assert texts[1] == "新发改〔2026〕1号"
    assert "数据截至 2026-03-02" in texts[2]
    headings = [one.text for one in paper.paragraphs if one.style.name == "Heading 1"]
    assert headings[: len(outline.parts)] == [part.heading for part in outline.parts]
    assert [one[:3] for one in headings[len(outline.parts) :]] == ["附表1", "附表2", "附表3", "附表4"]
    for part in outline.parts:
        assert set(part.told) | set(part.written) <= set(texts)
    assert texts[texts.index("2026年3月2日") - 1] == "新乡市发展和改革委员会"


@pytest.mark.parametrize("at", range(3))
def test_every_figure_of_every_row_stands_in_its_table(paper, at):
    """The city's own table, then those of its counties."""
    lines = (FACTS.lines, *(one.lines for one in FACTS.counties))[at]
    rows = {row[0]: row for row in main_tables(paper)[at]}
    for line in lines:
        if line.heading:
            assert rows[f"{line.number} {line.name} {line.unit}"]
            continue
        row = rows[line.number]
        assert row[1].strip() == line.name
        told = " ".join(row)
        reached = line.achieved.text != "—"  # else the printed target alone says what was promised
        for name in FIGURES if reached else ("base", "actual"):
            assert getattr(line, name).text in told, f"{line.name}: {name}"
        assert all(promise in row[5] for promise in line.targets)
        assert line.outcome_label in row[8]
        assert line.why in row[9]
    assert main_tables(paper)[at][1] == ["经济发展"] * 10  # one cell over the whole width


def test_no_verdict_is_no_zero(paper):
    silent = next(row for row in main_tables(paper)[0] if "森林蓄积量" in row[1])
    assert silent[6:9] == ["—", "—", "– 无结论（无数据）"]


def test_counts_stand_apart_by_nature_and_declared_ones_by_their_word(paper):
    (counts,) = headed(paper, ["属性", "合计"])
    assert counts[0][2:] == ["完成", "上报完成", "无结论", "未完成"]
    assert [row[:2] for row in counts[1:]] == [["约束性", "6"], ["预期性", "2"]]
    assert counts[1][2:] == ["2", "2", "2", "0"]


def test_where_the_last_figures_are_not_out_statuses_are_counted_too():
    lines = tuple(replace(one, outcome="not_published", outcome_label="期末数未公布") for one in made.lines(5))
    facts = made.facts(rows=5, counties=1)
    facts = replace(facts, lines=lines, counts=made.counts(lines))
    paper = opened(made.outline(facts))
    verdicts, statuses = headed(paper, ["属性", "合计"])
    assert verdicts[0][2:] == ["期末数未公布"] and statuses[0][2:] == ["完成", "上报完成", "无数据", "未完成"]
    assert any(
        "约束性指标 3 项：1 项完成、1 项上报完成、1 项无结论。" in text for text in texts_of(paper) if "十三五" in text
    )


def test_what_has_no_verdict_stands_with_its_reason(paper):
    (without,) = [rows_of(one) for one in paper.tables if rows_of(one)[0][-1] == "原因"]
    assert [(row[1], row[-1]) for row in without[1:]] == [("森林蓄积量", "没有已审核的实际数")] * 2


def test_changes_projects_and_promises(paper):
    (change,) = headed(paper, ["指标", "对象"])
    assert change[1] == [
        "地区生产总值",
        "基期值",
        "1982.3",
        "1975.0",
        "统计修订",
        "豫统〔2019〕8号，2019-12-30",
        made.CHANGE.moved,
    ]
    (projects,) = headed(paper, ["序号", "项目"])
    assert projects[1][5:9] == ["12.5 亿元", "2.0 亿元", "1.8 亿元", "9.1 亿元"]
    assert "演示数据" in projects[1][9]
    promises = [one for one in headed(paper, ["序号", "指标", "单位"]) if len(one[0]) == 9]
    assert "2918.2（2020，初步数），增长 7.0%" in promises[0][1][5]


def test_charts_are_pictures_with_their_figures_in_words(paper):
    alts = [one.get("descr") for one in paper.element.iter(qn("wp:docPr"))]
    assert len(alts) == 3
    assert "约束性 6 项：完成 2、上报完成 2、无结论 2" in alts[0]
    assert "地区生产总值 89.4%（未完成）" in alts[1]
    assert "乙县 预期性 2 项：未完成 2" in alts[2]
    captions = [text for text in texts_of(paper) if text.startswith("图")]
    assert captions == ["图1　各类指标项数", "图2　主要指标实现程度", "图3　各县（市、区）主要指标项数"]


def test_tables_stand_across_and_their_heads_on_every_page(paper):
    sizes = [(one.page_width > one.page_height) for one in paper.sections]
    assert sizes == [False, True]
    for table in paper.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_sample_data_is_said(paper):
    assert "演示数据，不代表真实情况" in texts_of(paper)
    assert paper.sections[0].header.paragraphs[0].text == "演示数据"


def test_without_what_draws_charts_the_paper_says_so(monkeypatch):
    def missing(*_given):
        raise PaperMissing("libpango-1.0-0")

    monkeypatch.setattr(pictures, "whole", missing)
    found = texts_of(opened(made.outline(FACTS)))
    said = [text for text in found if "libpango-1.0-0" in text]
    assert len(said) == 3
    assert "地区生产总值 89.4%（未完成）" in said[1]


def test_made_again_it_is_the_same_byte_by_byte():
    outline = made.outline(made.facts(rows=5))
    assert evaluation_paper(outline) == evaluation_paper(outline)


def test_a_draft_says_what_is_to_be_written_and_has_no_signing_day():
    texts = texts_of(opened(made.outline(made.facts(rows=5), number="", mark="（起草稿）")))
    assert any("（起草稿）" in text for text in texts)
    assert any(text.startswith("（待撰写：") for text in texts)
    assert not any(re.fullmatch(r"\d+年\d+月\d+日", text) for text in texts)
    assert "新乡市发展和改革委员会" not in texts


def test_every_table_that_a_section_may_have_is_drawn_somewhere():
    large = {"lines", "commitments", "projects", "counties", "counts"}
    assert set(TABLES) == large | set(tables.SMALL)


def test_years_before_the_end_show_the_path():
    facts = replace(made.facts(rows=5), year=2018)
    lines = tuple(
        replace(one, outcome="", outcome_label="", status="behind", status_label="滞后", symbol="▼")
        for one in facts.lines
    )
    facts = replace(facts, lines=lines, counts=made.counts(lines), kind="annual")
    paper = opened(made.outline(facts))
    row = main_tables(paper)[0][2]
    assert "时序应达 8%" in row[7]
    assert row[8] == "▼ 滞后"


def test_a_city_of_twelve_counties_is_quick(capsys):
    facts = made.facts(rows=25, counties=12)
    told: list[str] = []
    began = time.perf_counter()
    data = evaluation_paper(made.outline(facts), progress=told.append)
    took = time.perf_counter() - began
    with capsys.disabled():
        print(f"[12 counties x 25 rows as docx: {took:.1f} s, {len(data) >> 10} KB]", end=" ")
    assert took < 10
    assert told[-12:] == [f"county {one.name}" for one in facts.counties]


def test_a_county_without_a_plan_is_named_and_gets_no_empty_table():
    facts = made.facts(rows=5, counties=1)
    facts = replace(facts, counties=(*facts.counties, County("410799", "末县", note="没有同期规划")))
    paper = opened(made.outline(facts))
    assert len(main_tables(paper)) == 2
    assert [one.text for one in paper.paragraphs if one.style.name == "Heading 2"] == ["（一）甲县"]
    assert any("没有同期规划" in text and "末县" in text for text in texts_of(paper))


def test_what_is_to_be_held_needs_no_yearly_figure():
    line = replace(made.AREA, required=Shown("逐年保持"))
    assert words.done(line, ended=False).endswith("，逐年保持")
    assert words.done(replace(line, required=made.shown("2.42%", "2.415")), ended=False).endswith("，余下每年需 2.42%")


def test_names_that_are_markup_do_no_harm():
    line = replace(made.GDP, name="<b>&产值\x07", why="a<b & c")
    facts = made.facts(lines=(line,), counts=made.counts((line,)))
    row = main_tables(opened(made.outline(facts)))[0][2]
    assert row[1] == "<b>&产值"
    assert "a<b & c" in row[9]
    assert isinstance(line, Line)
