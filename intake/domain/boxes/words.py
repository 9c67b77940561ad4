"""The words by which boxes are read: words of the trade, never a name of a place, a firm or a document."""

from __future__ import annotations

import re
from typing import Final

#: How far along a list says that its works are, and how it is spoken of; not part of a name.
_MANNER: Final = (
    "重点|全面|加快|加大|大力|积极|稳步|有序|扎实|深入|持续|继续|着力|统筹|适时|超前|全力|强力|稳妥|科学|合理|高标准|高质量|高水平"
    "|逐步|分步|分批|尽快|力争|争取|探索|优先|同步|协调|配合|做好|抓好|切实|主要|不断|进一步|开工|规划|谋划|启动|研究|筹划|筹备"
)
_START: Final = (
    "推进|推动|实施|建设|谋划|续建|建成|新建|规划|启动|开工|抓好|完成|组织|开展|推广|布局|储备|研究|加速|加快|促进|落实|包括|包含"
    "|新增|改建|扩建|改扩建|新改建|新改扩建|建立|打造|发展|支持|引进|培育|入驻|增建|购置|安装|创建|争创|整修|修建|铺设|设立|成立|完善|重建|展示|既有|在建|已建|拟建|提质改造|改造提升|提质"
)
#: 重点推进实施, 加快建设, 统筹推进, 规划建设并建成 …
LEADING: Final = re.compile(
    rf"(?:(?:“?十[一二三四五六七八九]五”?)?(?:期间|时期|末)?[，,]?)?"
    rf"(?:将|要|拟|计划|重点)?(?:(?:{_MANNER})(?:地)?)*(?:{_START})(?:(?:和|并|与|、)?(?:{_START}))*(?:好|了|以下|如下)?"
)
#: Verbs of a list that also begin names (建设路小学, 发展大道): taken off only where the list itself begins.
LIST_ONLY: Final = re.compile(
    r"(?:重点|全面|加快|积极|继续|统筹|谋划)?(?:推进|推动|实施|谋划|续建|建成|完成|启动|开工建设|规划建设|开展)"
)
#: 涵盖: how an enumeration is announced.
ANNOUNCED: Final = re.compile(r"^(?:主要|重点|具体|其中)?(?:建设)?(?:内容)?(?:包括|包含|涵盖|含|为|是|有|即)[：:]?")

#: Aims and methods: a clause that begins so names no work of its own.
AIM: Final = re.compile(
    r"^(?:全市|全县|全区|各地)?(?:不断|进一步|逐步|全面|着力|大力|积极|加快|努力|切实|有效|持续|深入|充分|基本|最终|初步|从而|以便|并|将|力争|确保|显著|整体"
    r"|稳步|重点|有序|高标准|高质量|加大|合理|科学|统一|综合)*"
    r"(?:提升|提高|增强|实现|形成|促进|强化|健全|优化|满足|解决|确保|带动|构建|引导|鼓励|培养|拓展|拓宽|延伸|扩大|缓解|消除|改善|保障|突出"
    r"|依托|围绕|结合|按照|坚持|利用|发挥|聚焦|以[^，]{1,30}为|为[^，]{2,30}(?:提供|打|奠|创)|使|让|把|将|通过|根据|针对|作为|成为|争取|力争"
    r"|做大|做强|做优|做精|壮大|弘扬|传承|保护|丰富|激发|推广|探索|创新|深化|严格|落实|加强|降低|减少|控制|逐步|用于|达到|凸显|注重|融合"
    r"|辐射|助力|助推|引领|吸引|集聚|整合|盘活|开发|突破|攻克|统筹(?!推进|规划|实施|建设)|夯实|补齐|巩固|树立|营造|完善|发展|支持|规范|普及|覆盖|采用|综合采取"
    r"|培育|打造|推动|整体|建立|扶持|升级|用|兼顾|对接|接入|涉及|搭建|参照|参与|归集|加大|扩充|选育|在[^，]{2,30}(?:领域|方面|基础上))"
)
#: A clause that only says where, when, for whom or by what rule.
SETTING: Final = re.compile(
    r"^(?:“?十[一二三四五]五”?(?:期间|时期|末|以来)|(?:到|至)?20\d\d年(?:底|末|前)?(?:以前)?|其中|同时|此外|今后五年|未来五年|规划期内|五年内"
    r"|[^，]{2,12}方面|(?:按照|根据|围绕|依托|结合|坚持|以)[^，]*)$"
)

