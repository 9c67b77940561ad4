"""Loading the list of divisions: once, again, corrected, and beside divisions that it does not name."""

from __future__ import annotations

from pathlib import Path

import pghistory
import pytest
from django.conf import settings

from accounts.services.people import system_users
from regions.models import Level, Region
from regions.services import load_regions
from tests.factories import accounts

pytestmark = pytest.mark.django_db

GOOD = Path(settings.BASE_DIR) / "tests" / "samples" / "regions" / "good.csv"


def load(path=GOOD):
    return load_regions(path, by=system_users()[0].pk)


def corrected(tmp_path, *changes):
    text = GOOD.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "corrected.csv"
    path.write_text(text)
    return path


def test_divisions_know_their_lineage_and_level():
    assert load().created["行政区划"] == 3
    city = Region.objects.get(code="410700")
    assert (city.lineage, city.level, city.parent.name) == ("100000/410000/410700/", Level.PREFECTURE, "河南省")


def test_the_same_file_again_writes_nothing():
    load()
    events = Region.pgh_event_model.objects.count()
    assert load().written == 0
    assert Region.pgh_event_model.objects.count() == events == 3


def test_a_corrected_name_is_brought_in_and_the_history_names_the_file(tmp_path):
    load()
    load(corrected(tmp_path, ("新乡市", "新乡市（示例）")))
    city = Region.objects.get(code="410700")
    assert city.name == "新乡市（示例）"
    last = Region.pgh_event_model.objects.filter(pgh_obj_id=city.pk).order_by("-pgh_id").first()
    assert last.pgh_context.metadata["reason"].startswith("load_regions ")


def test_a_name_that_a_person_changed_is_reported_not_overwritten(tmp_path):
    load()
    with pghistory.context(user=accounts.administrator().pk, reason="更名"):
        Region.objects.filter(code="410700").update(name="新名市")
    assert load().kept["行政区划"] == 1
    receipt = load(corrected(tmp_path, ("新乡市", "新乡市（示例）")))
    assert Region.objects.get(code="410700").name == "新名市"
    assert "第 4 行" in receipt.conflicts[0]


def test_a_township_follows_a_county_that_moved(tmp_path):
    load()
    city = Region.objects.get(code="410700")
    Region.objects.create(code="410700001", name="某镇", level=Level.TOWNSHIP, parent=city)
    path = corrected(tmp_path, ("prefecture,410000", "prefecture,420000"))
    path.write_text(path.read_text() + "420000,湖北省,湖北,province,100000,2020,\n")
    load(path)
    assert Region.objects.get(code="410700001").lineage == "100000/420000/410700/410700001/"
