"""Of which time a passage of a plan speaks: of what was, of what is, of the period, or of what lies beyond it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from intake.domain.proposal import ReadPlan

#: “十四五” is the 14th five-year period, 2021–2025.
PERIODS: Final = {f"十{digit}五": 10 + value for value, digit in enumerate("一二三四五六七", start=1)}
_FOURTEENTH: Final = (14, 2021)
_SPELLED: Final = {sign: str(value) for value, sign in enumerate("零一二三四五六七八九")} | dict.fromkeys(
    "〇○OＯΟ0", "0"
)
_ANCHOR: Final = re.compile(
    r"(?P<than>比|较|由|从|自|于|相对|是|相当于)?(?P<to>到|至|截至|截止)?"
    r"(?:(?P<year>(?:19|20)\d\d)(?:年?[-—–~至]{1,2}(?P<last>20\d\d)年?|(?:偶数|奇数)?年)"
    r"|(?P<spelled>二[〇零○OＯΟ0]{1}[〇零○OＯΟ0一二三四五六七八九]{2})年"
    r"|[“\"]?(?P<period>十[一二三四五六七]五)[”\"]?(?P<part>时期末|期末|末|期间|时期)?)"
)
_PAST_HEADING: Final = re.compile(
    r"(?<!新)成就|(?<!新)成效|回顾|执行情况|完成情况|实施情况|取得(?!.{0,6}新)|发展历程|辉煌|非同寻常|极不平凡|总结"
)
_PRESENT_HEADING: Final = re.compile(
    r"现状|发展基础|现实基础|形势|(?:发展|外部|国内外|国际|宏观|面临的?)环境|机遇|挑战|问题|不足|短板$|背景|态势|启示|瓶颈"
)
#: What is to be done about it, or is aimed at: no description.
_AIMING_HEADING: Final = re.compile(
    r"目标|总体要求|总体思路|指导思想|战略定位|指标|补齐|构建|营造|优化|打造|加快|推进|改善|提升|破解|夯实|完善|强化|抢抓|建设"
)
_BEYOND_HEADING: Final = re.compile(r"远景|愿景|展望")
_PAST_START: Final = re.compile(
    r"过去(?:的)?五年|五年来|近年来|几年来|多年来|过去几年|截至目前|目前|当前|现阶段|近几年|回顾过去|一年来"
)
_PAST_CLAUSE: Final = re.compile(
    r"(?:达到|实现|完成|取得|建成|新增|提高|增长|形成|构建|建立|打造|培育|开展|实施|引进|落地|获得|提升|下降)了"
    r"|已(?!建成区|有效|婚)|(?<!年)同比|荣获|目前|当前|五年来|近年来|以来|去年|上年|曾|过去|位居全|居全[国省市]|创下|跃居|位列|现状|(?:现有|原有)[^，。；]{0,8}$"
)


_LONGEST_TITLE: Final = 80


class Tense(StrEnum):
    PAST = "past"
    PRESENT = "present"
    PERIOD = "period"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A year or period that is named at ``start``–``end``. ``year`` None: the period as a whole."""

    start: int
    end: int
    tense: Tense
    year: int | None = None


def period_years(name: str) -> tuple[int, int] | None:
    """First and last year of a five-year period by its name (十四五), None for another word."""
    if name not in PERIODS:
        return None
    first = _FOURTEENTH[1] + 5 * (PERIODS[name] - _FOURTEENTH[0])
    return first, first + 4


def year_of(text: str) -> int | None:
    """A year in digits or Chinese numerals (二〇二一), None for anything else."""
    digits = "".join(_SPELLED.get(sign, "二" if sign == "二" else sign) for sign in text)
    return int(digits) if re.fullmatch(r"(?:19|20)\d\d", digits) else None


def anchors(text: str, plan: ReadPlan) -> tuple[Anchor, ...]:
    """The years and periods that a sentence sets its figures in; those it only compares with (比2020年) are none."""
    found = []
    for match in _ANCHOR.finditer(text):
        if match["than"] and not match["to"]:
            continue
        near = max(0, match.start() - _LONGEST_TITLE)
        if text.rfind("《", near, match.start()) > text.rfind("》", near, match.start()):
            continue
        anchor = _anchor(match, plan, text[match.end() : match.end() + 4])
        if anchor:
            found.append(anchor)
    return tuple(found)


def _anchor(match: re.Match[str], plan: ReadPlan, after: str) -> Anchor | None:
    start, end = plan.start_year or 0, plan.end_year or 9999
    years = period_years(match["period"] or "")
    if years:
        if years[1] < start:
            return Anchor(match.start(), match.end(), Tense.PAST, years[1])
        year = years[1] if "末" in (match["part"] or "") else None
        return Anchor(match.start(), match.end(), Tense.PERIOD if years[0] <= end else Tense.BEYOND, year)
    year = year_of(match["last"] or match["year"] or match["spelled"] or "")
    if (
        year is None
        or re.match(r"[”\"]|基[数期]", after)
        or (not match["to"] and re.match("[底末]?(?:以前|之前|前)", after))
    ):
        return None
    if match["last"] and year <= end and int(match["year"]) >= start - 1:
        return Anchor(match.start(), match.end(), Tense.PERIOD)
    tense = Tense.PAST if year < start else Tense.BEYOND if year > end else Tense.PERIOD
    return Anchor(match.start(), match.end(), tense, year)


def heading_tense(text: str, plan: ReadPlan) -> Tense | None:
    """What a section speaks of, by its heading; None: its heading does not say."""
    named = {anchor.tense for anchor in anchors(text, plan)}
    aims = _AIMING_HEADING.search(text) is not None
    if Tense.PERIOD in named and (aims or not _PRESENT_HEADING.search(text)):
        return Tense.PERIOD
    if Tense.PAST in named or (_PAST_HEADING.search(text) and not aims) or re.search("成就|回顾", text):
        return Tense.PAST
    if _BEYOND_HEADING.search(text) or Tense.BEYOND in named:
        return Tense.BEYOND
    if aims:
        return Tense.PERIOD
    return Tense.PRESENT if _PRESENT_HEADING.search(text) else None


def begins_in_the_past(sentence: str) -> bool:
    """Whether a sentence opens with what has been (五年来, 目前)."""
    return _PAST_START.match(sentence.lstrip()) is not None


def past_words(clause: str) -> bool:
    """Whether the words before a number tell what is done (已, 达到了, 目前)."""
    return _PAST_CLAUSE.search(clause) is not None
