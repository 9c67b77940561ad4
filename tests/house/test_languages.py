"""Two languages, both whole: a string that is not marked, or marked and not translated, fails here.

The allow-list names the files whose Chinese is no interface, each with its reason. Everything else that is Chinese in product
code stands in a gettext call, or in ``word``/``say`` of a pure package, and has an English translation.
"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser

import polib
import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.translation import override, trans_real

from accounts.models import AuditEntry
from config import messages, msgids
from indicators.domain import unit_names
from indicators.models import Indicator, PlanIndicator
from indicators.models.catalogue import english_names
from tests.house.addresses import PAGES
from tests.house.test_addresses import lasting_things, things  # noqa: F401  (fixtures)

CHINESE = msgids.CHINESE
#: Punctuation that English text does not have.
FULL_WIDTH = re.compile("[\u3000-\u303f\uff00-\uffef]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")

#: Message ids whose English keeps Chinese: what is to be typed or is printed on maps, in Chinese whatever the language.
KEEPS_CHINESE = (
    "照地图上印的写",
    "在原文里查找，例如",
    "2. 单位写在",
    "required 的单位，如 %",
    "审图号写作",
    "只写数字时按",
    "最多 60 字。",
)

#: File or folder -> why Chinese stands there that nobody translates.
NOT_INTERFACE = {
    "/migrations/": "written by Django: names of fields as they were",
    "indicators/domain/units.py": "notation: units as plans print them",
    "indicators/domain/unit_names.py": "notation: Chinese units and their English",
    "indicators/domain/paths.py": "notation: units",
    "indicators/domain/yearly_text.py": "notation: the printed wording of a yearly target",
    "indicators/domain/alone.py": "notation: units, and words in the names of indicators",
    "indicators/domain/grammar.py": "notation: words of printed targets",
    "indicators/domain/wording.py": "notation: the printed wording of a target",
    "indicators/domain/notation.py": "notation",
    "indicators/domain/names.py": "notation: words in the names of indicators",
    "indicators/domain/types.py": "notation",
    "indicators/domain/series.py": "notation: units",
    "indicators/domain/doubt_records.py": "doubts: stored in Chinese",
    "indicators/domain/doubts.py": "doubts: stored in Chinese",
    "indicators/domain/figure_doubts.py": "doubts: stored in Chinese",
    "indicators/domain/series_doubts.py": "doubts: stored in Chinese",
    "indicators/domain/checks/": "warnings of entry: stored with the figure, in Chinese",
    "indicators/selectors/surroundings.py": "words put into warnings of entry",
    "indicators/selectors/around_rows.py": "words put into warnings of entry",
    "indicators/selectors/reference_series.py": "the name of a reference as plans print it",
    "indicators/services/loading/plan_doubts.py": "a doubt: stored in Chinese",
    "intake/domain/": "reading of Chinese plan documents; what is noted is stored in Chinese",
    "intake/readers/": "reading of Chinese plan documents",
    "intake/services/words.py": "patterns of what the readers say, not shown",
    "sheets/": "headers of Chinese tables, and the author of a workbook",
    "entry/presenters/sheets/form.py": "the name of a worksheet, by which it is found again",
    "projects/domain/days.py": "the notation of days",
    "projects/domain/facts.py": "reading of facts as plans print them",
    "projects/domain/likeness.py": "words in the names of projects as plans print them",
    "projects/domain/letters.py": "letters: sent and stored in Chinese",
    "evaluations/domain/counts.py": "evaluations: kept and printed in Chinese",
    "evaluations/domain/sentences.py": "evaluations: kept and printed in Chinese",
    "evaluations/domain/moved.py": "evaluations: said of what is kept in Chinese",
    "evaluations/domain/sections.py": "evaluations: kept and printed in Chinese",
    "publicity/domain/cut.py": "how a note of an evaluation begins",
    "evaluations/domain/quotes.py": "evaluations: kept and printed in Chinese",
    "evaluations/paper/": "evaluations: kept and printed in Chinese",
    "reports/word": "names of fonts",
    "projects/domain/serving.py": "reading of names as plans print them",
    "projects/models/project.py": "a unit",
    "projects/domain/checks/": "warnings of monthly reports: stored with the report, in Chinese",
    "data/regions/": "derivation of region tables, run by developers",
    "config/env.py": "for operators at a terminal, before any language is set up",
    "config/run.py": "for operators at a terminal, in both languages at once",
    "config/checks.py": "for operators at a terminal",
    "config/embedded_": "for operators at a terminal",
    "config/settings.py": "the name in an authenticator",
    "/management/commands/": "for operators at a terminal",
    "projects/management/demo/": "sample data, kept in Chinese as any data",
}

#: Single strings of files that are interface otherwise.
NOT_SAID = {
    ("regions/boundary_files.py", "审图号"),  # a property of a file
    ("regions/models/boundaries.py", "^(GS"),  # the notation of a review number
    ("indicators/services/loading/plan_rows.py", "经济增长"),  # as plans print it
}


def _is_said(literal: msgids.Literal) -> bool:
    """Units are data: indicators/domain/unit_names.py knows their English."""
    known = any(literal.file == file and literal.text.startswith(text) for file, text in NOT_SAID)
    return not known and not literal.recorded and unit_names.in_english(literal.text) == literal.text


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return messages.catalogue()


def test_the_catalogue_holds_what_the_interface_says(catalogue):
    """``make messages`` after a string was added, changed or taken out."""
    said, stored = set(msgids.msgids()), {entry.msgid for entry in catalogue}
    assert said - stored == set(), "not in locale/en: run make messages and translate"
    assert stored - said == set(), "nobody says this any more: run make messages"


def test_every_string_has_its_english(catalogue):
    assert [entry.msgid for entry in catalogue if not entry.msgstr.strip(" ") and entry.msgid.strip()] == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete] == []


def test_english_is_english(catalogue):
    left = [
        entry.msgstr
        for entry in catalogue
        if (CHINESE.search(entry.msgstr) or FULL_WIDTH.search(entry.msgstr))
        and not entry.msgid.startswith(KEEPS_CHINESE)
    ]
    assert left == []


def test_what_is_put_in_is_the_same(catalogue):
    """Placeholders and tags: a missing one would lose a figure, an unknown one would fail the page."""
    for pattern in (PLACEHOLDER, TAG):
        apart = [
            (entry.msgid, entry.msgstr)
            for entry in catalogue.translated_entries()
            if sorted(set(pattern.findall(entry.msgid))) != sorted(set(pattern.findall(entry.msgstr)))
        ]
        assert apart == []


def test_strings_have_one_form():
    """Chinese has no plural and needs no context: the extractor knows neither, and English is worded to need none."""
    found = [
        file
        for suffix in (".py", ".html")
        for file in msgids.tracked(suffix)
        if re.search(r"\b(?:ngettext|npgettext|pgettext)\w*\(|\{%\s*plural\s*%\}", (msgids.BASE_DIR / file).read_text())
    ]
    assert found == []


def test_chinese_in_code_is_marked():
    found = [
        f"{literal.file}:{literal.line}: {literal.text[:60]!r}"
        for file in msgids.tracked(".py")
        if not any(place in f"/{file}" for place in NOT_INTERFACE)
        for literal in msgids.python_literals(file)
        if not literal.marked and CHINESE.search(literal.text) and _is_said(literal)
    ]
    assert found == [], "put it into gettext, or into word()/say() of a pure package"


def test_the_allow_list_is_needed():
    files = [f"/{file}" for file in msgids.tracked(".py")]
    assert [place for place in NOT_INTERFACE if not any(place in file for file in files)] == []


class Words(HTMLParser):
    """What a page says: its text and the attributes that are read or shown, but for parts that say that they are Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.chinese = ""  # the tag of the part that is Chinese, and how many of that name are open inside
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.chinese:
            self.depth += tag == self.chinese
            return
        if tag != "html" and str(dict(attrs).get("lang")).startswith("zh"):
            self.chinese, self.depth = ("", 0) if tag == "input" else (tag, 1)
            return
        silent = {"href", "action", "src", "class", "id"} | ({"value"} if tag == "option" else set())  # sent, not read
        self.said += [value for name, value in attrs if value and name not in silent]

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == self.chinese
        if self.chinese and not self.depth:
            self.chinese = ""

    def handle_data(self, data: str) -> None:
        if self.chinese:
            return
        self.said.append(re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), data))