#: What closes the name of a thing that is built or run.
_FACILITIES: Final = (
    "校区|院区|园区|园|基地|中心|平台|系统|网络|小镇|综合体|示范区|试验区|集聚区|功能区|市场|商场|广场|公园|景区|景点|小区|社区|安置区|大厦|楼|云|专网|数据库"
    "|学校|小学|中学|高中|幼儿园|学院|大学|医院|卫生院|卫生室|养老院|敬老院|福利院|光荣院|陵园|墓园|博物馆|展览馆|纪念馆|图书馆|文化馆|体育馆|体育场|美术馆|馆|寺|塔|祠|庙"
    "|遗址|旧址|古镇|古城|古村|村落|水库|水闸|闸|泵站|提水站|提灌站|电站|变电站|变|换流站|热电厂|电厂|水厂|污水厂|处理厂|垃圾场|填埋场|场|站|厂|港|码头|机场|枢纽|通道"
    "|高速公路|高速|快速路|公路|铁路|高铁|大道|大桥|桥|隧道|路网|道路|廊道|景观带|产业带|生态带|观光带|长廊|管网|管线|管道|电网|基站|充电桩|通道"
    "|殿|亭|阁|碑|台|专线|专用线|生产线|设备|装置|设施|院|所|库房|公司|集团|度假区|酒店|民宿|步道|赛道|驿站|城|港湾|街区|街|巷|宿舍|公寓|用房|病房|城区|区域|片区|矿区|保护区|段|集散地"
)
#: What closes the name of work done on a thing.
_ACTIONS: Final = (
    "改造|扩建|改扩建|新建|迁建|重建|建设|治理|修复|整治|修缮|搬迁|升级|提升|提质|扩容|续建|配套|连通|绿化|清淤|加固|保护|调蓄|复工|技改|盘活|处置|回收|拆解|封场|延伸|南延|北延|东延|西延|西延线"
    "|开发|利用|生产|制造|加工|种植|养殖|创建|试点|行动|计划|产业化|一体化|贯通|发电|风电|光伏|供热|改建|改线|增设|创建|工作|更新|示范|体系"
)
_HEADS: Final = f"项目|工程|{_FACILITIES}|{_ACTIONS}|路|线|河|渠|湖|湿地|库|池|带"
_AFTER_HEAD: Final = r"(?:[（(][^（）()]*[）)])?(?:[一二三四五六]期|[IVXⅠⅡⅢ]+期?|前期|[一二三四五六]标段)?$"
HEAD: Final = re.compile(rf"(?:{_HEADS}){_AFTER_HEAD}")
FACILITY: Final = re.compile(rf"(?:{_FACILITIES}){_AFTER_HEAD}")
ACTION: Final = re.compile(rf"(?:项目|工程|{_ACTIONS}){_AFTER_HEAD}")
#: Things that were there before: without a word of their own they are what a work is done on.
NATURE: Final = re.compile(r"(?:河|渠|湖|沟|江|溪|山|岭|坡|库|路|垃圾|污泥|土壤|秸秆|粪污|种植|养殖)$")
#: Pairs of ends: a member that ends so is one of what the tail speaks of (… 路 等 … 道路).
KIN: Final = tuple(
    (re.compile(rf"(?:{ends})$"), re.compile(tail))
    for ends, tail in (
        ("路|大道|大街|街|道", "道路|路网|街道"),
        ("村|庄|铺|湾|营|屯|寨|堡", "村"),
        ("学校|小学|中学|高中|初中|学院|大学|幼儿园", "学校?|校"),
        ("湖|山|岭|寨|遗址|旧址|窑址|寺|塔|阁|楼|祠|庙|亭|墓|城墙|园|谷|泉|峡", "景点|景区|遗址|文物|古迹|名胜|古建"),
        ("镇|小镇|古镇", "镇"),
        ("养老院|敬老院|福利院", "养老"),
        ("医院|卫生院|保健院", "医院|医疗"),
        ("公园|广场|游园|绿地", "公园|绿地|游园|广场"),
        ("园", "园区"),
        ("公司|集团|企业|厂", "企业|公司"),
        ("矿区|矿山|矿", "矿"),
        ("馆", "馆"),
        ("桥", "桥"),
    )
)
#: A work by its own word.
WORK: Final = re.compile(r"(?:项目|工程|产业园|示范园|园区)(?:[（(][^（）()]*[）)])?(?:建设)?(?:[一二三四五六]期)?$")
#: 项目 or 工程 itself.
WORK_WORD: Final = re.compile(rf"(?:项目|工程){_AFTER_HEAD}")
#: A place and nothing more: what follows the list is built there.
PLACE: Final = re.compile(
    r"^(?!.*(?:园|片|矿|景|小|校|院|厂|港|安置|集聚|示范|保护|棚户|功能)区$|.*(?:小镇|古镇|古村|风情镇)$)[^（）()]{1,8}(?:[省市县区旗镇乡村]|街道|办事处|地区)$|^[^（）()]{1,2}$"
)
FIRM: Final = re.compile(r"(?:公司|集团|企业|股份|合作社)(?:[（(][^（）()]*[）)])?$")

