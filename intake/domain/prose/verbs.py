"""The verbs with which plans promise numbers, as alternatives of a pattern."""

from __future__ import annotations

from typing import Final


def either(words: str) -> str:
    """The words, parted by blanks, as alternatives of a pattern: where one begins another the longer one wins."""
    return "|".join(sorted(set(words.split()), key=lambda word: (-len(word), word)))


#: A level is reached or held.
REACH: Final = (
    "(?:提高|提升|增加|增长|上升|扩大|发展|扩展|拓展|恢复|壮大|扩容|下降|降低|减少|压减|压缩|缩短|缩减|控制|稳定|保持|维持|调整|增|升|达|降|减|控)(?:到|至|在)|"
    + either("跨越 跨过 跨上 迈上 跃上 站上 达到 达 实现 突破 保持 稳定 保有 拥有 完成 为 占 覆盖 到达")
    + "|(?<![现所具没只])有"
)
RISE: Final = "提高|提升|增加|上升|扩大"
GROW: Final = "增长率|增长速度|增长|递增|增速|增幅"
FALL: Final = "下降率|降低率|下降|降低|减少|削减|压减|减排|降幅|缩小"
#: Something is made, brought or carried out: an amount of the period.
MAKE: Final = either(
    "新增 新建 新改建 新改扩建 新扩建 新培育 新引进 新认定 新创建 新建成 新发展 新开工 新设 新购 新开 "
    "新打 新育 新招引 新签约 新布局 新造 新植 新引育 改造 改建 改扩建 扩建 续建 迁建 重建 修建 建成 "
    "建设 建立 建造 建好 建 构建 共建 创建 创成 创作 创办 打造 培育 培养 引进 引入 招引 引育 招聘 "
    "吸引 吸纳 实施 推进 发展 设立 设置 布局 布设 推广 组建 认定 评选 选派 选聘 选树 选育 遴选 "
    "开展 举办 举行 孵化 转移 治理 修复 绿化 造林 营造 整治 整合 整理 复垦 申报 争创 争取 投放 "
    "投入 投资 完善 安排 开工 启动 规划 规划建设 谋划 铺设 架设 敷设 疏浚 清淤 配备 配置 配建 购置 "
    "添置 增加 完成 补充 开通 开设 形成 扶持 扶植 发放 培训 解决 帮扶 资助 储备 落地 签约 落户 入驻 接入 "
    "转化 制定 推出 命名 加固 硬化 更新 更换 增设 增配 增建 扩容 盘活 退出 消除 拆除 关闭 淘汰 "
    "安装 提供 参加 办好 办结 巩固 种植 栽植 集聚 开发 生产 养殖 输送 支持 保障 带动 拉动 拓宽 "
    "升级 升级改造 提质 改善 筹集 筹建 净增 储存 出栏 存栏 累计 安置 供应 搬迁 收购 "
)
ADVERB: Final = either(
    "力争 确保 争取 努力 全部 均 基本 原则上 累计 共计 总计 合计 共 约 近 分别 各 也 都 将 再 "
    "要 有望 稳步 逐步 有效 预计 每年 年均 平均 年(?=增长|递增|增速|同比|均) 年同比 同比 总共 计划 拟 实际 动态 长期 始终 持续 可 大约 "
    "至少 严格 合理 不断 得 承诺 "
)
