"""Which projects are proposed for a promise: only where the names say so."""

from __future__ import annotations

import pytest

from projects.domain.serving import Named, core, likely

PROJECTS = [
    Named(1, "高标准农田高效节水灌溉示范项目"), Named(2, "高效节水灌溉"), Named(3, "老旧小区改造"), Named(4, "行政村道路硬化"),
    Named(5, "110KV变电站"), Named(6, "路网"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("高效节水灌溉面积", [1, 2]),  # what is measured is no part of the name
        ("老旧小区", [3]), ("全县老旧小区", [3]), ("行政村", []), ("路网", []), ("变电容量", []), ("110KV变电站", [5]),
        ("新建老旧小区改造任务", [3]), ("重点项目", []), ("地区生产总值", []),
    ],
)  # fmt: skip
def test_proposals(subject, found):
    assert likely(subject, PROJECTS) == found


def test_the_thing_that_a_promise_is_about():
    assert core("农村自来水普及率") == "农村自来水"  # without 农村 too little would be left
    assert core("森林覆盖率") == "森林覆盖率"