#: What follows 等 and says nothing of its own.
GENERIC_TAIL: Final = re.compile(
    r"^(?=.{0,40}$)(?:一批|系列|各类|一系列|多个|若干|相关|有关|其他|其它|后续|标志性|示范|前期|配套|附属|辅助|基础|公共|\d+|[一二三四五六七八九十百两]+|余|多"
    r"|个|项|条|处|座|家|所|类|大|重点|重大|重要|骨干|关键|民生|特色|主要|功能|服务|骨干|龙头"
    r"|(?:新|改|扩|迁|（改|）|\(改|\))*建"
    r"|项目|工程|工作|任务|建设|内容|设施|园区|企业|产业|领域|改扩建|载体|平台|的|[（()）]|实施|推进|开工|落地|进度|进程|行动|举措|改造|保护|利用|和|、)*$"
)
COUNTED_TAIL: Final = re.compile(
    r"^(?:一批|\d+|[一二三四五六七八九十百两]+)(?:余|多)?(?:个|项|条|处|座|家|所|类|大|种|批)?"
)
#: 等 of an enumeration; not of 等级, 平等, 高等教育, 中等职业 …
ETC: Final = re.compile(r"(?<![平均同优对特劣等])等(?!级|离子|候|效|次|额|号|于)")
_NOT_ETC: Final = re.compile(
    r"高等(?:教育|职业|学校|院校|学历|级)|(?<!高)(?<!初)中等(?:职业|专业|收入|教育|城市|规模|水平|学校|以上|偏)|[一二三四五六七]等奖?$"
)

#: A verb in the middle: what stands before it is who or what, not a name.
PREDICATE: Final = re.compile(
    r"(?<=[^“])(?:实施(?!方案|工程|细则|项目)|进行|位于|拟定|拟选|达到|至少|转化|用于|作为|接入|直接|通过|能够|可以|基本|取得|得到|全收集|全处理|经过|成功创建|实现|因地制宜|在.{1,4}设立)|率$|^每"
)
#: Of these even the word 项目 at the end makes no name.
STATEMENT: Final = re.compile(r"(?<=[^“])(?:实施(?!方案|工程|细则|项目)|位于|拟定|拟选|转化为|用于|接入|作为[^，]{2})")
#: What an aim is followed by where it lists works in spite of its verb.
WORK_TAIL: Final = re.compile(
    r"^(?:[^，。、]{0,6}(?:项目|工程)(?:建设)?|(?:\d+|[一二三四五六七八九十]+)(?:余|多)?(?:个|项|条|处|座)[^，。、]{2,14})$"
)
NEVER: Final = re.compile(
    r"^(?:争取|鼓励|引导|支持[^，]{0,12}(?:企业|社会|力量|发展)|完善|强化|加强|提升|提高|按照|依托|围绕|利用|发挥|因地制宜|对(?!接)|沿[^，]*(?:做|打造|建设)|采取|采用)"
)
#: Captions and groups whose lists are no works.
DIRECTION: Final = re.compile(
    r"方向|空间结构|空间布局|布局|定位|目标|产业集群$|区域(?:协调)?发展|(?:企业|集团|公司)(?:培育|名单|梯队)|培育企业|主导产业|理念|原则|思路|功能分区"
)
FOSTERED: Final = re.compile(r"^(?:重点|大力|着力|加快|积极)?(?:培育|扶持|壮大|支持|做大做强)")
#: A label that is a work itself.
WORK_LABEL: Final = re.compile(r"(?:项目|工程|行动|计划|示范区|示范园|小镇)$")
#: A label that is one named place of works: it stands beside its parts.
NAMED_PLACE: Final = re.compile(r"(?:文化|产业|生态|科技|创意)[^（）()]{0,3}园$")
#: 三带, 两城: the parts of a spatial structure.
PARTS: Final = re.compile(
    r"^[一二两三四五六七八九十]{1,2}大?(?:带|区|城|镇|山|河|轴|核|心|中心|圈|廊|极|点|片|屏|翼|组团)$"
)
SPATIAL: Final = re.compile(r"空间(?:结构|格局|布局)")
#: The caption's own table of indicators.
INDICATORS: Final = re.compile(
    r"(?:主要|发展|预期|核心|规划|约束性)[^，。]{0,8}(?:指标|目标)|指标(?:体系|一览|表|完成)|目标完成|完成情况"
)


def etc_at(text: str, start: int = 0) -> int:
    """The offset of the 等 that ends an enumeration, -1 for none."""
    for found in ETC.finditer(text, start):
        wrong = any(not_etc.start() <= found.start() < not_etc.end() for not_etc in _NOT_ETC.finditer(text))
        if not wrong and found.start() > 0:
            return found.start()
    return -1
