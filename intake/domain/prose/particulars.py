"""The particulars of a plan as its first pages give them: title, number, date, period, stated count; and its region."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.domain.proposal import ReadPlan
from intake.domain.prose.quantities import half_width, numeral
from intake.domain.prose.region import find_region
from intake.domain.prose.tense import Tense, anchors, period_years, year_of
from intake.domain.reference import Reference
from intake.domain.text import Passage, Shape, close_up, passages, sentences
from intake.readers.document import Document

_OPENING: Final = 60  # paragraphs in which a title page and a notice stand
_LONGEST_PIECE: Final = 60  # characters of one line of a title
_MARK: Final = r"(?:[（(](?:草案|草案修改稿|征求意见稿|送审稿|讨论稿|审议稿|修订|修订稿|初稿|报批稿|公示稿)[)）])"
_NAME: Final = (
    r"[^，。；：:《》、]{2,40}?(?:规划|计划)(?:[^，。；：:《》]{0,24}?(?:规划|纲要|计划))?(?:纲要)?"
    r"(?:[（(]20\d\d[^）)]{1,10}[）)])?"
)
_TITLE: Final = re.compile(rf"(?:关于印发)?《?(?P<title>{_NAME}{_MARK}?)》?(?P<notice>的通知)?{_MARK}?")
_CITED: Final = re.compile(rf"《(?P<title>{_NAME}{_MARK}?)》(?:已经|业经|（以下简称)")
#: Lines of a title page that are no part of the title.
_BEFORE_TITLE: Final = re.compile(
    r"目录|附件?\d*[:：]?|.*文件(?:[（(之]?[\d一二三四五六七八九十]+[)）]?)?|.*[〔\[［]20\d\d[〕\]］].*号"
)
_FIVE_YEARS: Final = re.compile(r"五年|十[一二三四五六七]五|20\d\d[-—–~至]{1,2}20\d\d|[二2][〇零○OＯ0]")
_NUMBER: Final = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{1,12})[〔\[［(（【](?P<year>(?:19|20)\d\d)[〕\]］)）】](?P<number>第?\d{1,4}号)"
)
_DAY: Final = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DATE: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d|[二一][〇零○OＯΟ九][〇零○OＯΟ一二三四五六七八九]{2})年"
    rf"(?P<month>{_DAY})月(?:(?P<day>{_DAY})[日号])?"
)
_ISSUED: Final = re.compile(rf"(?:[\u4e00-\u9fff]{{2,24}})?{_DATE.pattern}(?:印发|发布|公布)?")
_YEARS: Final = re.compile(r"[（(]?(20\d\d)年?[-—–~至－]{1,2}(20\d\d)年?[）)]?")
_NTH: Final = re.compile(r"第(十[一二三四五六七八九]?|[一二三四五六七八九])个五年")
_NICKNAME: Final = re.compile(r"十[一二三四五六七]五")
_BASE: Final = re.compile(
    r"(?:以|基期|基准年|基年|基期年)(?:为|是|：|:)?(20\d\d)年?(?=为?(?:基期|基准|基年)|[，。；）)])"
)
_FIRST_NTH: Final = (14, 2021)
_COUNT: Final = r"(?P<count>\d{1,3}|[一二三四五六七八九十]{1,3})"
_COUNTED: Final = (
    re.compile(rf"{_COUNT}(?:项|个|条)(?:(?!约束|预期)[\u4e00-\u9fff]){{0,8}}指标"),
    re.compile(rf"(?<!约束性)(?<!预期性)指标(?:体系)?[^，。；约束预期]{{0,8}}{_COUNT}(?:项|个)(?!约束|预期)"),
)
_SETS: Final = re.compile(r"设置|设定|设立|确定|提出|选取|安排|包括|共|由|分为|列出|制定|明确")
_FEWEST: Final = 5  # fewer indicators are one chapter's, or one nature's


@dataclass(frozen=True, slots=True)
class _Read:
    text: str
    line: int


def read_particulars(document: Document, reference: Reference) -> ReadPlan:
    """What the document says of itself; whatever it does not say stays blank or None."""
    whole = passages(document)
    opening = [one for one in whole[:_OPENING] if one.shape is not Shape.CONTENTS]
    title = _title(opening)
    number = _document_number(opening)
    issued = _issued(opening, whole[-3:])
    period = _period(title, whole)
    count = _stated_count(whole, period)
    region = find_region(title.text if title else "", whole, reference)
    base = _base_year(whole, period)
    lines = {"title": title, "document_number": number, "issued_on": issued, "region": region, "stated_count": count}
    start, end = (period[0], period[1]) if period else (None, None)
    return ReadPlan(
        title=title.text if title else "",
        document_number=number.text if number else "",
        issued_on=_date(issued.text) if issued else None,
        base_year=base,
        start_year=start,
        end_year=end,
        stated_count=int(count.text) if count else None,
        region_code=region.code if region else "",
        region_name=region.name if region else "",
        lines=(
            *((name, read.line) for name, read in lines.items() if read is not None and read.line),
            *((("period", period[2]),) if period else ()),
        ),
    )


def _title(opening: Sequence[Passage]) -> _Read | None:
    """The first title among the opening lines, also in a notice (关于印发…的通知) and over several lines."""
    for start, first in enumerate(opening):
        cited = _CITED.search(first.text)
        if cited and _FIVE_YEARS.search(half_width(cited["title"])):
            return _Read(_plain_title(cited["title"]), first.line_at(cited.start()))
        if _BEFORE_TITLE.fullmatch(first.text):
            continue
        text, starts = "", []
        for last in opening[start : start + 4]:
            if len(last.text) > _LONGEST_PIECE or last.text.startswith(("根据", "按照", "附件")):
                break
            starts.append((len(text), last))
            text += last.text
            found = _whole_title(text)
            if found and not _goes_on(opening, last, found):
                offset, where = max((one for one in starts if one[0] <= text.index(found)), key=lambda one: one[0])
                return _Read(_plain_title(found), where.line_at(text.index(found) - offset))
    return None


def _whole_title(text: str) -> str:
    """The title that a line is, or that a notice names in it; "" for another line."""
    notice = re.search(r"关于印发(.+的通知)$", text)
    found = _TITLE.fullmatch(notice.group(1) if notice else text)
    if found is None or (found["notice"] and not notice) or re.search(r"关于(?!印发)|[。]$", found["title"]):
        return ""
    return found["title"] if _FIVE_YEARS.search(half_width(found["title"])) else ""


def _goes_on(opening: Sequence[Passage], last: Passage, title: str) -> bool:
    """Whether the next line is still the title: …五年规划 / 和二〇三五年远景目标纲要, or its mark (草案)."""
    following = next((one for one in opening if one.line > last.line), None)
    if following is None or len(following.text) > _LONGEST_PIECE or following.shape is Shape.HEADING:
        return False
    if title.endswith(("）", ")")):
        return False
    return re.match(rf"[和及与]|远景目标|纲要|{_MARK}$|的通知$", following.text) is not None


def _plain_title(text: str) -> str:
    return text.replace("(", "（").replace(")", "）").strip("《》")


def _document_number(opening: Sequence[Passage]) -> _Read | None:
    """新政〔2021〕2号 on a line of its own, or beside the issuer; numbers of cited documents stand in sentences."""
    for passage in opening:
        found = _NUMBER.search(half_width(passage.text))
        if found and len(passage.text) <= 40 and not re.search("[，。；《]", passage.text):
            office = re.sub(r"^.*(?:文件|政府|委员会|办公室)", "", found["office"])
            return _Read(f"{office}〔{found['year']}〕{found['number']}", passage.line_at(found.start()))
    return None


def _issued(opening: Sequence[Passage], ending: Sequence[Passage]) -> _Read | None:
    """A full date on a line of its own (with the issuer or 印发), on the first pages, else on the last one."""
    for passage in (*opening, *ending):
        text = half_width(passage.text)
        if len(text) <= 40 and (found := _ISSUED.fullmatch(text)) and found["day"] and _date(text):
            return _Read(text, passage.line)
    return None


def _date(text: str) -> datetime.date | None:
    """The full date in a text; a month alone is none."""
    found = _DATE.search(text)
    if found is None or not found["day"]:
        return None
    month, day = (int(part) if part.isdigit() else numeral(part) for part in (found["month"], found["day"]))
    try:
        return datetime.date(year_of(found["year"]) or 0, month or 0, day or 0)
    except ValueError:
        return None


def _period(title: _Read | None, whole: Sequence[Passage]) -> tuple[int, int, int] | None:
    """First year, last year and the line that says so: years printed in the title or as those of the plan, else 十四五."""
    if title:
        years = _years_of(title.text)
        if years:
            return (*years, title.line)
    for passage in whole[: 2 * _OPENING]:
        text = half_width(passage.text)
        said = re.search(r"规划期(?:限)?(?:为|是|：|:)?|本规划[^，。]{0,10}", text)
        found = _YEARS.search(text, said.end()) if said else None
        if found and said and found.start() - said.end() <= 4:
            return int(found[1]), int(found[2]), passage.line
    return _most_named(whole)


def _years_of(text: str) -> tuple[int, int] | None:
    text = half_width(text)
    printed = _YEARS.search(text)
    if printed and int(printed[1]) < int(printed[2]):
        return int(printed[1]), int(printed[2])
    nth = _NTH.search(text)
    if nth and (number := numeral(nth[1])):
        first = _FIRST_NTH[1] + 5 * (number - _FIRST_NTH[0])
        return first, first + 4
    nickname = _NICKNAME.search(text)
    return period_years(nickname.group()) if nickname else None


def _most_named(whole: Sequence[Passage]) -> tuple[int, int, int] | None:
    """The five-year period that the text names most, where it has no title that says it."""
    counts: dict[str, int] = {}
    lines: dict[str, int] = {}
    for passage in whole:
        for found in _NICKNAME.finditer(passage.text):
            counts[found.group()] = counts.get(found.group(), 0) + 1
            lines.setdefault(found.group(), passage.line_at(found.start()))
    if not counts:
        return None
    name = max(counts, key=lambda one: counts[one])
    years = period_years(name)
    return (*years, lines[name]) if years else None


def _base_year(whole: Sequence[Passage], period: tuple[int, int, int] | None) -> int | None:
    if period is None:
        return None
    for passage in whole[: 2 * _OPENING]:
        found = _BASE.search(half_width(passage.text))
        if found and int(found[1]) < period[0] and "基" in found.group() + passage.text[found.end() : found.end() + 3]:
            return int(found[1])
    return period[0] - 1


def _stated_count(whole: Sequence[Passage], period: tuple[int, int, int] | None) -> _Read | None:
    """How many main indicators the text says there are (设置21项主要指标)."""
    plan = ReadPlan(start_year=period[0], end_year=period[1]) if period else ReadPlan()
    for passage, clause, line in _clauses_on_indicators(whole):
        if any(one.tense is Tense.PAST for one in anchors(clause, plan)) or passage.shape is Shape.CAPTION:
            continue
        for pattern in _COUNTED:
            found = pattern.search(clause)
            if found is None or not _SETS.search(clause):
                continue
            number = int(found["count"]) if found["count"].isdigit() else numeral(found["count"])
            if number and number >= _FEWEST:
                return _Read(str(number), line)
    return None


def _clauses_on_indicators(whole: Sequence[Passage]) -> Iterator[tuple[Passage, str, int]]:
    for passage in whole:
        if "指标" not in passage.text or passage.shape is Shape.ROW:
            continue
        for sentence in sentences(passage):
            if "指标" in sentence.text:
                for part in re.finditer(r"[^，,；;。]+", half_width(sentence.text)):
                    if "指标" in part.group():
                        yield passage, close_up(part.group()), passage.line_at(sentence.start + part.start())
