"""What the words before and after a quantity say of it: what is counted, and how it is promised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from indicators.domain.types import Comparator, Form
from intake.domain.prose.quantities import Found
from intake.domain.prose.verbs import ADVERB, FALL, GROW, MAKE, REACH, RISE

_TAIL: Final = re.compile(rf"(?:(?:{REACH})|(?:{GROW})率?|(?:{RISE})|(?:{FALL})|(?:{MAKE})|(?:{ADVERB}))+$")
_RATE_TAIL: Final = re.compile(rf"(?:(?:{REACH})|(?:{GROW})率?|(?:{RISE})|(?:{FALL})|(?:{ADVERB}))+$")
_MAKING: Final = re.compile(rf"(?:{MAKE})")
#: Nouns that only begin like a verb.
_NO_VERB: Final = re.compile(
    "生产(?:总值|能力|性|率|者|基地|企业)|建(?:筑|成区|制|材|档)|发展(?:水平|指数)|投资(?:额|总额|强度|占)|保障(?:性|房|水平|率|能力)"
    "|开发(?:区|强度)|规划面积|绿化(?:面积|覆盖|率)|治理(?:率|面积)|供应(?:链|量|能力)|培训(?:基地|学校)|支持率|改造面积|安置(?:率|房)"
    "|养殖(?:场|基地|业|量|规模)|种植(?:面积|基地|规模|业)|推广(?:面积|率)|出栏[量率]|存栏量|整治率|配备率|开工率|投入(?:占|强度|比)"
    "|接入(?:率|能力)|转化率|更新率|转移支付|推进[^力]?力|支撑|引进率|入驻率|储备率|保障率|绿化率|拥有"
)
#: An area that is made (新增灌溉面积2万亩), not one that is measured (绿化覆盖面积).
_AREA_MADE: Final = re.compile("(?:新增(?!建设用地)|新建|新发展|治理|改造|完成|修复).{2,}面积$")
#: What joins one verb to the next: 新建和改造提升.
_JOINED: Final = re.compile("^(?:[和及与并、]|提升(?=.{2}))+")
#: 新建（改造）管网: another verb in brackets.
_ALSO: Final = re.compile("[（(](?:改造|改建|扩建|改扩建|续建|改|扩|含改造|含改建)[）)]")
_EACH: Final = re.compile("每[个村乡镇县所市户]|各[乡镇县村]")
_REACHED: Final = re.compile(rf"(?:{REACH})(?:{ADVERB})*$")
_MADE: Final = re.compile(rf"(?:{MAKE})(?:{ADVERB})*$")
_ADVERBS: Final = re.compile(rf"^(?:{ADVERB})+|(?:{ADVERB})+$")
_GROWN: Final = re.compile(rf"(?:{GROW})率?(?:保持|稳定|维持|控制)?(?:达到|达|在|到|为|实现)?(?:{ADVERB})*$")
_LEAD: Final = re.compile(
    r"^(?:[、，,：:\s）)]|稳定(?=.{2,}(?:面积|产量))|[到至]?[“\"]?十[一二三四五六七]五[”\"]?(?:时期末|期末|末|期间|时期)?|[到至]?20\d\d年[底末]?|[—●◆■➢•*]|即|力争|确保|争取"
    r"|(?:增加|增长|提高|提升|发展|上升|扩大|下降|降低)(?:到|至)(?=20\d\d年|[“\"]?十)|是|努力|达到|其中|预计|逐步|基本(?!养老|医疗|公共|农田|药物|建设|草原|社会|保险)|实现|使得|使|让|推动|并|且|和|及|以及|[全我][国省市州盟县旗区]|将|要|计划|拟|加快|着力|大力|积极|持续|稳步|不断|全面|深入|有序|分别|每年|年均"
    r"|同时|进一步|通过|按照|再|累计|共计|共|总计|在(?![建校册岗园营])|继续|围绕|五年|滚动|做好|内|全力|切实|至少)+"
)
_TRAIL: Final = re.compile(
    r"(?:力争|确保|争取|努力|全部|均|基本|分别|累计|共计|总计|合计|共|也|都|将|要|有望|稳步|逐步|有效|预计|年均|每年|平均|各|达标|的|等|：|:|达|到|为|、|，|与|和|及|由|从|全长|总长|占地面积|占地|总里程|连续[一二三四五六七八九十\d]{1,2}年?|五年|(?:实现)?(?:倍增|翻[一两]?番))+$"
)
_NOUN: Final = re.compile(
    r"^的?(?![、和及与])(?:以[^，。；]{2,12}为[^，。；的]{1,4}的)?"
    r"((?:[^，。；：:,;！？（(“\"]|[（(][^）)，。]{0,12}[）)]|“[^”，。]{1,20}”|\"[^\"，。]{1,20}\"){0,40})"
)
#: Actions that name a work: they stay with the noun before them (危桥改造35座).
_WORK: Final = re.compile(
    "(?:提档|改造|改建|扩建|改扩建|绿化|造林|培训|建设|治理|整治|修复|推广|种植|养殖|提质|升级|升级改造|转移|安置|搬迁|加固|硬化|更新|清淤|疏浚|投资|投入|开发)+"
)
_EAGER: Final = re.compile(rf"^(?:重点|高标准|高质量|高水平|规范|科学|适时|依托|加速)+(?={MAKE})")
_THAN: Final = re.compile(
    r"(?:比|较|是|相当于|由|从)(?:20\d\d年|上年|[“\"]?十[一二三四五六七]五[”\"]?(?:时期|期)?末?期?|全[国省市](?:平均水平)?)的?(?=[^，。；]{0,8}$)"
)
_LISTED: Final = re.compile(
    r"(?:率|比|面积|比例|比重|占比|浓度|覆盖面|指数|收入|总量|总额|产值|规模|能力|水平|增加值|面)$"
)
_MEASURE: Final = re.compile(
    r"(?:占地(?:面积)?|总?面积|总?投资|全长|总长|总?里程|长|总?规模|总?容量|共|共计|合计|总计)$"
)
_WHOLE: Final = re.compile(
    r".{0,24}(?:全部|达到|建成|实现|完成|通过|均|都|建设|进入|得到"
    "|开展|实行|纳入|创建|参与|普及|覆盖|配备|具备|设立)"
)
_LEADS_ON: Final = re.compile("共|共计|总计|合计|占地|占地面积|全长|总长|长|总投资|投资|面积|建筑面积|总建筑面积")
_OF_WHOLE: Final = re.compile("(.+?)(?:全部|均|都|达到|进入|得到|能够|实现|完成|开展|纳入|通过)")
#: What joins names; not the sign inside 普及率, 参与度, 总和, 和谐.
_AND: Final = re.compile("、|(?<![总共饱])和(?!谐)|(?<!参)与|以及|(?<![普涉触])及(?![率时格])")
_RATES: Final = frozenset({"%", "‰"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words around one quantity. ``subject`` may be "": the clause has none of its own. ``behind``: the noun after."""

    subject: str
    form: Form
    promised: bool  # by a verb of the clause, or a word that bounds the number
    behind: str = ""
    alone: bool = False  # no words before it but a joining mark
    verbless: bool = False  # no verb of its own
    bound: Comparator = Comparator.EQ  # what a word away from the number says: 至少建设1所, 控制在90万亩


