"""A leader tries the years to come out: slider and field are one, the server computes, the chart shows it, nothing is kept."""

from __future__ import annotations

import pytest

from tests.conftest import watched_page
from tests.journeys.reading import words

pytestmark = pytest.mark.journey

YANJIN = "/regions/410726/?period=2021-2025&year=2023"


@pytest.fixture
def gdp(as_leader):
    """The page of Yanjin's GDP as it stood in 2023, its chart drawn."""
    as_leader.goto(YANJIN)
    as_leader.get_by_role("link", name="地区生产总值增长", exact=True).click()
    as_leader.locator("#trajectory-chart[data-drawn=true]").wait_for()
    return as_leader


def trial_line(page) -> list[float]:
    return page.evaluate(
        "() => [...document.getElementById('trajectory-chart').data.find((one) => one.meta === 'trial').y]"
    )


def told(page, text: str) -> str:
    """The answer once it says ``text``."""
    page.locator("#what-if-answer", has_text=text).wait_for()
    return words(page.locator("#what-if-answer").inner_text())


def test_by_keyboard_alone(gdp):
    assert trial_line(gdp) == []
    gdp.locator("#what-if-slider").focus()
    gdp.keyboard.press("Home")
    answer = told(gdp, "增长 0.00%")
    assert "试算，不保存" in answer
    assert "到2025年，为186.3亿元" in answer
    assert "✗未完成" in answer
    assert gdp.locator("#what-if-pace").input_value() == "0"
    assert trial_line(gdp) == [186.3, 186.3, 186.3]
    gdp.keyboard.press("End")
    assert "✓完成" in told(gdp, "完成 ，达到所需的")
    assert gdp.locator("#what-if-slider").get_attribute("aria-valuetext").endswith("%")
    gdp.keyboard.press("Tab")
    gdp.keyboard.press("Control+A")
    gdp.keyboard.type("5.5")
    assert "假设2024–2025年每年增长5.50%：到2025年，为207.36亿元" in told(gdp, "增长 5.50%")
    assert gdp.locator("#what-if-slider").input_value().startswith("5.5")
    gdp.keyboard.press("Tab")
    gdp.keyboard.press("Enter")
    preset = gdp.locator(":focus").get_attribute("data-pace")
    assert "✓完成" in told(gdp, f"增长 {preset}%"), "the first preset is what is required, and it suffices"
    assert trial_line(gdp)[-1] >= 230


def test_what_cannot_be_tried_is_said_in_the_same_place(gdp):
    gdp.expected_errors.append("status of 400")
    gdp.locator("#what-if-pace").fill("很多")
    told(gdp, "试算值应是一个数")
    assert gdp.locator("#what-if-pace").get_attribute("aria-invalid") == "true"
    assert trial_line(gdp) == []
    assert gdp.locator("#what-if-answer").get_attribute("aria-live") == "polite"


def test_nothing_is_kept(gdp):
    address = gdp.url
    gdp.locator("#what-if-pace").fill("9")
    told(gdp, "增长 9.00%")
    gdp.goto(address)
    assert "9.00%" not in gdp.locator("#what-if-answer").inner_text()


def test_without_a_script_the_form_does_the_same(browser, readers, gdp):
    address = gdp.url
    state = readers.state("yanjin-leader")
    with watched_page(browser, readers.house.url, storage_state=state, java_script_enabled=False) as page:
        page.goto(address)
        assert not page.locator("#what-if-slider").is_visible()
        page.locator("#what-if-pace").fill("5.5")
        page.get_by_role("button", name="试算").click()
        assert "what_if=5.5" in page.url
        assert "为207.36亿元" in words(page.locator("#what-if-answer").inner_text())
