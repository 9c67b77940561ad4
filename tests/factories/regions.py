"""Regions: the nation, Henan, Xinxiang, two of its counties and one elsewhere, made only as far as a test needs."""

import factory

from regions.models import Level, Region


class RegionFactory(factory.django.DjangoModelFactory):
    """A county without anything above it but the nation; give ``parent`` for a real place in the tree."""

    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"{410101 + n % 800_000}")
    name = factory.LazyAttribute(lambda region: f"县{region.code}")
    level = Level.COUNTY
    parent = factory.LazyFunction(lambda: nation())  # noqa: PLW0108  (defined below)


def nation() -> Region:
    return RegionFactory(code="100000", name="全国", level=Level.NATION, parent=None)


def henan() -> Region:
    return RegionFactory(code="410000", name="河南省", level=Level.PROVINCE, parent=nation())


def xinxiang() -> Region:
    return RegionFactory(code="410700", name="新乡市", level=Level.PREFECTURE, parent=henan())


def yanjin() -> Region:
    return RegionFactory(code="410726", name="延津县", level=Level.COUNTY, parent=xinxiang())


def weibin() -> Region:
    return RegionFactory(code="410703", name="卫滨区", level=Level.COUNTY, parent=xinxiang())


def xiping() -> Region:
    """A county of another city of the province."""
    city = RegionFactory(code="411700", name="驻马店市", level=Level.PREFECTURE, parent=henan())
    return RegionFactory(code="411721", name="西平县", level=Level.COUNTY, parent=city)
