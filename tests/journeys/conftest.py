"""Two houses with the real data: one that is only read, one in which people write and a worker computes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from accounts.management.commands.create_demo_accounts import PASSWORD
from tests.conftest import watched_page
from tests.journeys import house as houses
from tests.journeys.house import House


@pytest.fixture(scope="session")
def reading(browser: Any, tmp_path_factory: Any) -> Iterator[House]:
    """The house of the journeys that change nothing."""
    with houses.opened("reading", tmp_path_factory.mktemp("reading")) as house:
        yield house


@pytest.fixture(scope="module")
def writing(browser: Any, tmp_path_factory: Any) -> Iterator[House]:
    """A house of one module, with a worker and a Valkey that may be stopped."""
    with houses.opened("writing", tmp_path_factory.mktemp("writing"), with_worker=True) as house:
        yield house


class Visitors:
    """Opens pages of a house as this or that person; a person logs in through the form once for all pages."""

    def __init__(self, browser: Any, house: House) -> None:
        self.house = house
        self._browser = browser
        self._states: dict[str, Any] = {}

    def state(self, name: str) -> Any:
        """The cookies of the person called ``name`` (a demo account)."""
        if name not in self._states:
            with watched_page(self._browser, self.house.url) as page:
                log_in(page, name)
                self._states[name] = page.context.storage_state()
        return self._states[name]

    @contextlib.contextmanager
    def page(self, name: str, **size: int) -> Iterator[Any]:
        """A watched page of the person."""
        with watched_page(self._browser, self.house.url, storage_state=self.state(name), **size) as page:
            yield page


def log_in(page: Any, name: str) -> None:
    """Through the form, as people do. The page that was asked for stays the one that comes."""
    if not page.url.startswith("http"):
        page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="退出").wait_for()


@pytest.fixture(scope="session")
def readers(browser: Any, reading: House) -> Visitors:
    return Visitors(browser, reading)


@pytest.fixture(scope="module")
def writers(browser: Any, writing: House) -> Visitors:
    return Visitors(browser, writing)


@pytest.fixture
def as_leader(readers: Visitors) -> Iterator[Any]:
    """A page of the leader of Yanjin."""
    with readers.page("yanjin-leader") as page:
        yield page


@pytest.fixture
def as_city(readers: Visitors) -> Iterator[Any]:
    """A page of the leader of Xinxiang."""
    with readers.page("xinxiang-leader") as page:
        yield page


@pytest.fixture
def inside(django_db_blocker: Any) -> Callable[[House], contextlib.AbstractContextManager[None]]:
    """``with inside(house):`` this process works on the house's database."""

    @contextlib.contextmanager
    def switch(house: House) -> Iterator[None]:
        with django_db_blocker.unblock():
            connection.close()
            own = connection.settings_dict["NAME"]
            connection.settings_dict["NAME"] = house.database
            try:
                yield
            finally:
                connection.close()
                connection.settings_dict["NAME"] = own

    return switch
