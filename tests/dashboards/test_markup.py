"""What every page keeps to: the content security policy, and words that can be translated."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from tests.factories import accounts

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


class Inline(HTMLParser):
    """Finds what a strict policy blocks, and what is named twice."""

    def __init__(self) -> None:
        super().__init__()
        self.blocked: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.blocked += [f"{tag} {name}" for name in known if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in known and known.get("type") != "application/json"):
            self.blocked.append(tag)
        for key in ("src", "href"):
            if tag != "a" and re.match("https?:|//|javascript:", known.get(key) or ""):
                self.blocked.append(f"{tag} {known[key]}")
        if "id" in known:
            self.ids.append(known["id"])


@pytest.fixture
def addresses(plan) -> list[str]:
    rows = [f"/plan-indicators/{row.pk}/?year=2024" for row in plan.rows.all()]
    lists = [
        "/",
        "/doubts/",
        "/projects/",
        "/indicators/gdp/",
        "/regions/410726/?period=2016-2020",
        "/regions/0/",
        "/?x=",
    ]
    return [*lists, "/regions/410726/?year=2024", "/regions/410726/?year=1", *rows]


def test_no_page_has_inline_script_or_style_or_an_id_twice(client, addresses):
    client.force_login(accounts.planner())
    for address in addresses:
        found = Inline()
        found.feed(client.get(address).content.decode())
        assert not found.blocked, f"{address}: {found.blocked}"
        assert len(found.ids) == len(set(found.ids)), address


def test_every_chart_has_its_numbers_its_source_and_words(client, addresses):
    client.force_login(accounts.planner())
    charts = 0
    for address in addresses:
        html = client.get(address).content.decode()
        for tag in re.findall(r'<div class="chart"[^>]*>', html):
            charts += 1
            assert re.search(r'id="[\w-]+-chart"', tag)
            assert re.search(r'aria-label="[^"]+"', tag)
            assert "来源：" in html
            assert "<table" in html
    assert charts >= 6


_TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.S)
_TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)
_HAN = re.compile(r"[\u4e00-\u9fff]+")


#: The switch of languages calls each language by its own name.
_OWN_NAMES = {"language.html"}


@pytest.mark.parametrize(
    "template",
    [path for path in TEMPLATES if path.name not in _OWN_NAMES],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_chinese_word_of_a_template_can_be_translated(template):
    text = _TAGS.sub("", _TRANSLATED.sub("", template.read_text()))
    assert not _HAN.findall(text), f"{template.name}: outside translate: {_HAN.findall(text)}"


def test_the_error_pages_are_plain_and_chinese(client, leader, plan, settings):
    client.raise_request_exception = False
    settings.DEBUG = False
    assert "找不到这个页面" in client.get("/nothing/here/").content.decode()
    assert "系统出错了" in render_to_string("500.html")
