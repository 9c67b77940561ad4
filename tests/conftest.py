"""What every test stands on: real PostgreSQL and Valkey (config/settings_test.py), no way out of this machine, a browser."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import shutil
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from hypothesis import HealthCheck
from hypothesis import settings as of_hypothesis
from pytest_django.plugin import blocking_manager_key as blocker_key

from tests import databases, turns

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NO_CHROMIUM = "no Chromium on this machine: install Debian's package chromium to run the browser tests"
#: No sandbox (we may be root), no screen, and nothing that calls its maker.
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # Every window loads two hidden pages for its address bar, which nobody sees here: half the work of opening one.
    # A second list takes the place of Playwright's own, which is therefore repeated.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch",
]  # fmt: skip
#: A machine under load is no fault of a law; speed is measured in bench/.
of_hypothesis.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
of_hypothesis.load_profile("house")
LOOPBACK = ("127.", "::1", "localhost")


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Iterator[None]:
    several = session.config.getoption("numprocesses", None) and not session.config.getoption("nomigrations")
    begun = databases.begin() if several and "PYTEST_XDIST_WORKER" not in os.environ else None
    result = yield
    if begun is not None:
        begun.wait(60)
    return result


def pytest_collection_finish() -> None:
    """What was imported stays: nobody looks through it for rubbish again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return turns.scheduler(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        items[:] = turns.in_turn(items)
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("journey"):
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test with transactions of its own empties every table behind it; what migrations had put there comes back."""
    yield
    if nextitem is None:
        return  # the last one: the database is gone
    marker = item.get_closest_marker("django_db")
    wanted = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    if wanted or (marker and marker.kwargs.get("transaction")):
        blocker = item.session.config.stash[blocker_key]
        with blocker.unblock():
            first_rule = importlib.import_module("indicators.migrations.0005_first_rule")
            if not apps.get_model("indicators", "StatusRule").objects.exists():
                first_rule.add_first_rule(apps, None)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """A test that would talk to another machine fails instead."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
            raise RuntimeError(f"a test tried to connect to {address[0]}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def _empty_redis() -> None:
    """Each worker of pytest-xdist begins with an empty Redis database of its own."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.flushdb()
    client.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_use_migrations: bool, django_db_blocker: Any
) -> None:
    """Each worker's database is a copy of one in which every migration ran."""
    if django_db_use_migrations:
        with django_db_blocker.unblock():
            connections["default"].settings_dict["TEST"]["TEMPLATE"] = databases.migrated()


@pytest.fixture(scope="module")
def lasting(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """``with lasting():`` what is written there stands for the whole module; each test's own is undone as ever.

    For modules whose tests all run inside a transaction: a test that empties tables would take it along.
    """
    with contextlib.ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(transaction.atomic())
        yield django_db_blocker.unblock
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            stack.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the session."""
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # For the same reason Django opens connections of its own below: whichever is left open would keep a test database.
    connections.close_all()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()
        connections.close_all()


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    """A page of 1366×768 on the live server. The test fails when a request leaves the host or the page logs an error."""
    with watched_page(browser, live_server.url) as page:
        yield page


@contextlib.contextmanager
def watched_page(browser: Any, address: str, *, width: int = 1366, height: int = 768, **context: Any) -> Iterator[Any]:
    """A page in a context of its own. What it asks of another host or logs as an error (CSP too) fails the test at the end."""
    own = new_context(browser, address, width=width, height=height, **context)
    try:
        with watched(own.new_page(), address) as page:
            yield page
    finally:
        own.close()


def new_context(browser: Any, address: str, *, width: int = 1366, height: int = 768, **context: Any) -> Any:
    """Cookies and a cache of its own, in Chinese, at this address."""
    return browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", base_url=address, **context)


@contextlib.contextmanager
def watched(page: Any, address: str) -> Iterator[Any]:
    """The page, closed at the end; then a request to another host or an error that it logged fails the test."""
    with watching(page, address):
        try:
            yield page
        finally:
            page.close()


@contextlib.contextmanager
def watching(page: Any, address: str) -> Iterator[None]:
    """Fails at the end where the page meanwhile asked another host or logged an error."""
    outside: list[str] = []
    errors: list[str] = []
    told = {
        "request": lambda request: _note_outside(request.url, address, outside),
        "console": lambda message: errors.append(message.text) if message.type == "error" else None,
        "pageerror": lambda error: errors.append(str(error)),
    }
    for event, note in told.items():
        page.on(event, note)
    page.expected_errors = []  # a test that provokes an error says so: page.expected_errors.append("403")
    yield
    for event, note in told.items():
        page.remove_listener(event, note)
    unexpected = [error for error in errors if not any(word in error for word in page.expected_errors)]
    assert not outside, f"requests left the host: {outside}"
    assert not unexpected, f"the page logged errors: {unexpected}"


def _note_outside(url: str, ours: str, outside: list[str]) -> None:
    if not url.startswith((ours, "data:", "blob:", "about:")):
        outside.append(url)
