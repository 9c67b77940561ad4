"""The map and its tiles: own scope only, the numbers of the row page, constant queries; loading by administrators."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from accounts.services.boundaries import retire_boundaries
from regions.files import FileRefused
from regions.models import BoundarySet, BoundaryShape
from tests.factories import accounts, maps, regions, sample_plan

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def two_counties():
    return sample_plan.yanjin_plan(), sample_plan.elsewhere()


@pytest.fixture
def city(client, two_counties):
    client.force_login(accounts.leader(regions.xinxiang()), backend=BACKEND)
    return client


def test_tiles_without_boundaries(city):
    page = city.get("/map/?indicator=gdp&year=2024").content.decode()
    assert 'class="map"' not in page
    tiles = re.findall(r'class="tile[^"]*"[^>]*data-region="(\d+)"', page)
    assert tiles == ["410703", "410726"]
    assert "还没有载入经审核的边界" in page
    assert page.count("51.9%") == 2  # the tile and the table: case 2 of METHODS


def test_the_map_prints_its_review_number_and_draws_the_scope(city):
    maps.load("410726", "410703", root=regions.xinxiang(), by=accounts.administrator())
    page = city.get("/map/?indicator=gdp&year=2024").content.decode()
    assert f"审图号：{maps.REVIEW_NUMBER}" in page
    assert maps.SOURCE in page
    assert len(re.findall(r'<a class="map-area[^>]*data-status', page)) == 2
    assert 'class="tile"' not in page


def test_a_region_beyond_the_map_stays_a_tile(city):
    maps.load("410703", root=regions.xinxiang(), by=accounts.administrator())
    page = city.get("/map/?indicator=gdp&year=2024").content.decode()
    assert re.findall(r'class="tile[^"]*"[^>]*data-region="(\d+)"', page) == ["410726"]
    assert "边界数据里没有的地区" in page


def test_nobody_sees_beyond_the_own_scope(client, two_counties):
    maps.load("410726", "410703", root=regions.xinxiang(), by=accounts.administrator())
    client.force_login(accounts.leader(regions.yanjin()), backend=BACKEND)
    page = client.get("/map/?indicator=gdp").content.decode()
    assert "410703" not in page
    assert "卫滨" not in page
    assert client.get("/map/?region=410703").status_code == 403


@pytest.mark.parametrize(
    ("query", "status"),
    [("indicator=none", 400), ("period=x", 400), ("period=2016-2020", 400), ("year=2031", 400), ("region=999999", 400),
     ("region=410726", 200), ("period=2021-2025&year=2023", 200), ("page=x", 200)],
)  # fmt: skip
def test_parameters(city, query, status):
    assert city.get(f"/map/?{query}").status_code == status


def test_an_empty_system(client):
    client.force_login(accounts.leader(), backend=BACKEND)
    answer = client.get("/map/")
    assert answer.status_code == 200
    assert "还没有规划" in answer.content.decode()


def test_the_number_of_queries_does_not_grow(city, django_assert_max_num_queries):
    maps.load("410726", "410703", root=regions.xinxiang(), by=accounts.administrator())
    city.get("/map/")
    with CaptureQueriesContext(
        connection,
    ) as first:
        city.get("/map/?indicator=gdp")
    for at in range(12):
        region = regions.RegionFactory(code=f"4107{at + 30}", parent=regions.xinxiang())
        from tests.factories import indicators as made
        from tests.factories.plans import PlanFactory

        plan = PlanFactory(region=region)
        made.RowFactory(plan=plan, indicator=made.IndicatorFactory(code="gdp"), position=1)
    with django_assert_max_num_queries(min(15, len(first))):
        city.get("/map/?indicator=gdp")


# --- loading ----------------------------------------------------------------------------------------------------------
def test_loading_keeps_the_geometry_and_says_who(two_counties):
    by = accounts.administrator(regions.xinxiang())
    loaded = maps.load("410726", "410703", root=regions.xinxiang(), by=by)
    assert (loaded.shapes, loaded.before, loaded.after, loaded.replaced) == (2, 10, 10, 0)
    shape = BoundaryShape.objects.get(code="410726")
    assert [list(one) for one in shape.geometry[0][0]] == maps.square(113.5, 35.0)[0]
    assert shape.path.startswith("M")
    entry = AuditEntry.objects.get(kind="import")
    assert entry.person == by
    assert maps.REVIEW_NUMBER in entry.about


def test_the_next_map_retires_the_one_before(two_counties):
    by = accounts.administrator()
    first = maps.load("410726", root=regions.xinxiang(), by=by).boundaries
    assert maps.load("410726", "410703", root=regions.xinxiang(), by=by).replaced == 1
    first.refresh_from_db()
    assert (first.retired_by, BoundarySet.objects.filter(retired_at__isnull=True).count()) == (by, 1)


def test_nothing_is_simplified_unless_asked(two_counties):
    bump = [[114, 35], [114.5, 35.0001], [115, 35], [115, 36], [114, 36], [114, 35]]
    data = maps.collection(maps.feature("410726", [bump]))
    by = accounts.administrator()
    kept = maps.load(root=regions.xinxiang(), by=by, data=data)
    assert (kept.after, kept.boundaries.simplified_m) == (6, None)
    cut = maps.load(root=regions.xinxiang(), by=by, data=data, simplify_m=100)
    assert (cut.before, cut.after, cut.boundaries.simplified_m) == (6, 5, 100)


@pytest.mark.parametrize(
    ("codes", "said"),
    [(("419999",), "没有这个区划代码"), (("410000",), "不在新乡市之内"), (("410700", "410726"), "在另一个要素之内")],
)
def test_codes_that_do_not_fit(two_counties, codes, said):
    with pytest.raises(FileRefused, match=said):
        maps.load(*codes, root=regions.xinxiang(), by=accounts.administrator())
    assert not BoundarySet.objects.exists()


def test_a_review_number_is_required(two_counties):
    with pytest.raises(ValidationError, match="审图号"):
        maps.load("410726", root=regions.xinxiang(), by=accounts.administrator(), review_number="没有")
    assert not BoundarySet.objects.exists()


@pytest.mark.parametrize("who", ["planner", "leader", "reviewer"])
def test_administrators_only(two_counties, who):
    by = getattr(accounts, who)(regions.xinxiang())
    with pytest.raises(PermissionDenied):
        maps.load("410726", root=regions.xinxiang(), by=by)
    loaded = maps.load("410726", root=regions.xinxiang(), by=accounts.administrator())
    with pytest.raises(PermissionDenied):
        retire_boundaries(boundaries=loaded.boundaries, by=by)


def test_an_administrator_of_a_county_loads_no_map_of_the_city(two_counties):
    with pytest.raises(PermissionDenied):
        maps.load("410726", root=regions.xinxiang(), by=accounts.administrator(regions.yanjin()))


def _post(client, data: bytes, **changes):
    given = {"name": "演示", "root": "410700", "review_number": "审图号：GS (2024) 0001 号", "source": maps.SOURCE,
             "file": SimpleUploadedFile("演示.json", data), "valid_from": "", "simplify_m": ""}  # fmt: skip
    return client.post("/map/boundaries/", given | changes, follow=True)


def test_the_page_loads_and_retires(client, two_counties):
    client.force_login(accounts.administrator(regions.xinxiang()), backend=BACKEND)
    page = _post(client, maps.squares("410726", "410703")).content.decode()
    assert "已载入 2 个地区的边界，10 个顶点。" in page
    found = BoundarySet.objects.get()
    assert found.review_number == maps.REVIEW_NUMBER
    page = client.post(f"/map/boundaries/{found.pk}/retire/", follow=True).content.decode()
    assert "已停用" in page
    found.refresh_from_db()
    assert found.retired_at is not None


def test_the_page_says_what_is_wrong(client, two_counties):
    client.force_login(accounts.administrator(regions.xinxiang()), backend=BACKEND)
    answer = _post(client, maps.squares("419999"))
    assert answer.status_code == 422
    assert "没有这个区划代码" in answer.content.decode()
    answer = _post(client, maps.squares("410726"), review_number="没有")
    assert answer.status_code == 422
    assert "审图号写作" in answer.content.decode()
    assert not BoundarySet.objects.exists()


def test_the_command(tmp_path, two_counties, capsys):
    file = tmp_path / "演示.json"
    file.write_bytes(maps.squares("410726"))
    by = accounts.administrator()
    given = {"review_number": maps.REVIEW_NUMBER, "source": maps.SOURCE, "region": "410700", "by": by.username}
    call_command("load_boundaries", str(file), **given)
    assert "已载入 1 个地区" in capsys.readouterr().out
    for bad in ({"region": "1"}, {"by": "nobody"}, {"review_number": "x"}):
        with pytest.raises(CommandError):
            call_command("load_boundaries", str(file), **given | bad)
    with pytest.raises(CommandError):
        call_command("load_boundaries", str(tmp_path / "none.json"), **given)


def test_a_figure_is_the_one_of_the_row(city, two_counties):
    row = two_counties[0].rows.get(short_name="地区生产总值")
    shown = row.assessments.get(year=2024, shown=True)
    assert round(shown.attainment, 3) == Decimal("0.519")
    page = city.get("/map/?indicator=gdp&year=2024").content.decode()
    assert f"/plan-indicators/{row.pk}/?year=2024" in page
