"""What the name of an indicator says about its figures (NOTATION.md section 2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indicators.domain.literals import normalise, take_marks
from indicators.domain.types import Direction, Nature
from indicators.domain.units import is_unit, split_header

_LAST_BRACKET = re.compile(r"^(?P<stem>.*)\((?P<unit>[^()]*)\)$")
_NUMBERING = re.compile(r"^\d{1,2}[.、](?!\d)")
_CUT = re.compile(r"降低|下降|减少|降幅")
_GROWTH = re.compile(r"增长|增速")
_SHARE = re.compile(r"比重|比例|占比|比率|之比|率|强度")
_LOWER = re.compile(r"失业率|PM2\.5|PM10|细颗粒物|劣V类|贫困发生率|能耗|能源消耗|用水量|新增建设用地")
_FLOW = re.compile(r"新增.*就业|改造|脱贫")
_POLLUTANT = re.compile(r"化学需氧量|氨氮|二氧化硫|氮氧化物|挥发性有机物")
_NATURES = {"预期性": Nature.EXPECTED, "预期发展类": Nature.EXPECTED, "约束性": Nature.BINDING}


def plain_name(text: str) -> str:
    """A name without blanks and marks, brackets of one kind, to compare spellings."""
    return re.sub(r"[\s*]", "", text).replace("(", "（").replace(")", "）")


@dataclass(frozen=True, slots=True)
class NameFacts:
    """The words of one name. Whether a word counts depends on the unit: cut, share only with %, ‰ or none printed."""

    stem: str  # without numbering, marks and the unit's bracket
    unit: str  # the last bracket when it is a unit, else ""
    growth_unit: str  # of （亿元/%）: "%"
    growth: bool  # …增长(率), …增速; not …及增速
    cut: bool  # …降低, …下降, …减少, …降幅
    fall: bool  # …降幅: a printed minus is the fall itself
    share: bool  # …率, …比重, …强度; not 生产率
    total: bool  # 五年…, 累计…
    quota: bool  # 新增建设用地
    flow: bool  # 新增…就业, 改造, 脱贫: an amount of each year
    span: bool  # 预期寿命, 年限: a level in years
    unemployment: bool
    direction: Direction | None  # of the thing itself, not of its cut
    parts: tuple[str, ...]  # the indicators of a merged row, else ()
    mixed: bool  # merged, and only some parts are cuts


@lru_cache(maxsize=4096)
def read_name(name: str) -> NameFacts:
    """What ``name`` says. A blank name says nothing."""
    stem, unit, growth_unit = _split_unit(_NUMBERING.sub("", normalise(take_marks(name)[0])))
    parts = _parts_of(stem)
    rest = tuple(part for part in parts if not _CUT.search(part))
    mixed = bool(parts) and 0 < len(rest) < len(parts)
    words = "、".join(rest) if mixed else stem
    with_growth = re.search(r"及(增长率|增长|增速)", stem) is not None
    cut = _CUT.search(stem) is not None
    growth = not cut and not with_growth and _GROWTH.search(stem) is not None
    direction = Direction.LOWER if _LOWER.search(words) else Direction.HIGHER if mixed else None
    return NameFacts(
        stem=stem,
        unit=unit,
        growth_unit=growth_unit,
        growth=growth,
        cut=cut,
        fall="降幅" in stem,
        share=_SHARE.search(re.sub("生产率|增长率|下降率|降低率", "", stem)) is not None,
        total=re.search("五年|累计", stem) is not None,
        quota="新增建设用地" in stem,
        flow=_FLOW.search(stem) is not None,
        span=re.search("寿命|年限", stem) is not None,
        unemployment="失业率" in stem,
        direction=direction,
        parts=parts,
        mixed=mixed,
    )


def _split_unit(name: str) -> tuple[str, str, str]:
    """Stem, unit of the level, unit of the growth: the last bracket is the unit when it reads as one."""
    name = take_marks(name)[0]
    found = _LAST_BRACKET.match(name)
    if found is None:
        return name, "", ""
    level, growth = split_header(found["unit"])
    if not level or not is_unit(level):
        return name, "", ""
    return take_marks(found["stem"])[0], level, growth


def _parts_of(stem: str) -> tuple[str, ...]:
    """The indicators of a row that names several: each part has a measuring word of its own, or is a pollutant."""
    pieces = tuple(re.split(r"、(?![^()]*\))", stem))
    measured = [piece for piece in pieces if _CUT.search(piece) or _SHARE.search(piece) or _GROWTH.search(piece)]
    pollutants = [piece for piece in pieces if _POLLUTANT.search(piece)]
    return pieces if len(pieces) > 1 and (len(measured) == len(pieces) or len(pollutants) == len(pieces)) else ()


def name_with_parent(name: str, parent: str, unit: str = "") -> str:
    """The name to parse a sub-row with: with its parent's words when it inherits 降低, 下降 or 减少 from it.

    A sub-row with unit % and no word of its own inherits the cut, never a growth (森林增长 says nothing of 森林覆盖率).
    """
    facts, above = read_name(name), read_name(parent)
    own_word = facts.cut or facts.growth or facts.share or facts.direction is not None
    level = split_header(unit)[0] or facts.unit
    if not above.cut or own_word or level not in ("", "%", "‰"):
        return name
    return f"{parent}：{name}"


def read_as(name: str, *, printed: str, unit: str, parent: str = "") -> str:
    """The words that the notation reads a row's cells with: the name with its unit, and with its heading's where it has one.

    ``printed``: the name as printed; one that names two units (亿元/%) is taken whole. ``parent``: "" for a row that stands alone.
    """
    bare = printed.rstrip("*")
    words = bare if "/%" in bare else name + (f"（{unit}）" if unit else "")
    return name_with_parent(words, parent, unit) if parent else words


def map_nature(text: str) -> Nature:
    """The nature a printed word stands for. Only 预期性, 预期发展类 and 约束性 are mapped: others are asked about."""
    return _NATURES.get(normalise(take_marks(text)[0]), Nature.UNMAPPED)