def test_chinese_in_templates_is_marked():
    """Outside tags, comments and variables no Chinese is left; the switch of languages names itself."""
    tags = re.compile(
        r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|\{%\s*blocktrans.*?endblocktrans(?:late)?\s*%\}", re.S
    )
    found = []
    for file in msgids.tracked(".html"):
        if file == "templates/language.html":
            continue
        text = tags.sub("", (msgids.BASE_DIR / file).read_text())
        text = re.sub(r"\{%\s*trans(?:late)?\s.*?%\}|_\(.*?\)", "", text)
        found += [f"{file}: {line.strip()[:80]}" for line in text.splitlines() if CHINESE.search(line)]
    assert found == []


def test_no_chinese_in_scripts():
    """Words reach scripts through data attributes and JSON, where the templates translate them."""
    found = [
        f"{name}: {line.strip()[:80]}"
        for name in msgids.tracked(".js")
        if not name.startswith(("static/vendor/", "frontend/"))
        for line in (msgids.BASE_DIR / name).read_text().splitlines()
        if CHINESE.search(re.sub(r"//.*|/\*.*?\*/|^\s*\*.*", "", line))
    ]
    assert found == []


# --- pages: what is left of Chinese is in the database --------------------------------------------------------------
OPENING, CLOSING = "⟦", "⟧"


