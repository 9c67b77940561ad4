"""Loading the boundaries of an approved map, and taking them out of use. Administrators of the covered region only."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import AuditKind, User
from accounts.services import audit
from accounts.services.history import history
from figures.map import TooWinding, frame_of, outline, simplified
from regions.boundary_files import MOST_PROBLEMS, Feature, Polygons, read_boundaries, review_number_of
from regions.files import FileRefused, Problem
from regions.models import BoundarySet, BoundaryShape, Region
from regions.recorded import recorded


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded. ``before`` and ``after``: vertices of the file and of what is drawn; the same unless simplified."""

    boundaries: BoundarySet
    shapes: int
    before: int
    after: int
    replaced: int


def load_boundaries(
    *, file_name: str, data: bytes, root: Region, name: str, review_number: str, source: str, by: User,
    valid_from: date | None = None, simplify_m: int | None = None,
) -> Loaded:  # fmt: skip
    """Read, check and store an approved map of ``root``; what was in use for the same root and level is retired.

    ``simplify_m``: tolerance in metres, only where the person asks for it. Raises ``FileRefused`` with every problem of the
    file, ``ValidationError`` for a review number that is none. Nothing is written then.
    """
    access.require(access.may_administer(by, root), user=by, what=f"load boundaries of {root.code}")
    if simplify_m is not None and simplify_m < 1:
        raise ValidationError({"simplify_m": _("容差是正整数，单位米")})
    features = read_boundaries(file_name, data)
    known = _known(file_name, features, root)
    before = sum(one.vertices for one in features)
    drawn = {one.code: _simplified(file_name, one, simplify_m) for one in features}
    after = sum(len(ring) for polygons in drawn.values() for polygon in polygons for ring in polygon)
    levels = Counter(region.level for region in known.values())
    boundaries = BoundarySet(
        name=name.strip(), root=root, level=levels.most_common(1)[0][0], review_number=review_number_of(review_number),
        source=source.strip(), valid_from=valid_from, file_name=file_name[-200:], vertices=after,
        file_hash=hashlib.sha256(data).hexdigest(), simplified_m=simplify_m, uploaded_by=by,
    )  # fmt: skip
    with transaction.atomic(), history(by, recorded("载入边界数据")):
        replaced = _retire_same(boundaries, by)
        boundaries.full_clean()
        boundaries.save()
        BoundaryShape.objects.bulk_create(_shapes(boundaries, drawn, known), batch_size=500)
        _record(recorded("载入边界 %(what)s，%(number)d 个地区"), boundaries, by, number=len(features))
    return Loaded(boundaries, len(features), before, after, replaced)


def retire_boundaries(*, boundaries: BoundarySet, by: User) -> BoundarySet:
    """Take a map out of use; pages show tiles again. Retiring twice keeps the first time."""
    access.require(access.may_administer(by, boundaries.root), user=by, what=f"retire boundaries {boundaries.pk}")
    if boundaries.retired_at is None:
        with transaction.atomic(), history(by, recorded("停用边界数据")):
            boundaries.retired_at, boundaries.retired_by = timezone.now(), by
            boundaries.save(update_fields=["retired_at", "retired_by"])
            _record(recorded("停用边界 %(what)s"), boundaries, by)
    return boundaries


def _known(file: str, features: list[Feature], root: Region) -> dict[str, Region]:
    """The divisions of the features; refused: codes that nobody has, beyond the root, inside one another, none at all."""
    codes = [one.code for one in features if one.is_division]
    known = {one.code: one for one in Region.objects.filter(code__in=codes)}
    lineages = {one.lineage: one for one in known.values()}
    problems = []
    for one in features:
        region, what, todo = known.get(one.code), "", ""
        if not one.is_division:
            continue
        if region is None:
            what, todo = _("没有这个区划代码"), _("请核对代码，或先更新行政区划表")
        elif not region.lineage.startswith(root.lineage):
            what = _("%(region)s不在%(root)s之内") % {"region": region.name, "root": root.name}
            todo = _("请删去这个要素，或改选覆盖地区")
        elif any(region.lineage.startswith(other) for other in lineages if other != region.lineage):
            what = _("%(region)s在另一个要素之内") % {"region": region.name}
            todo = _("一套边界只能是互不包含的一级，请删去上级或下级")
        if what:
            where = f"{one.name} " if one.name else ""
            problems.append(Problem(file, f"{where}{one.code}", "", "", what, todo))
    if not codes:
        problems.append(Problem(file, "", "", "", _("没有一个地区的边界"), _("请检查是不是选错了文件")))
    if problems:
        raise FileRefused(problems[:MOST_PROBLEMS])
    return known


def _simplified(file: str, one: Feature, metres: int | None) -> Polygons:
    if metres is None:
        return one.polygons
    try:
        return [[simplified(ring, metres) for ring in polygon] for polygon in one.polygons]
    except TooWinding:
        what, todo = _("边界过于曲折，无法简化"), _("请不填简化容差，或在制图软件里简化后再载入")
        raise FileRefused([Problem(file, f"{one.name} {one.code}".strip(), "", "", what, todo)]) from None


def _shapes(boundaries: BoundarySet, drawn: dict[str, Polygons], known: dict[str, Region]) -> list[BoundaryShape]:
    """The outlines, projected once for all pages."""
    frame = frame_of(drawn.values())
    shapes = []
    for code, polygons in drawn.items():
        made = outline(polygons, frame)
        x0, y0, x1, y1 = made.box
        shapes.append(
            BoundaryShape(
                set=boundaries, region=known.get(code), code=code, geometry=polygons, path=made.path,
                label_x=made.label[0], label_y=made.label[1], x0=x0, y0=y0, x1=x1, y1=y1,
            )
        )  # fmt: skip
    return shapes


def _retire_same(boundaries: BoundarySet, by: User) -> int:
    same = BoundarySet.objects.select_for_update().filter(
        root=boundaries.root, level=boundaries.level, retired_at__isnull=True
    )
    return sum(1 for one in same if retire_boundaries(boundaries=one, by=by))


def _record(about: str, boundaries: BoundarySet, by: User, **facts: object) -> None:
    about = about % {"what": boundaries, **facts}
    audit.record(kind=AuditKind.IMPORT, about=about, by=by, region=boundaries.root)
