"""Wrong addresses and wrong figures: one clear sentence in Chinese, and nothing is changed."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/regions/410726/?year=二零二四", 400, "四位年份"),
        ("/regions/410726/?year=2031", 400, "不在规划期 2021–2025"),
        ("/regions/410726/?period=2021", 400, "2021-2025"),
        ("/regions/999999/", 404, "找不到这个页面"),
        ("/regions/411721/", 403, "没有权限"),
        ("/regions/410700/", 403, "没有权限"),
        ("/plan-indicators/999999/", 404, "找不到这个页面"),
        ("/no/such/page/", 404, "找不到这个页面"),
        ("/accounts/", 403, "没有权限"),
        ("/review/", 403, "没有权限"),
        ("/entry/", 403, "没有权限"),
        ("/entry/sheets/", 403, "没有权限"),
        ("/entry/rounds/new/", 403, "没有权限"),
        ("/entry/rounds/999999/", 404, "找不到这个页面"),
        ("/plan-indicators/999999/revisions/", 404, "找不到这个页面"),
        ("/accounts/audit/", 403, "没有权限"),
    ],
)
def test_an_address_that_is_wrong_or_not_allowed(as_leader, address, status, told):
    as_leader.expected_errors.append(f"status of {status}")
    response = as_leader.goto(address)
    assert response.status == status
    text = as_leader.locator("main").inner_text()
    assert told in text
    assert as_leader.locator("main").get_by_role("link", name="回到总览").count() == 1
    assert "Traceback" not in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1,234.5", "逗号"),
        ("193.3亿元", "带有文字或单位"),
        ("abc", "带有文字或单位"),
        ("1.2.3", "不是一个数字"),
        ("5%", "百分号"),
        (">100", "比较符号"),
    ],
)
def test_a_figure_that_cannot_be_read_stays_in_the_form(readers, typed, told):
    with readers.page("yanjin-clerk") as page:
        page.expected_errors.append("status of 422")
        page.goto("/entry/years/")
        page.get_by_role("row", name="地区生产总值增长").get_by_role("link").last.click()
        page.get_by_label("实际值", exact=True).fill(typed)
        page.get_by_role("button", name="保存草稿").click()
        assert told in page.locator(".form-errors").inner_text()
        assert page.get_by_label("实际值", exact=True).input_value() == typed
        assert page.get_by_label("实际值", exact=True).get_attribute("aria-invalid") == "true"
        page.reload()


def test_a_doubtful_figure_is_asked_about_beside_its_cell(readers):
    """Tried out, so that nothing is written: what the checks say, and the box for the reason."""
    with readers.page("yanjin-clerk") as page:
        page.goto("/entry/years/")
        page.get_by_role("row", name="社会消费品零售总额").get_by_role("link").last.click()
        page.get_by_label("实际值", exact=True).fill("650.9")
        page.get_by_role("button", name="试算").click()
        finding = page.locator(".finding")
        assert "像是大了 10 倍（应为 65.09 亿元？）" in finding.inner_text()
        described = page.get_by_label("实际值", exact=True).get_attribute("aria-describedby").split()
        assert finding.locator("p").first.get_attribute("id") in described
        assert page.get_by_label("如数字无误，请说明原因").input_value() == ""
        assert page.get_by_label("实际值", exact=True).input_value() == "650.9"


def test_a_wrong_password_says_so_and_keeps_the_name(browser, reading):
    from tests.conftest import watched_page

    with watched_page(browser, reading.url) as page:
        page.goto("/accounts/login/")
        page.get_by_label("用户名").fill("yanjin-planner")
        page.get_by_label("密码").fill("wrong")
        page.get_by_role("button", name="登录").click()
        assert "用户名或密码不正确" in page.get_by_role("alert").inner_text()
        assert page.get_by_label("用户名").input_value() == "yanjin-planner"