class _Marked:
    """Translations that show what went through them: ⟦规划进度⟧."""

    def __init__(self, real: object) -> None:
        self.real = real

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)

    def gettext(self, message: str) -> str:
        return f"{OPENING}{message}{CLOSING}" if CHINESE.search(message) else self.real.gettext(message)


@pytest.fixture
def marked_english(monkeypatch):
    """English in which everything translated stands between ⟦ and ⟧."""
    real = trans_real.translation("en")
    monkeypatch.setitem(trans_real._translations, "en", _Marked(real))
    _forget_words()
    with override("zh-hans"):  # whatever was active holds the old one
        yield
    _forget_words()


def _forget_words() -> None:
    """Empty what the house keeps in memory: marked words would be handed to whoever asks in English after these tests."""
    ours = tuple(
        f"{label}." for label in ("accounts", "dashboards", "entry", "indicators", "intake", "projects", "reports")
    )
    for name, module in list(sys.modules.items()):
        if name.startswith(ours):
            for kept in list(vars(module).values()):
                if callable(getattr(kept, "cache_clear", None)):
                    kept.cache_clear()


def _data() -> str:
    """Every text in the database, the data that pages show."""
    texts = []
    for model in apps.get_models():
        fields = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        if fields and model._meta.managed and not model._meta.proxy:
            texts += [str(value) for row in model.objects.values_list(*fields)[:2000] for value in row if value]
    return "\n".join(texts)


def _without_translated(text: str) -> str:
    """``text`` without what stands between the marks, however deep."""
    inner = re.compile(f"{OPENING}[^{OPENING}{CLOSING}]*{CLOSING}")
    before = ""
    while before != text:
        before, text = text, inner.sub(" ", text)
    return text


def _left_over(html: str) -> list[str]:
    page = Words()
    page.feed(_without_translated(html))  # a sentence may reach over tags
    said = (_without_translated(text) for text in page.said)  # and JSON has its marks escaped
    return [run for text in said for run in re.findall("[\u3400-\u4dbf\u4e00-\u9fff]+", text)]


