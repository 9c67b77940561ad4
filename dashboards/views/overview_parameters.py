"""Parameters of the overview: how the matrix is narrowed and sorted."""

from __future__ import annotations

import re

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.views.asked import BadParameter
from dashboards.presenters.overview.matrix import Sorting
from indicators.models.catalogue import INDICATOR_CODE_PATTERN
from indicators.models.choices import NATURES
from indicators.selectors.matrix import Narrowing

_MOST = 40  # characters of a name or category that are looked for
_CODE = re.compile(INDICATOR_CODE_PATTERN)
#: Everything that the form and the links of the matrix keep.
KEPT = ("period", "year", "nature", "category", "only", "find", "sort")


def narrowing_of(query: QueryDict) -> Narrowing:
    """``nature=binding``, ``category=…``, ``only=short``, ``find=name or code of a region``."""
    nature, only = query.get("nature", "").strip(), query.get("only", "").strip()
    if nature and nature not in dict(NATURES):
        raise BadParameter(
            _("参数 nature 只能是 binding、expected 或 unmapped；收到的是“%(text)s”。") % {"text": nature[:_MOST]}
        )
    if only not in ("", "short"):
        raise BadParameter(_("参数 only 只能是 short；收到的是“%(text)s”。") % {"text": only[:_MOST]})
    category, name = query.get("category", "").strip(), query.get("find", "").strip()
    return Narrowing(nature=nature, category=category[: _MOST * 2], only_short=bool(only), name=name[:_MOST])


def sorting_of(query: QueryDict) -> Sorting:
    """``sort=code``, ``sort=short`` or the code of an indicator; ``-`` before it turns the order round."""
    text = query.get("sort", "").strip()
    by = text.removeprefix("-")
    if by and not _CODE.fullmatch(by):
        raise BadParameter(_("参数 sort 只能是 code、short 或指标代码；收到的是“%(text)s”。") % {"text": text[:_MOST]})
    return Sorting("" if by == "code" else by, text.startswith("-"))


def query_of(query: QueryDict) -> QueryDict:
    """The parameters that links of the page keep, without the page."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if query.get(name, "").strip():
            kept[name] = query[name].strip()
    return kept