def read_phrase(before: str, found: Found, after: str) -> Phrase:
    """``before``: the words since the last mark or quantity; ``after``: those up to the next mark."""
    before = _ALSO.sub("", before)
    bare = _THAN.sub("", re.sub(r"(?<![制定持])[与和对在]$", "", before))
    rate = found.unit in _RATES or found.unit == "个百分点"
    invested = found.unit.endswith("元") and bare.endswith(("投资", "投入"))
    tail = (_RATE_TAIL if rate or invested else _TAIL).search(bare)
    words = tail.group() if tail else ""
    head = bare[: tail.start()] if tail else bare
    noun = _NOUN.match(after)
    behind = clean_behind(noun.group(1)) if noun and not (after.startswith("的") and not rate and clean(head)) else ""
    if rate and (whole := _OF_WHOLE.match(behind)):
        behind = whole.group(1)
    subject, making = _subject(head, words, behind)
    form = _form(head, words, found, behind, making=making)
    promised = bool(words) or making or found.bounded
    if behind:
        promised = _promised_before_noun(head, words, found, after, making=making)
    return Phrase(
        subject,
        form,
        promised,
        behind,
        not before.strip("、和及以与或，, "),
        not words and not making,
        _bound(before, words),
    )


def _bound(before: str, words: str) -> Comparator:
    if "至少" in before:
        return Comparator.GE
    return Comparator.LE if words.endswith("控制在") else Comparator.EQ


def _promised_before_noun(head: str, words: str, found: Found, after: str, *, making: bool) -> bool:
    """Whether a number that stands before a noun counts it, and does not only describe it."""
    if words or found.bounded or _MEASURE.search(head):
        return True
    if found.unit in _RATES:
        return _WHOLE.match(after) is not None
    if found.unit == "年一遇":
        return bool(head)
    if re.search("(?:全部|均|都).{2,}", after):
        return True
    if _EACH.search(head) and found.unit in _COUNTED:
        return True
    done = after.endswith(("建设", "改造"))
    return (making and (found.unit in _COUNTED or done)) or (done and _MAKING.search(head) is not None)


_COUNTED: Final = frozenset("个家座处所间栋幢条段项件种类只台套辆户支块片张")


