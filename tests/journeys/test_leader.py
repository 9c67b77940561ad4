"""A leader asks where the county stands: the answer in five seconds, the reason in two clicks."""
import pytest

pytestmark = pytest.mark.journey

def test_dump(as_leader):
    as_leader.goto("/regions/410726/?year=2024")
    print(as_leader.locator("main").inner_text())
    as_leader.screenshot(path="/tmp/team/j.png", full_page=True)
