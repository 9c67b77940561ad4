"""Documents made for the tests: invented counties, in the layouts that boxes are printed in."""

from __future__ import annotations

from intake.domain.boxes.read import BoxesReading, read_boxes
from intake.domain.proposal import ReadProject
from intake.readers.open import read_pasted

#: Bullets before a label and a colon; the prose of the chapter follows the box.
BULLETS = """第三章 完善基础设施

专栏1 “十五五”交通重大项目

➢ 高速公路：建成云岭至青石高速公路（48公里），开工建设青石绕城高速公路，总投资36亿元。
➢ 铁路：推进临江铁路青石段、云岭货运铁路专用线前期工作。
● 农村公路：新改建农村公路320公里，改造危桥15座。

加快构建现代水网。统筹推进水资源优化配置，到2030年全县供水能力达到2亿立方米。
"""

#: Numbered labels that end with a full stop; two boxes of one number; an entry cut by a page number.
NUMBERED = """专栏8：“十五五”农业重点项目

	1.粮油加工。重点推进金穗面粉、芝麻油，云山食品扩建、豆制品产业园等项目。
2.高标准农田。新建高标准农田12万亩，改造危桥8座。
3.设施农业。建设白沙镇蔬菜、西河镇草莓大棚、东岭

12

镇食用菌等种植基地。

专栏8：城乡建设重点项目

1.道路工程。实施人民路（解放路—环城路）改造、建设大道北延、滨河路东段新建工程等项目。
2.规划建设县级应急物资储备中心。

第四节 扩大开放
"""

#: Labels before a blank, the caption's title on a line of its own, the table's caption among the boxes.
BLANKS = """专栏 6-1
“十五五”能源建设工程

电网 新建 220 千伏东山变电站 1 座，新增变电容量 36 万千伏安；有序推进东城老城区等电网改造工程。

风电 推进青石、白沙、云岭等山地风电项目。

充电设施 新增公共充电站 30 座，居民充电桩 2000 个。

专栏 6-2 “十五五”时期主要指标

地区生产总值 300 亿元

加强能源安全保障，统筹煤电油气运，提高应急能力，确保全县能源供给平稳有序。
"""

#: Labels of the national plans: a number and a few words on a line, the text below.
LABEL_LINES = """专栏4 制造业重点工程
01 高端新材料
推动高性能纤维、特种陶瓷、电子化学品等项目，建设云州新材料中试基地。
02 企业培育
重点培育云州重工、华岳轴承、远航电气等10家龙头企业。
第七节 数字经济
"""

#: A box of the towns' directions, one cell on each line.
PAIRS = """	专栏2：乡镇重点发展方向一览表

	乡镇
	重点发展方向

	东河
	重点发展粮食种植、农产品加工等
	西岭
	重点发展休闲旅游和户外运动，建设县域旅游小镇。
	白沙
	重点发展物流仓储、商贸服务等

第五节 发展目标
"""

#: Bars between the cells.
BARS = """| 专栏7 数字基础设施重点项目 | |
|---|---|
| 网络设施 | 新建5G基站1200个，实现城区全覆盖。 |
| 算力设施 | 建设云州大数据中心、城市算力调度平台等项目。 |

第八节 其他
"""

#: One work on each line; numbers of two levels; measures behind the names.
LINES = """专栏5 重大交通工程
东环高速公路新建工程
西环高速公路扩容
滨河大桥及引线工程

加快建设现代物流体系，完善城乡配送网络，降低流通成本，培育物流龙头企业。
专栏6 重点任务
（一）水利工程
青石水库：总库容1.2亿立方米，计划投资8亿元。
白沙灌区：改造渠道35公里，受益面积12万亩。
（二）能源工程
1.东山抽水蓄能电站。装机容量120万千瓦，总投资75亿元，力争2028年开工。
2.西岭风电场一期、北坡光伏电站；
"""

#: What stands among the works: firms, amounts, aims, works of several names.
MIXED = """专栏 9 “十五五”文化强市工程
1.文化惠民工程。新建市美术馆、群众艺术馆，建成城市书房50个、村级文化广场200个。
2.文物保护工程。实施开元塔、文昌阁、古城墙（东段）等文物保护修缮，推进云山遗址公园建设。
3.文化产业培育。培育规上文化企业30家，打造云山动漫产业园、古陶文创园两大载体。
4.氢能项目。支持华氢科技、云能动力等企业建设加氢站，建设绿电制氢示范项目1个。
"""

#: No box at all.
PROSE = """第一章 发展基础
第一节 “十四五”发展成就
建成东河大桥、西岭公园等项目。
第二章 建设现代城市
坚持以人民为中心，建设宜居城市，实施城镇提质工程。
第一节 完善城市功能
1.加快路网建设。推进东环路改扩建工程、滨河大桥项目，完成老城区雨污管网改造工程。坚持绿色发展，提升城市品质。
2.补齐短板。在城南建设云岭体育公园，建设3个立体停车场。到2030年，城镇化率达到60%。
"""

ALL = {
    "bullets": BULLETS,
    "numbered": NUMBERED,
    "blanks": BLANKS,
    "label_lines": LABEL_LINES,
    "pairs": PAIRS,
    "bars": BARS,
    "lines": LINES,
    "mixed": MIXED,
    "prose": PROSE,
}


def boxes_of(text: str, *, taken: frozenset[int] = frozenset()) -> BoxesReading:
    return read_boxes(read_pasted(text), taken=taken)


def names(projects: tuple[ReadProject, ...], line: int | None = None) -> list[str]:
    """The names read, on one line or on all."""
    return [project.name for project in projects if line is None or project.line == line]
