"""Which names may be the same works: examples from real plans, and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.domain.likeness import Entry, Sign, core, proposals

PLACES = ("延津县", "延津")


def compared(one, other, **given):
    """The pair that two names give among a hundred others; None: not proposed."""
    others = [Entry(n, f"{chr(0x4E00 + 37 * n)}{chr(0x5E00 + 91 * n)}园", f"专栏{n}") for n in range(3, 100)]
    first, second = Entry(1, one, "专栏1"), Entry(2, other, given.pop("box", "专栏2"), **given)
    return next(
        (pair for pair in proposals([first, second, *others], PLACES) if (pair.first, pair.second) == (1, 2)), None
    )


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ("新乡森林城", "新乡森林城建设", Sign.SAME_NAME),
        ("农村“厕所革命”", "农村厕所革命", Sign.SAME_NAME),
        ("延津县文化馆建设项目", "文化馆", Sign.SAME_NAME),
        ("泽耀·新乡农博城", "泽耀·新乡农博城(农产品交易中心)", Sign.SAME_NAME),
        ("黄河故道农耕文化园", "潭龙黄河故道农耕文化园", Sign.CONTAINED),
        ("5G高智慧农业产业园区", "5G智慧农业产业园区", Sign.CLOSE),
        ("大祥符朱灌区续建配套与节水改造", "祥符朱引黄灌区续建配套节水改造", Sign.CLOSE),
        ("广唐寺白马塔", "广唐寺塔", Sign.CLOSE),
    ],
)
def test_the_same_works_under_two_names(one, other, sign):
    assert compared(one, other).signs[0] is sign


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("S224改建", "S225改建"),
        ("欧洲名郡一期", "欧洲名郡二期"),
        ("第一污水处理厂提标", "第二污水处理厂提标"),
        ("110千伏魏邱变", "220千伏魏邱变"),
        ("文化馆", "图书馆"),
    ],
)
def test_two_works(one, other):
    assert compared(one, other) is None


def test_side_by_side_they_must_be_almost_the_same():
    assert compared("凤凰山公园", "凤凰山生态公园") is not None
    listed = [Entry(1, "凤凰山公园", "专栏1", "甲"), Entry(2, "凤凰山生态公园", "专栏1", "甲")]
    assert proposals(listed) == []


def test_two_aims_are_never_compared_and_one_makes_it_doubtful():
    assert proposals([Entry(1, "装备制造", direction=True), Entry(2, "装备制造", direction=True)]) == []
    assert Sign.DIRECTION in compared("百泉古镇", "百泉古镇", direction=True).signs
    assert compared("百泉古镇", "百泉古镇景区道路", direction=True) is None


def test_what_is_left_of_a_name():
    assert core("延津县文化馆建设项目", PLACES) == "文化馆"
    assert core("延津", PLACES) == "延津"  # the place itself
    assert core("（一期）", PLACES) == "一期"
    assert core("建设工程") == "建设工程"  # nothing would be left


NAMES = st.text("黄河故道农耕文化园区建设项目一二S24（）0", min_size=1, max_size=12)


@given(st.lists(NAMES, min_size=2, max_size=12))
def test_laws(names):
    entries = [Entry(place, name, "专栏") for place, name in enumerate(names, start=1)]
    found = proposals(entries)
    assert found == proposals(reversed(entries))
    assert all(pair.first < pair.second and 0 < pair.score <= 1 for pair in found)
    assert len({(pair.first, pair.second) for pair in found}) == len(found)
