"""What a reader's browser sees of the pages: kilobytes over the wire, and the time until the chart stands.

gunicorn serves the scratch database with the static files of production; a headless Chromium of this machine visits it.
"""

from __future__ import annotations

import contextlib
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.test import Client

from accounts.models import User
from bench.nation import KINDS, code_of
from bench.server import serving
from bench.table import Line

FIRST_KILOBYTES, LATER_KILOBYTES, CHART_SECONDS = 700.0, 60.0, 1.0
_TIMES = 5
_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
#: Whole seconds from the start of the navigation to the moment at which the last chart of the page stood.
_DRAWN = """() => {
  const charts = [...document.querySelectorAll('[id$="-chart"]')];
  return charts.length > 0 && charts.every(chart => chart.dataset.drawn === 'true') && performance.now() / 1000;
}"""


def measure(regions: int, environment: Mapping[str, str], times: int) -> Iterator[Line]:
    """First visit and later visits in kB, and the chart of a county page and of a plan-indicator page in seconds."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        yield Line("browser: no Chromium on this machine", "–")
        return
    with _static(environment) as folder:
        own = {**environment, "DJANGO_SETTINGS_MODULE": "bench.served", "BENCH_STATIC": folder}
        with serving(own) as (host, port):
            yield from _visits(chromium, f"http://{host}:{port}", regions, min(times, _TIMES))


@contextlib.contextmanager
def _static(environment: Mapping[str, str]) -> Iterator[str]:
    """A folder of collected static files; ``BENCH_STATIC`` may name one that stands: compressing them takes long."""
    if there := environment.get("BENCH_STATIC"):
        yield there
        return
    with tempfile.TemporaryDirectory() as folder:
        own = {**environment, "DJANGO_SETTINGS_MODULE": "bench.served", "BENCH_STATIC": folder}
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0", "--ignore", "redoc"]
        subprocess.run(collect, env=own, check=True, timeout=300)
        yield folder


def _visits(chromium: str, address: str, regions: int, times: int) -> Iterator[Line]:
    from playwright.sync_api import sync_playwright

    sessions = {name: _session(name) for name in ("leader", "province")}  # before the browser: it runs a loop
    county = f"{address}/regions/{code_of(regions)}/?year=2024"
    row = f"{address}/plan-indicators/{(regions - 1) * len(KINDS) + 1}/?year=2024"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        context.add_cookies([{"name": "sessionid", "value": sessions["leader"], "url": address}])
        page = context.new_page()
        first, _ = _visit(page, county)
        yield Line.bar("county page, first visit over the wire", first, FIRST_KILOBYTES, "kB", digits=0)
        for what, where in (("county page", county), ("plan-indicator page", row)):
            seen = [_visit(page, where) for _ in range(times)]
            yield Line.bar(f"{what}, a later visit", max(size for size, _ in seen), LATER_KILOBYTES, "kB", digits=0)
            drawn = statistics.median(seconds for _, seconds in seen)
            yield Line.bar("  its chart stands after, median", drawn, CHART_SECONDS, "s", digits=2)
        for what, name, where in (
            ("comparison of the nation", "leader", "/indicators/gdp/?year=2024"),
            ("overview of a province", "province", "/?period=2021-2025&year=2024"),
        ):
            context.add_cookies([{"name": "sessionid", "value": sessions[name], "url": address}])
            seen = [_weight(page, address + where) for _ in range(3)][1:]
            yield Line.bar(f"{what}, a later visit", max(seen), LATER_KILOBYTES, "kB", digits=0)
        browser.close()


def _session(name: str) -> str:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def _visit(page: Any, address: str) -> tuple[float, float]:
    """Kilobytes received, headers and all, and seconds until the chart stood."""
    drawn: list[float] = []
    weight = _weight(page, address, lambda: drawn.append(page.wait_for_function(_DRAWN, polling="raf").json_value()))
    return weight, drawn[0]


def _weight(page: Any, address: str, meanwhile: Callable[[], None] = lambda: None) -> float:
    """Kilobytes received, headers and all."""
    network, received = page.context.new_cdp_session(page), []
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(address)
    meanwhile()
    page.wait_for_load_state("networkidle")
    network.detach()
    return sum(received) / 1000