def _form(head: str, words: str, found: Found, behind: str, *, making: bool) -> Form:
    """How it is promised, by the last verb and the unit."""
    reached = _REACHED.search(words) is not None
    near = head[-10:] + words
    if found.unit == "个百分点":
        return Form.POINTS if re.search("年均|每年|年增速|年$", head[-24:] + words) else Form.CUMULATIVE_CHANGE
    if found.unit in {"岁", "年"} and not reached and re.search(RISE, words):
        return Form.CUMULATIVE_CHANGE
    if found.unit in _RATES:
        if _GROWN.search(near):
            return Form.LEVEL if re.search("(?:增长|增)[到至]", words) else Form.GROWTH
        if not reached and re.search(FALL, words):
            return Form.CUMULATIVE_CUT
        return Form.GROWTH if not reached and re.search(RISE, words) else Form.LEVEL
    if re.search("新增|累计|新改建|新建|新培育|新引进", head + words):
        return Form.CUMULATIVE
    if re.search("每年|年均", head + words):
        return Form.LEVEL
    if reached and not (words.endswith("实现") and behind and found.unit in _COUNTED):
        return Form.CUMULATIVE if words.endswith("完成") else Form.LEVEL
    return Form.CUMULATIVE if making or reached or _MAKING.search(words) else Form.LEVEL


def _subject(head: str, words: str, behind: str) -> tuple[str, bool]:
    """The noun phrase that is counted, and whether the clause makes it (新建, 培育 …)."""
    made = _MADE.search(words) is not None
    stripped = _EAGER.sub("", clean(head))
    measured = _LISTED.search(stripped) is not None and not _AREA_MADE.match(stripped)
    verb = None if _NO_VERB.match(stripped) or measured else _MAKING.match(stripped)
    if verb and stripped[verb.end() :].startswith(("率", "量", "额", "值")):
        verb = None
    listing = head.endswith("等") and _MAKING.search(head) is not None
    if behind and (
        made or not stripped or verb or listing or words.endswith(("共", "共计", "有")) or _EACH.search(head)
    ):
        return behind, made or verb is not None or listing
    if behind and (whole := _OF_WHOLE.match(behind)):
        return whole.group(1), made
    work = _WORK.fullmatch(_ADVERBS.sub("", words)) if stripped and not behind else None
    if verb is None and work:
        return stripped + work.group(), made
    if verb is None:
        return stripped or (_ADVERBS.sub("", words) if made else ""), made
    rest = _JOINED.sub("", stripped[verb.end() :])
    while (again := _MAKING.match(rest)) and len(rest) > again.end() + 1 and not _NO_VERB.match(rest):
        rest = _JOINED.sub("", rest[again.end() :])
    return (clean(rest) + (work.group() if work else "")) or stripped, True


def clean(text: str) -> str:
    """A noun phrase without the words that lead in and trail off."""
    return _unquoted(_TRAIL.sub("", _LEAD.sub("", text)).strip("*、，, 的（("))


def clean_behind(text: str) -> str:
    """The noun after a number, without what joins or follows it; "" for a word that only leads to the next number."""
    text = re.split(r"[、和及]\d", text, maxsplit=1)[0]
    text = re.sub(r"(?:的?建设|等|和|及|以及|与|、)+$", "", text)
    text = re.sub(r"^(?:的|以上|左右)+|^(?:大关|台阶|关口)$", "", text).strip("* ")
    return "" if _LEADS_ON.fullmatch(text) or re.fullmatch(r"[（(].*[）)]", text) else _unquoted(text)


def _unquoted(text: str) -> str:
    """Without quotation marks of which the other half is missing."""
    if text.count("“") != text.count("”") or text.count('"') % 2:
        return text.strip('“”"')
    return text


def listed(subject: str) -> tuple[str, ...]:
    """The indicators of a subject that names several (A率、B率和C面积), each measured by itself; else the one."""
    names = tuple(name for name in (clean(part) for part in _AND.split(subject)) if name)
    return names if len(names) > 1 and all(_LISTED.search(name) for name in names) else (subject,)


def is_measured(subject: str) -> bool:
    """Whether a subject is a level by its name (率, 收入, 面积): a list of new things does not make it an amount."""
    return (
        re.search(
            r"(?:率|比|比例|比重|占比|浓度|指数|收入|总量|总额|产值|增加值|总值|水平|总投资|能力)$"
            r"|^(?:每|人均|户均|平均)[^，]*(?:数|量|面积|年限)$",
            subject,
        )
        is not None
    )


def names_of(text: str) -> list[str]:
    """The names of a list for which 分别 gives a figure each; where only the last one says what is measured, the whole."""
    names = [name for name in (clean(part) for part in _AND.split(text)) if name]
    if len(names) > 1 and _LISTED.search(names[-1]) and not all(_LISTED.search(name) for name in names):
        return [clean(text)] * len(names)
    return names


def is_verb(subject: str) -> bool:
    """Whether a subject is only a verb (改造4座): what is counted was named before."""
    return subject not in {"投资", "投入"} and re.fullmatch(rf"(?:{MAKE})+", subject) is not None


def leads_on(text: str) -> bool:
    """Whether words only lead from one number to the next (占地, 共)."""
    return _LEADS_ON.fullmatch(text.lstrip("、，")) is not None
