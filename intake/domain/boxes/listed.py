"""Documents without boxes: the works that the prose lists or names beyond doubt (实施甲工程、乙工程; 建设丙中心).

Less certain than a box, and marked so. A work counts where a verb of building stands before it and its own last word
says that it is a thing built or a work done; aims, institutions and systems of rules do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from intake.domain.boxes import words
from intake.domain.boxes.clauses import clauses_of
from intake.domain.boxes.facts import is_fact
from intake.domain.boxes.groups import sentences_of
from intake.domain.boxes.items import Item, counted, read_items, without_ordinal
from intake.domain.boxes.run import Run
from intake.domain.proposal import Certainty, ProjectKind, ReadProject
from intake.domain.prose.tense import period_years
from intake.domain.text import Passage, Shape, close_up, passages, tidy
from intake.readers.document import Document, Paragraph

_LONGEST_GROUP: Final = 24
FOURTEENTH: Final = 2021
#: Chapters that look back, or forward without works: 成就, 形势, 指导思想, 目标 … 保障.
_NO_WORKS: Final = re.compile(
    r"回顾|成就|成效|形势|环境分析|发展基础|不足|机遇|挑战|指导思想|基本原则|远景|愿景|发展目标|主要目标|定位|战略$|启示|党的领导|组织保障|政治|依法治"
)
_PAST: Final = re.compile(r"五年来|过去五年|截至|已(?:经)?(?:建成|完成|实施)")
_YEAR: Final = re.compile(r"(20\d\d)年")
_PERIOD: Final = re.compile(r"(十[一二三四五六七]五)(”?(?:期间|时期|以来|末))?")
_WHEN: Final = re.compile(
    r"^(?:“?十[一二三四五六七]五”?(?:期间|时期|末|内)|(?:到|至)?20\d\d年(?:末|底)?|规划期(?:内|末)|同时|并且?|要|将)[，,]?"
)
_PLACED: Final = re.compile(
    r"^(?:重点)?(?:(?:在|围绕|依托|以)[^，。；]{2,60}?|[^，。；]{2,14}内)(?=(?:规划|新|改扩|扩)?建(?!档|筑)|设立|打造|布局|推进|实施)"
)
_MANNER: Final = (
    "(?:重点|加快|加速|积极|全面|大力|稳步|有序|扎实|深入|持续|继续|统筹|着力|高标准|高质量|合理|强力|争取|谋划|规划|启动|推进"
    "|推动|抓好|做好|支持|组织|分步|分批|即|初步|统一)*"
)
#: Building itself; founding, which needs a place or a number; and fostering, which needs the word 建设 behind the name.
_BUILDING: Final = re.compile(
    rf"{_MANNER}(?:实施|推进|推动|建设|新建|扩建|改扩建|续建|建成|启动|开工|谋划|完成|打造|规划建设|开展|补充完善|完善提升|优化升级|修建|创建|兴建|筹建|改造)"
)
_FOUNDING: Final = re.compile(rf"{_MANNER}(?:建立健全|建立|组建|构建|设立)")
_FOSTERING: Final = re.compile(rf"^{_MANNER}(?:加强|加快|加速)")
_PLACE_IN: Final = re.compile(r"[县市区镇乡州旗]|\d|[一二两三四五六七八九十]+(?:个|座|处|家|所)")
_TRAILING: Final = re.compile(
    r"(?:项目)?(?:的)?(?:前期(?:工作)?|规划建设|建设|落地(?:和推广|见效)?|“[两一二三四五六七八九十][^”]{1,6}”(?:工程|项目)?(?:建设)?)$"
)
_WORKED_ON: Final = re.compile(
    r"(?:扩建|新建|迁建|改扩建|改建|改线|封场|拓宽改造|综合整治|综合治理|生态治理|连通治理|提升改造|升级改造|西延|东延|南延|北延)$"
)
_BUILT: Final = re.compile(
    r"(?:公园|产业园|园区|物流园|创业园|科技园|文化园|基地|中心|平台|数据库|系统|专网|市场|广场|长廊|观光带|水库|电站|处理厂|发电厂|水厂|停车场|机场|高铁|大桥|新城|馆|综合体|线路|加工点"
    r"|体育场|驿站|公寓|管廊|公厕|步道|中转站|环卫站|站点|保护区|矿区|发展区|核心区|小镇|港|枢纽|高中|中学|小学|学校|学院|幼儿园|医院|卫生院|敬老院|示范校|(?:高速|铁路|公路|国道|省道|线)[^，、]{2,}段)"
    r"[”]?(?:[（(][^（）()]*[）)])?$"
)
_GENERIC: Final = re.compile(
    r"^(?:各类|各级|各种|相关|有关|新型|公共|综合|重大|重点|国家级?|省级|市级|标准化|示范|标杆|现代化|一体化)*(?:项目|工程|平台|中心|基地|园区|系统|市场|公园|广场|产业园|生产基地|建设项目|服务平台|服务中心|示范项目|大项目|产业项目|馆|小镇)$"
)
_BOAST: Final = re.compile(
    r"影响力|知名|全国|一流|领先|有序|快捷|副中心|公共[^，]{0,6}服务平台$|更多|卖点|涵盖|^“|^以|^[和及与]|”“|^公办|中小学$|^.{2}平台$"
)
#: Markets that nobody builds, and works on people; a thing described by several qualities has no name of its own.
_UNBUILT: Final = re.compile(
    r"(?:劳动力|用地|金融|要素|消费|资本|文化|人才)市场$|(?:培养|攀升|师风|发展促进|精品创作|品牌培育|人才战略)(?:建设)?工程$|、[^，]*的"
    r"|^(?:推进|在建|重大|工程|重点|推动|计划)*(?:工程)?(?:项目|工程)$|^(?:[市县乡镇村]、)"
)
_AND: Final = re.compile(r"以及|和|及|与")
_WHOLE: Final = re.compile(r"(?:[于为]一体|为(?:依托|核心|重点|主|特色))的(?=[^，。；、]{4,40}$)")
_EXPLAINED: Final = re.compile(r"[（(][^（）()]*[、，][^（）()]*[）)]$")
#: 等项目, 等重点工程 at the end: what is listed before it are works, whatever their own words are.
_CLOSED: Final = re.compile(
    r"(?:等(?:\d+[个项]|一批)?|[两三四五六七八九]大)(?:重点|重大|骨干|标志性)?(?:建设)?(?:项目|工程)(?:建设)?$"
)
_FOUND: Final = re.compile(r"^(?:计划新建|新建|扩建|建立健全|建立|组建|构建|补充完善|完善提升|优化升级|好)")


@dataclass(slots=True)
class _Place:
    """Where the reading stands: the heading and the label of the paragraph."""

    heading: str = ""
    closed: bool = False  # a chapter without works
    level: int = 0
    opened: bool = False  # a chapter has just begun: its first paragraph is a promise, no list
    start: int = FOURTEENTH  # first year of the plan


def read_listed_projects(
    document: Document, *, taken: frozenset[int], start: int | None = None
) -> tuple[ReadProject, ...]:
    """The works of the prose in order; ``taken``: lines of tables; ``start``: the plan's first year, None: that of 十四五.
    ``box`` is the heading a work stands under, ``group`` the label of its paragraph."""
    place = _Place(start=start or FOURTEENTH)
    printed = {block.line: tidy(block.text) for block in document.blocks if isinstance(block, Paragraph)}
    found: list[ReadProject] = []
    for passage in passages(document, taken=taken):
        if passage.shape is Shape.HEADING and passage.level in (1, 2, 3):
            _enter(place, passage, printed.get(passage.line, passage.text))
        elif passage.shape in (Shape.TEXT, Shape.BULLET) and not place.closed:
            found += [] if place.opened else _read_passage(passage, place)
            place.opened = False
    return tuple(_unique(found))


def _enter(place: _Place, passage: Passage, printed: str) -> None:
    closes = _NO_WORKS.search(passage.text) is not None or _looks_back(passage.text, place.start, heading=True)
    if not place.closed or passage.level <= place.level:
        place.closed, place.level = closes, passage.level if closes else 0
    place.heading = printed
    place.opened = passage.level <= 2


def _looks_back(text: str, start: int, *, heading: bool = False) -> bool:
    """Whether a text speaks of what lies before the plan: a period before it (of a sentence: 期间, 末), or a year."""
    for name, part in _PERIOD.findall(text):
        years = period_years(name)
        if (part or heading) and years and years[1] < start:
            return True
    return not heading and any(int(year) < start for year in _YEAR.findall(text))


def _read_passage(passage: Passage, place: _Place) -> list[ReadProject]:
    run, numbered = without_ordinal(Run(passage.text, passage.starts))
    group = ""
    found: list[ReadProject] = []
    parts = sentences_of(run)
    for index, (sentence, end) in enumerate(parts):
        text = close_up(sentence.text)
        if index == 0 and len(parts) > 1 and end == "。" and _is_label(text):
            group = text if numbered else ""
            continue
        if _PAST.search(text) or _looks_back(text, place.start):
            continue
        label, rest = _labelled(sentence)
        items = (_named(rest) or _of_sentence(rest)) if label else _of_sentence(sentence)
        found += [
            ReadProject(
                place.heading, label or group, item.name, item.line, item.facts, ProjectKind.PROJECT, Certainty.PROSE
            )
            for item in items
        ]
    return found


def _is_label(text: str) -> bool:
    return len(text) <= _LONGEST_GROUP and "，" not in text and words.WORK_WORD.search(text) is None


def _labelled(sentence: Run) -> tuple[str, Run]:
    """The short label before a colon and what follows it; "" and the sentence where there is none."""
    at = sentence.text.find("：")
    return (sentence.text[:at], sentence.cut(at + 1).strip()) if 1 < at <= 8 else ("", sentence)


def _named(rest: Run) -> list[Item]:
    """What a label names: things built, all of them."""
    items = [item for clause in clauses_of(rest)[:1] for item in _pieces(clause, first=True)]
    return items if items and all(_BUILT.search(item.name) and item.plain for item in items) else []


def _of_sentence(sentence: Run) -> list[Item]:
    items: list[Item] = []
    goes_on = False  # the clause before listed, so that a clause without a verb can go on with it
    for whole in clauses_of(sentence):
        if items and is_fact(close_up(whole.text)):
            continue
        clause = _from_verb(whole)
        text = close_up(clause.text)
        if _BUILDING.match(text) or (_FOUNDING.match(text) and _PLACE_IN.search(text)) or _fosters(text):
            read = _of_clause(clause)
        else:
            read = _going_on(clause) if goes_on or text.startswith("即") else []
        goes_on = bool(read)
        items += read
    return items


def _from_verb(clause: Run) -> Run:
    """A clause without when and where before its verb."""
    for pattern in (_WHEN, _PLACED):
        if found := pattern.match(clause.text):
            clause = clause.cut(found.end()).strip()
    return clause


def _fosters(text: str) -> bool:
    """加快…工程, 加强…建设: the end of the clause says that something is built."""
    return _FOSTERING.match(text) is not None and (text.endswith("建设") or words.WORK_WORD.search(text) is not None)


def _of_clause(clause: Run) -> list[Item]:
    pieces = _pieces(clause, first=True)
    closed = len(pieces) > 2 and _CLOSED.search(close_up(clause.text)) is not None
    works = [item for item in pieces if _is_work(item, several=len(pieces) > 2) or (closed and _is_named(item))]
    if len(pieces) > 2 and len(works) * 2 < len(pieces):
        return [item for item in works if words.WORK_WORD.search(item.name)]
    return works


def _is_named(item: Item) -> bool:
    """Whether an item of a list that closes with 等项目 can be a work's name, though its own words do not say so."""
    general = _GENERIC.match(item.name) or _BOAST.search(item.name) or _UNBUILT.search(item.name)
    return item.plain and not item.vague and not general and bool(words.HEAD.search(item.name)) and len(item.name) > 4