@pytest.mark.django_db
@pytest.mark.usefixtures("marked_english")
def test_pages_say_nothing_untranslated(client, things, settings):  # noqa: F811
    people, arguments = things
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    data, found = _data(), {}
    for name in sorted(PAGES):
        who = next(role for role in ("administrator", "reviewer", "planner", "clerk") if role in PAGES[name])
        client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(reverse(name, args=arguments.get(name, [])))
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            left = [text for text in _left_over(answer.content.decode()) if text not in data]
            if left:
                found[name] = sorted(set(left))
    assert found == {}, "\n".join(f"{name}: {left}" for name, left in found.items())


# --- what English says ----------------------------------------------------------------------------------------------
@pytest.fixture
def english(client, settings):
    """A client that chose English, with the catalogue as it stands compiled."""
    messages.compile_catalogues()
    trans_real._translations = {}
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english_names.cache_clear()
    yield client
    english_names.cache_clear()


@pytest.mark.django_db
def test_names_units_and_the_sum_in_english(english, things):  # noqa: F811
    people, arguments = things
    row = PlanIndicator.objects.get(pk=arguments["dashboards:row"][0])
    Indicator.objects.filter(pk=row.indicator_id).update(name_en="Gross regional product")
    english.force_login(people["leader"], backend="django.contrib.auth.backends.ModelBackend")
    address = f"{reverse('dashboards:row', args=[row.pk])}?year=2024"
    page = english.get(address).content.decode()
    assert "<h1>Gross regional product<small>hundred million yuan</small></h1>" in page
    assert "Attainment P" in page
    assert f"printed as “{row.name}”" in page
    del english.cookies["django_language"]
    page = english.get(address).content.decode()
    assert f"<h1>{row.short_name}<small>亿元</small></h1>" in page
    assert "实现程度 P" in page


@pytest.mark.django_db
def test_what_is_recorded_stays_chinese(english, things):  # noqa: F811
    people, _arguments = things
    english.force_login(people["administrator"], backend="django.contrib.auth.backends.ModelBackend")
    made = english.post(reverse("unit-new"), {"region": "410726", "name": "水利局"}, follow=True).content.decode()
    assert "Unit 水利局 created." in made
    assert AuditEntry.objects.latest("pk").about.startswith("新建单位 ")


# --- who chooses -----------------------------------------------------------------------------------------------------
@pytest.mark.django_db
class TestTheChoice:
    def test_chinese_whatever_the_browser_says(self, client):
        page = client.get("/accounts/login/", headers={"accept-language": "en-GB,en;q=0.9"})
        assert '<html lang="zh-CN">' in page.content.decode()
        assert "登录" in page.content.decode()

    def test_a_cookie_says_english(self, client, settings):
        answer = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
        assert (answer.status_code, answer.url) == (302, "/accounts/login/")
        cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
        assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")
        page = client.get("/accounts/login/")
        assert '<html lang="en">' in page.content.decode()
        assert "Cookie" in page["Vary"]
        client.post("/language/", {"language": "zh-hans", "next": "/accounts/login/"})
        assert '<html lang="zh-CN">' in client.get("/accounts/login/").content.decode()

    @pytest.mark.parametrize("other", ["fr", "zh-hant", "../en", ""])
    def test_no_other_language(self, client, settings, other):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = other
        assert '<html lang="zh-CN">' in client.get("/accounts/login/").content.decode()

    def test_asking_changes_nothing(self, client, settings):
        answer = client.get("/language/", {"language": "en"})
        assert answer.status_code == 405
        assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies

    def test_nobody_is_sent_to_another_host(self, client):
        answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
        assert answer.url == "/"


def test_marked_translations_stand_out():
    """The sweep above can fail: what did not go through gettext is left over."""
    assert _left_over(f"<p title='提示'>{OPENING}规划 {OPENING}进度{CLOSING}{CLOSING} 未译</p>") == ["提示", "未译"]
