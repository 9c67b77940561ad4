"""The brief of a region: one sheet, the numbers of its page, nothing fetched, and a clear word where it cannot be made."""

import io
import os
import re
import subprocess
import sys
import threading
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pdfplumber
import pytest
from django.utils import timezone

from accounts.models import AuditEntry, AuditKind
from reports import paper
from tests.factories import accounts, regions, sample_plan

ADDRESS = "/reports/regions/410726/brief.pdf?year=2024"
ROOT = Path(__file__).parents[2]


def words(data: bytes) -> str:
    """What stands on the only page, without blanks."""
    with pdfplumber.open(io.BytesIO(data)) as opened:
        assert len(opened.pages) == 1
        page = opened.pages[0]
        assert (round(page.width), round(page.height)) == (595, 842)
        return re.sub(r"\s+", "", page.extract_text())


def cells(html: str) -> list[list[str]]:
    """The rows of the page's table, cell by cell, without blanks."""
    rows = re.findall(r"<tr data-plan-indicator.*?</tr>", html, re.S)
    texts = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]
    return [[re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", cell))) for cell in row] for row in texts]


def test_one_sheet_with_the_numbers_of_the_page(client, leader, plan):
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "application/pdf"
    assert "延津县 2021–2025 规划进度简报 2024.pdf" in unquote(answer["Content-Disposition"])
    said = words(answer.content)
    rows = cells(client.get("/regions/410726/?year=2024").content.decode())
    assert len(rows) == 10
    for row in rows:
        for at in (3, 8, 9):  # base, gap, required
            assert row[at] in said, row
    for text in ("51.9%", "18.99%", "−36.7", "▼滞后", "▼▼严重滞后", "◌待下达", "疑点1项", "年统计公报", "规则第"):
        assert text in said, text
    told = re.search(r'<p class="answer">(.*?)</p>', client.get("/regions/410726/?year=2024").content.decode(), re.S)
    assert re.sub(r"\s+", "", unescape(re.sub("<[^>]+>", "", told[1]))) in said


@pytest.mark.parametrize("more", [5, 17, 30])
def test_it_stays_one_sheet_for_more_rows(client, leader, plan, more):
    sample_plan.crowd(plan, more)
    said = words(client.get(ADDRESS).content)
    assert f"指标{99 + more}" in said


def test_a_plan_without_actuals_has_a_sheet_too(client, leader):
    sample_plan.yanjin_plan(actuals=False)
    assert "尚无数据" in words(client.get(ADDRESS).content)


def test_the_sheet_says_that_figures_are_samples(client, leader, plan):
    row = plan.rows.get(short_name="地区生产总值")
    row.observations.update(sample=True)
    assert "含演示数据" in words(client.get(ADDRESS).content)


def test_who_took_it_along_is_kept(client, leader, plan):
    client.get(ADDRESS)
    entry = AuditEntry.objects.get(kind=AuditKind.EXPORT)
    assert (entry.person, entry.region.code) == (leader, "410726")
    assert "简报" in entry.about


@pytest.mark.parametrize(
    ("query", "status"), [("year=1999", 400), ("period=1990-1995", 400), ("as_of=1", 400), ("year=2023", 200)]
)
def test_parameters_are_understood_or_refused(client, leader, plan, query, status):
    assert client.get(f"/reports/regions/410726/brief.pdf?{query}").status_code == status


def test_only_who_may_see_the_region(client, plan):
    assert client.get(ADDRESS).status_code == 302
    client.force_login(accounts.leader(region=regions.weibin()))
    assert client.get(ADDRESS).status_code == 403


def test_nothing_is_fetched(caplog, tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'fetched' }")
    html = f'<link rel="stylesheet" href="file://{secret}"><img src="http://127.0.0.1:9/x.png"><p>word</p>'
    data = paper.one_sheet([lambda: html], "@import url(http://127.0.0.1:9/y.css);", address="http://127.0.0.1:9/")
    assert words(data) == "word"
    assert caplog.text.count("nothing is fetched for a sheet") == 3


def test_two_at_once(client, leader, plan):
    made: list[bytes] = []

    def one():
        made.append(paper.one_sheet([lambda: "<p>规划</p>" * 20], "", address="http://x/"))

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(made) == 2
    assert all("规划" in words(data) for data in made)


MISSING = """
import sys, types
{how}
from reports import paper
try:
    paper.one_sheet([lambda: "<p>x</p>"], "", address="http://x/")
except paper.PaperMissing as missing:
    print("missing:", missing.what)
"""
NO_PACKAGE = "sys.modules['weasyprint'] = None"
NO_LIBRARY = "import cffi; cffi.FFI.dlopen = lambda *a, **k: (_ for _ in ()).throw(OSError('cannot load library libpango-1.0-0'))"


@pytest.mark.parametrize(("how", "told"), [(NO_PACKAGE, "weasyprint"), (NO_LIBRARY, "libpango")])
def test_what_is_missing_is_named(how, told):
    """In a process of its own, where the package or a library of the machine cannot be loaded."""
    command = [sys.executable, "-c", MISSING.format(how=how)]
    said = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True, timeout=60)
    last = said.stdout.splitlines()[-1]
    assert last.startswith("missing: ")
    assert told in last


def test_the_page_says_what_is_missing_and_nothing_else_fails(client, leader, plan, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # what Python answers where a package is not installed
    answer = client.get(ADDRESS)
    assert answer.status_code == 503
    assert "缺少：weasyprint" in answer.content.decode()
    assert not AuditEntry.objects.filter(kind=AuditKind.EXPORT).exists()
    assert client.get("/regions/410726/?year=2024").status_code == 200


def test_the_sheet_can_be_taken_as_of_a_day(client, leader, plan):
    day = f"{timezone.localdate():%Y-%m-%d}"
    answer = client.get(f"{ADDRESS}&as_of={day}")
    said = words(answer.content)
    assert f"按{day}的记录" in said
    assert "51.9%" in said
    assert f"（{day} 的记录）" in unquote(answer["Content-Disposition"])
    assert AuditEntry.objects.filter(kind=AuditKind.EXPORT).count() == 1  # kept although a replay only reads