def _going_on(clause: Run) -> list[Item]:
    """The items of a clause without a verb of its own, where all of them are works."""
    if words.AIM.match(clause.text):
        return []
    pieces = _pieces(clause.cut(1) if clause.text.startswith("即") else clause, first=False)
    works = [item for item in pieces if _is_work(item, several=True)]
    return works if len(works) == len(pieces) else [item for item in works if words.WORK_WORD.search(item.name)]


def _pieces(clause: Run, *, first: bool) -> list[Item]:
    """The items of a clause, parted at 和 and 及 too where both sides are things built, without what trails behind."""
    fostering = _FOSTERING.match(clause.text)
    run = clause.cut(fostering.end()) if fostering and not _BUILDING.match(clause.text) else clause
    if whole := _WHOLE.search(run.text):
        run = run.cut(whole.end())
    if founds := _FOUND.match(run.text):
        run = run.cut(founds.end())
    items = list(read_items(run, first=first).items)
    if items and items[0].vague:
        return []
    found: list[Item] = []
    for item in _halves_joined(items):
        found += [_trimmed(piece) for piece in _parted(counted(item))]
    return found


def _halves_joined(items: list[Item]) -> list[Item]:
    """Two items of which the first is only what the second is for (食用菌、核桃市场) as one."""
    if (
        len(items) != 2
        or items[0].facts
        or len(items[0].name) > 4
        or words.HEAD.search(items[0].name)
        or not _stands(items[1].name)
    ):
        return items
    return [replace(items[1], name=f"{items[0].name}、{items[1].name}", line=items[0].line)]


