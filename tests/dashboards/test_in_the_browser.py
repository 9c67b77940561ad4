"""The pages of leaders in a real browser: charts are drawn, nothing leaves the host, nobody is shut out."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.factories import accounts, sample_plan

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opened(page):
    """A leader's browser, logged in, and the sample plan."""
    plan = sample_plan.yanjin_plan()
    user = accounts.leader()
    page.goto("/accounts/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", accounts.PASSWORD)
    page.click("main button[type=submit]")
    return page, plan


def addresses(plan) -> list[str]:
    row = plan.rows.get(short_name="地区生产总值")
    return ["/", "/regions/410726/?year=2024", f"/plan-indicators/{row.pk}/?year=2024", "/doubts/", "/projects/"]


def test_the_gap_chart_is_drawn_with_the_numbers_of_the_table(opened):
    page, _plan = opened
    page.goto("/regions/410726/?year=2024")
    page.wait_for_selector("#gap-chart[data-drawn=true]")
    assert page.locator("#gap-chart .barlayer .point").count() == 5
    words = page.locator("#gap-chart").text_content()
    assert "51.9%" in words
    assert "每年需 18.99%" in words
    page.hover("#gap-chart")
    titles = page.eval_on_selector_all("#gap-chart .modebar-btn", "all => all.map(one => one.dataset.title)")
    assert titles == ["保存为 PNG 图片"]


def test_a_chart_is_saved_as_png_by_keyboard_too(opened):
    page, _plan = opened
    page.goto("/regions/410726/?year=2024")
    page.wait_for_selector("#gap-chart[data-drawn=true]")
    button = page.get_by_role("button", name="保存为图片")
    button.focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "延津县-2021-2025-2024.png"
    picture = download.value.path().read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 2000
    page.hover("#gap-chart")
    with page.expect_download() as again:
        page.click("#gap-chart .modebar-btn")
    assert again.value.path().read_bytes()[:24] == picture[:24]


def test_the_trajectory_is_drawn(opened):
    page, plan = opened
    page.goto(addresses(plan)[2])
    page.wait_for_selector("#trajectory-chart[data-drawn=true]")
    assert page.locator("#trajectory-chart .scatterlayer .trace").count() >= 5
    page.locator("#trajectory-chart .point").nth(4).hover(force=True)
    page.wait_for_selector("#trajectory-chart .hovertext")


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_fit_and_axe_finds_nothing_serious(opened, width):
    page, plan = opened
    page.set_viewport_size({"width": width, "height": 800})
    for address in addresses(plan):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_without_scripts_the_tables_tell_everything(opened, browser, live_server):
    page, _plan = opened
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    context.add_cookies(page.context.cookies())
    bare = context.new_page()
    bare.goto("/regions/410726/?year=2024")
    assert "图未绘出" in bare.locator("noscript").first.inner_text()
    assert "51.9%" in bare.locator("tr[data-status=behind]").first.inner_text()
    context.close()
