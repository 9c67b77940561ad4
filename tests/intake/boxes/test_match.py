"""The measuring itself: what counts as right, missed and wrong."""

from __future__ import annotations

from decimal import Decimal

from bench.intake_match import Project, Promise, match_commitments, match_projects, plain, plain_unit, similarity


def _project(name: str, line: int, box: str = "专栏1") -> Project:
    return Project(box, name, line)


def test_same_name_within_a_line() -> None:
    outcome = match_projects(
        [_project("东湖公园", 5), _project("西山水库", 9)],
        [_project("“东湖 公园”", 6), _project("西山水库", 12, "专栏2")],
    )
    assert [(known.name, read.line) for known, read in outcome.pairs] == [("东湖公园", 6)]
    assert [one.name for one in outcome.misses] == ["西山水库"]
    assert [one.line for one in outcome.wrong] == [12]
    assert (outcome.recall, outcome.precision) == (0.5, 0.5)


def test_alike_in_one_box() -> None:
    known = [_project("云州大数据产业园建设项目", 5)]
    assert len(match_projects(known, [_project("云州大数据产业园项目", 30)]).pairs) == 1
    assert not match_projects(known, [_project("云州大数据产业园项目", 30, "专栏2")]).pairs


def test_each_side_is_used_once_and_the_nearer_wins() -> None:
    outcome = match_projects([_project("东湖公园", 5)], [_project("东湖公园", 9), _project("东湖公园", 5)])
    assert [read.line for _, read in outcome.pairs] == [5]
    assert len(outcome.wrong) == 1


def test_nothing_known_and_nothing_read() -> None:
    outcome = match_projects([], [])
    assert (outcome.recall, outcome.precision) == (1.0, 1.0)


def _promise(value: str, unit: str, line: int, high: str | None = None, subject: str = "企业") -> Promise:
    return Promise(subject, Decimal(value), unit, line, Decimal(high) if high else None)


def test_commitments() -> None:
    known = [_promise("18", "家", 5), _promise("95", "％", 7), _promise("2", "个", 9, "3"), _promise("1", "座", 11)]
    read = [_promise("18.0", "家 ", 6), _promise("95", "%", 7), _promise("2", "个", 9), _promise("1", "座", 13)]
    outcome = match_commitments(known, read)
    assert [one.line for one, _ in outcome.pairs] == [5, 7]
    assert [one.line for one in outcome.misses] == [9, 11]
    assert [one.line for one in outcome.wrong] == [9, 13]


def test_the_more_alike_subject_wins() -> None:
    outcome = match_commitments([_promise("5", "家", 5, subject="上市公司")], [
        _promise("5", "家", 5, subject="研发中心"), _promise("5", "家", 5, subject="上市公司"),
    ])  # fmt: skip
    assert [read.subject for _, read in outcome.pairs] == ["上市公司"]


def test_plain() -> None:
    assert plain("“东湖” 公园（二期）") == plain("东湖公园(二期)")
    assert plain_unit("个百分点") == plain_unit("百分点")
    assert similarity("东湖公园", "西山水库") < 0.85 < similarity("东湖公园建设项目", "东湖公园建设工程项目")