def _parted(item: Item) -> list[Item]:
    for sign in _AND.finditer(item.name):
        left, right = item.name[: sign.start()], item.name[sign.end() :]
        whole = _stands(_bare(left)) or _WORKED_ON.search(left)
        if min(len(left), len(right)) >= 3 and whole and _stands(_bare(right)) and not right.startswith("配套"):
            return [replace(item, name=left), *_parted(replace(item, name=right, facts=""))]
    return [item]


def _stands(name: str) -> bool:
    return _BUILT.search(name) is not None or words.WORK_WORD.search(name) is not None


def _bare(name: str) -> str:
    before = ""
    while before != name:
        before, name = name, _TRAILING.sub("", name)
    return name


def _trimmed(item: Item) -> Item:
    name = _bare(_EXPLAINED.sub("", item.name))
    return replace(item, name=name) if len(name) >= 3 and (_stands(name) or _WORKED_ON.search(name)) else item


def _is_work(item: Item, *, several: bool) -> bool:
    """Whether an item is a thing built or a work done, by its own words."""
    name = item.name
    if (
        not item.plain
        or item.vague
        or len(name) > 60
        or _GENERIC.match(name)
        or _BOAST.search(name)
        or _UNBUILT.search(name)
    ):
        return False
    if _stands(name):
        return len(name) >= (3 if several else 4)
    return _WORKED_ON.search(name) is not None and len(name) >= 6


def _unique(found: list[ReadProject]) -> list[ReadProject]:
    """Each work once: where the prose comes back to one, the first mention stays."""
    seen: set[str] = set()
    kept = []
    for project in found:
        if project.name not in seen:
            seen.add(project.name)
            kept.append(project)
    return kept
