"""An administrator makes a clerk; the clerk takes a pass word of the own, a second step, and comes back with a code."""

from __future__ import annotations

import time
from base64 import b32decode

import pytest
from django_otp.oath import TOTP

from tests.conftest import watched_page
from tests.journeys.conftest import log_in

pytestmark = pytest.mark.journey

NAME, OWN = "li-qing", "kui-hua-2031-ting"


def code(secret, steps=0):
    """What the phone shows, ``steps`` half minutes from now."""
    clock = TOTP(b32decode(secret.replace(" ", "")))
    clock.time = time.time() + 30 * steps
    return f"{clock.token():06d}"


def enter(page, password):
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(NAME)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def make_clerk(page):
    """By the administrator of Yanjin; the one-time pass word."""
    page.goto("/accounts/")
    page.get_by_role("link", name="新建账号").click()
    page.get_by_label("用户名").fill(NAME)
    page.get_by_label("姓名").fill("李青")
    page.get_by_label("角色").select_option("填报员")
    page.get_by_label("地区范围").fill("延津县")
    page.get_by_role("button", name="建立并生成密码").click()
    assert "填报员必须属于一个单位" in page.locator(".errors").inner_text()
    page.get_by_label("单位").select_option("延津县 · 统计局")
    page.get_by_role("button", name="建立并生成密码").click()
    return page.locator("#one-time-password").inner_text()


def take_own_password(page, given):
    enter(page, given)
    page.get_by_role("heading", name="修改密码").wait_for()
    page.goto("/entry/")
    assert page.url.endswith("/accounts/password/"), "nothing else opens"
    page.get_by_label("旧密码").fill(given)
    page.get_by_label("新密码", exact=True).fill(OWN)
    page.get_by_label("新密码确认").fill(OWN)
    page.get_by_role("button", name="修改密码").click()
    page.get_by_text("密码已修改，欢迎使用").wait_for()


def take_second_step(page):
    """The secret that the phone knows from now on, and the backup codes."""
    page.get_by_role("link", name="李青 · 填报员").click()
    page.get_by_role("link", name="启用两步验证").click()
    page.get_by_role("button", name="开始设置").click()
    picture = page.get_by_role("img", name="二维码")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100"), "the policy lets it through"
    secret = page.locator("#secret").inner_text()
    page.get_by_label("验证码").fill(code(secret))
    page.get_by_role("button", name="确认启用").click()
    page.get_by_role("heading", name="两步验证已启用").wait_for()
    return secret, page.locator(".backup-codes li").all_inner_texts()


def test_from_the_new_account_to_the_second_step(browser, writing, writers):
    with writers.page("yanjin-administrator") as page:
        page.expected_errors.append("status of 422")
        given = make_clerk(page)
    with watched_page(browser, writing.url) as page:
        page.expected_errors.append("status of 422")
        take_own_password(page, given)
        secret, backup = take_second_step(page)
        page.get_by_role("button", name="退出").click()
        enter(page, OWN)
        page.get_by_role("heading", name="两步验证").wait_for()
        page.goto("/entry/")
        assert "/accounts/login/" in page.url, "half way is not in"
        page.goto("/accounts/login/code/")
        page.get_by_label("验证码").fill("000000")
        page.get_by_role("button", name="继续").click()
        assert "验证码不正确" in page.locator(".errors").inner_text()
        page.wait_for_timeout(1500)  # what the page asked for after a wrong one
        page.get_by_label("验证码").fill(code(secret, 1))
        page.get_by_role("button", name="继续").click()
        page.get_by_role("button", name="退出").click()
        enter(page, OWN)
        page.get_by_label("验证码").fill(backup[0])
        page.get_by_role("button", name="继续").click()
        page.get_by_role("link", name="李青 · 填报员").click()
        assert "备用码还剩 9 个" in page.locator("main").inner_text()
    with writers.page("yanjin-administrator") as page:
        page.goto(f"/accounts/audit/?person={NAME}")
        log = page.locator("tbody").inner_text()
        for told in (
            "登录成功（备用码，还剩 9 个）",
            "登录成功（两步验证）",
            "验证码不正确",
            "启用了两步验证",
            "修改了自己的密码",
        ):
            assert told in log


def test_a_lock_out_is_released_from_the_page_of_the_account(browser, writing, writers):
    with watched_page(browser, writing.url) as page:
        page.expected_errors += ["status of 429"]
        for _ in range(10):
            page.goto("/accounts/login/")
            page.get_by_label("用户名").fill("yanjin-leader")
            page.get_by_label("密码").fill("wrong")
            page.get_by_role("button", name="登录").click()
        assert "15 分钟内不要再试" in page.locator("main").inner_text()
        with writers.page("yanjin-administrator") as office:
            office.goto("/accounts/lockouts/")
            office.get_by_role("row", name="yanjin-leader").get_by_role("button", name="解除锁定").click()
            assert "已解除" in office.get_by_role("status").inner_text()
        page.goto("/accounts/login/")
        log_in(page, "yanjin-leader")
