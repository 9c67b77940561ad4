"""What will go says so in every answer and in the schema; what stays says nothing."""

from datetime import UTC, datetime

import pytest
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.routers import SimpleRouter

from accounts.api.deprecation import Deprecation
from accounts.api.regions import RegionSerializer, RegionViewSet
from tests.factories import api

SINCE, END = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 7, 1, tzinfo=UTC)
GOING = Deprecation(SINCE, END, "https://example.cn/api/v2")


class WithAnOldField(RegionSerializer):
    class Meta(RegionSerializer.Meta):
        deprecated = {"short_name": Deprecation(SINCE, None, "https://example.cn/names")}


class OldList(RegionViewSet):
    deprecation = GOING


class OldField(RegionViewSet):
    serializer_class = WithAnOldField


router = SimpleRouter()
router.register("old-list", OldList, "api-old-list")
router.register("old-field", OldField, "api-old-field")
router.register("regions", RegionViewSet, "api-kept")
urlpatterns = [path("api/v1/", include(router.urls))]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def announced(answer):
    return {name: answer.get(name) for name in ("Deprecation", "Sunset")}


def test_a_list_that_goes():
    for address in ("/api/v1/old-list/?limit=1&cursor=*", "/api/v1/old-list/410726/", "/api/v1/old-list/?limit=0"):
        answer = api.caller().get(address)
        assert announced(answer) == {"Deprecation": "@1798761600", "Sunset": "Sat, 01 Jul 2028 00:00:00 GMT"}
        assert '<https://example.cn/api/v2>; rel="deprecation"' in answer["Link"]


def test_a_field_that_goes():
    caller = api.caller()
    for address in ("/api/v1/old-field/", "/api/v1/old-field/410726/", "/api/v1/old-field/?fields=code,short_name"):
        assert announced(caller.get(address)) == {"Deprecation": "@1798761600", "Sunset": None}
    assert announced(caller.get("/api/v1/old-field/?fields=code")) == {"Deprecation": None, "Sunset": None}


def test_what_stays():
    answer = api.caller().get("/api/v1/regions/")
    assert announced(answer) == {"Deprecation": None, "Sunset": None}
    assert "deprecation" not in answer.get("Link", "")


def test_the_schema_says_so_too():
    schema = SchemaGenerator(patterns=urlpatterns).get_schema(request=None, public=True)
    assert schema["paths"]["/api/v1/old-list/"]["get"]["deprecated"] is True
    assert "Sunset" in schema["paths"]["/api/v1/old-list/"]["get"]["responses"]["200"]["headers"]
    assert "deprecated" not in schema["paths"]["/api/v1/regions/"]["get"]
    assert schema["components"]["schemas"]["WithAnOldField"]["properties"]["short_name"]["deprecated"] is True
    assert "deprecated" not in schema["components"]["schemas"]["Region"]["properties"]["short_name"]
