"""Reading a file of boundaries (GeoJSON): everything is checked first; a refusal says which feature, and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from regions.files import FileRefused, Problem

MOST_BYTES = 30 * 1024 * 1024
MOST_FEATURES = 4_000
MOST_VERTICES = 600_000
#: Problems that are told at once; the rest would be the same again.
MOST_PROBLEMS = 30
#: Where China lies, in degrees, with all its islands.
WEST, EAST, SOUTH, NORTH = 73, 136, 3, 54
#: Beyond any coordinate, projected ones in millimetres too.
_FARTHEST = 1e12
_SYSTEMS = re.compile(r"CRS84$|EPSG:+(4326|4490)$", re.IGNORECASE)
_CODE = re.compile(r"[1-9][0-9]{5}([0-9]{3})?(_JD)?")

Polygons = list[list[list[tuple[float, float]]]]


@dataclass(frozen=True, slots=True)
class Feature:
    """One outline of the file. ``code`` ends in ``_JD`` for a part of the map that is no division."""

    code: str
    name: str
    polygons: Polygons

    @property
    def is_division(self) -> bool:
        return not self.code.endswith("_JD")

    @property
    def vertices(self) -> int:
        return sum(len(ring) for polygon in self.polygons for ring in polygon)


def review_number_of(text: str) -> str:
    """A review number without the blanks and the label that people copy along: ``审图号：GS (2024) 1234 号``."""
    return re.sub(r"\s+", "", text).removeprefix("审图号").lstrip("：:")


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def refuse(self, where: str, value: object, what: str, todo: str) -> None:
        """Note a problem; the file is refused at once where there are as many as are told."""
        self.problems.append(Problem(self.file, where, "", str(value)[:60] if value != "" else "", what, todo))
        if len(self.problems) >= MOST_PROBLEMS:
            raise FileRefused(self.problems)

    def fail(self, what: str, todo: str) -> FileRefused:
        return FileRefused([Problem(self.file, "", "", "", what, todo)])


def read_boundaries(file: str, data: bytes) -> list[Feature]:
    """The outlines of a GeoJSON file in longitude and latitude; ``file`` names it in messages. Raises ``FileRefused``."""
    reader = _Reader(file)
    content = _content(reader, data)
    features: list[Feature] = []
    seen: set[str] = set()
    for number, one in enumerate(content, 1):
        found = _feature(reader, number, one)
        if found is None:
            continue
        if found.code in seen:
            reader.refuse(
                _where(number, found.code), "", _("代码重复"), _("每个地区只能有一个要素，请合并或删去多余的")
            )
        seen.add(found.code)
        features.append(found)
    if sum(one.vertices for one in features) > MOST_VERTICES:
        raise _too_many(reader)
    _raise(reader)
    return features


def _raise(reader: _Reader) -> None:
    if reader.problems:
        raise FileRefused(reader.problems[:MOST_PROBLEMS])


def _too_many(reader: _Reader) -> FileRefused:
    return reader.fail(
        _("顶点超过 %(most)d 个") % {"most": MOST_VERTICES}, _("请使用公开版（已概括）的边界，或分省、分市载入")
    )


def _content(reader: _Reader, data: bytes) -> list[Any]:
    if len(data) > MOST_BYTES:
        raise reader.fail(_("超过 %(most)d MB") % {"most": MOST_BYTES >> 20}, _("请使用公开版（已概括）的边界"))
    if data.count(b"[") > 2 * MOST_VERTICES:  # each is an object when it is read: 30 MB of them would fill the memory
        raise _too_many(reader)
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise reader.fail(_("不是 UTF-8 编码"), _("请把文件另存为 UTF-8 后再载入")) from None
    except (ValueError, RecursionError):
        raise reader.fail(_("不是正确的 JSON"), _("请从制图软件重新导出为 GeoJSON")) from None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise reader.fail(_("不是 GeoJSON 的 FeatureCollection"), _("请从制图软件导出为 GeoJSON（要素集合）"))
    system = content.get("crs")
    if system is not None and not _SYSTEMS.search(_system_name(system)):
        raise reader.fail(
            _("坐标系是 %(system)s") % {"system": _system_name(system)[:60] or "?"},
            _("请转换为经纬度（CGCS2000，EPSG:4490，或 WGS 84，EPSG:4326）后再导出"),
        )
    features = content.get("features")
    if not isinstance(features, list) or not features:
        raise reader.fail(_("没有一个要素"), _("请检查是不是选错了文件"))
    if len(features) > MOST_FEATURES:
        raise reader.fail(_("要素超过 %(most)d 个") % {"most": MOST_FEATURES}, _("请只保留区县一级的边界"))
    return features


def _no_number(text: str) -> float:
    raise ValueError(text)


def _system_name(system: object) -> str:
    properties = system.get("properties") if isinstance(system, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else ""


def _where(number: int, code: str) -> str:
    return _("第 %(number)d 个要素") % {"number": number} + (f"（{code}）" if code else "")


def _feature(reader: _Reader, number: int, one: object) -> Feature | None:
    """One feature; None where it is refused."""
    if not isinstance(one, dict) or one.get("type") != "Feature":
        reader.refuse(_where(number, ""), "", _("不是 Feature"), _("请从制图软件重新导出"))
        return None
    properties = one.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    shown = next((properties[key] for key in ("adcode", "code") if properties.get(key) not in (None, "")), None)
    code = str(shown) if isinstance(shown, (str, int)) and not isinstance(shown, bool) else ""
    if not _CODE.fullmatch(code):
        reader.refuse(
            _where(number, ""), shown or "", _("没有可用的区划代码"), _("属性 adcode 或 code 须是六位或九位区划代码")
        )
        return None
    where = _where(number, code)
    polygons = _polygons(reader, where, one.get("geometry"))
    name = properties.get("name")
    return Feature(code, name[:40] if isinstance(name, str) else "", polygons) if polygons else None


def _polygons(reader: _Reader, where: str, geometry: object) -> Polygons | None:
    """The polygons of a geometry; None where refused. Heights beside longitude and latitude are dropped."""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind not in {"Polygon", "MultiPolygon"} or not isinstance(geometry, Mapping):
        reader.refuse(where, kind or "", _("几何不是面"), _("只接受 Polygon 或 MultiPolygon，请转换后再导出"))
        return None
    given = geometry.get("coordinates")
    polygons = [given] if kind == "Polygon" else given
    if not isinstance(polygons, list) or not polygons:
        reader.refuse(where, "", _("几何是空的"), _("请补上边界或删去这个要素"))
        return None
    found: Polygons = []
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            reader.refuse(where, "", _("几何是空的"), _("请补上边界或删去这个要素"))
            return None
        rings = [_ring(reader, where, ring) for ring in polygon]
        if any(ring is None for ring in rings):
            return None
        found.append([ring for ring in rings if ring is not None])
    return found


def _ring(reader: _Reader, where: str, ring: object) -> list[tuple[float, float]] | None:
    if not isinstance(ring, list) or len(ring) < 4:
        reader.refuse(where, "", _("一圈不足四个点"), _("请修复这个面（首尾相同，至少四个点）"))
        return None
    positions: list[tuple[float, float]] = []
    for one in ring:
        if not isinstance(one, list) or len(one) < 2 or not all(_is_number(part) for part in one[:2]):
            reader.refuse(where, one, _("坐标不是一对数字"), _("请从制图软件重新导出"))
            return None
        longitude, latitude = float(one[0]), float(one[1])
        if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
            reader.refuse(where, one[:2], _("坐标不在我国范围内"), _place_hint(longitude, latitude))
            return None
        positions.append((longitude, latitude))
    if positions[0] != positions[-1]:
        reader.refuse(where, "", _("一圈没有闭合"), _("请修复这个面，使首尾两点相同"))
        return None
    if len(set(positions)) < 3:
        reader.refuse(where, "", _("一圈不足四个点"), _("请修复这个面（首尾相同，至少四个点）"))
        return None
    return positions


def _place_hint(longitude: float, latitude: float) -> str:
    if WEST <= latitude <= EAST and SOUTH <= longitude <= NORTH:
        return _("经度和纬度像是颠倒了，GeoJSON 是先经度后纬度")
    if abs(longitude) > 180 or abs(latitude) > 90:
        return _("像是投影坐标（米），请转换为经纬度（CGCS2000 或 WGS 84）后再导出")
    return _("请检查坐标")


def _is_number(part: object) -> bool:
    """A number that a float holds: neither inf nor NaN nor an integer of hundreds of digits."""
    return isinstance(part, (int, float)) and not isinstance(part, bool) and -_FARTHEST < part < _FARTHEST
