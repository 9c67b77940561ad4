"""The sentences of a bulletin, from its facts. A sentence about what is not known is left out or says so."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.domain import display
from projects.domain.bulletin import spans
from projects.domain.bulletin.facts import Facts, Group
from projects.domain.bulletin.records import BY_REGION
from reports.presenters.bulletin import words


def overall(facts: Facts) -> list[str]:
    """What stands first: how many, how much, against the year's plan, started and finished."""
    found = [_reporting(facts), _invested(facts), _against_plan(facts), _beside(facts), _events(facts)]
    return [one for one in found if one]


def _reporting(facts: Facts) -> str:
    whole, month = facts.whole, facts.outline.month
    if not whole.projects:
        return _("没有可以通报的重点项目。")
    text = _("%(region)s列入规划的重点项目 %(projects)d 个（不含方向性内容和已合并的重复项目），其中纳入月报 %(monthly)d 个；") % {
        "region": facts.outline.region_name, "projects": whole.projects, "monthly": whole.monthly,
    }  # fmt: skip
    return text + _("%(month)s的月报已审核 %(reported)d 个，在建 %(under_way)d 个。") % {
        "month": words.part(spans.MONTHLY, month), "reported": whole.reported, "under_way": whole.under_way,
    }  # fmt: skip


def _invested(facts: Facts) -> str:
    whole, outline = facts.whole, facts.outline
    if whole.year_done is None:
        return _("今年还没有已审核的投资数。")
    parts = [
        _("%(span)s完成投资 %(money)s") % {"span": words.so_far(outline.month), "money": words.money(whole.year_done)}
    ]
    if outline.kind == spans.YEARLY:
        parts = [_("全年完成投资 %(money)s") % {"money": words.money(whole.year_done)}]
    elif whole.span_done is None:
        parts.append(
            _("其中%(span)s没有已审核的投资数") % {"span": words.after_word(words.part(outline.kind, outline.month))}
        )
    elif outline.month.month > spans.LENGTHS[outline.kind]:
        parts.append(
            _("其中%(span)s %(money)s")
            % {
                "span": words.after_word(words.part(outline.kind, outline.month)),
                "money": words.money(whole.span_done),
            }
        )
    return _("，").join(parts) + _("。") + _change(facts)


def _change(facts: Facts) -> str:
    """Against the span before, of quarters and longer."""
    whole, outline = facts.whole, facts.outline
    if outline.kind == spans.MONTHLY or whole.span_done is None or whole.before_done is None:
        return ""
    change = whole.span_done - whole.before_done
    text = _("%(span)s比%(before)s%(change)s") % {
        "span": words.part(outline.kind, outline.month), "before": words.part_before(outline.kind, outline.month),
        "change": words.more_or_less(change),
    }  # fmt: skip
    if whole.before_done > 0 and change:
        text += _("（%(share)s）") % {"share": signed_share(change / whole.before_done)}
    return text + _("。")


def _against_plan(facts: Facts) -> str:
    whole, month = facts.whole, facts.outline.month
    if whole.planned is None:
        return _("项目都没有年度计划投资，不计算完成率，不排名。")
    text = _("有年度计划的 %(number)d 个项目计划投资 %(planned)s") % {
        "number": whole.with_plan, "planned": words.money(whole.planned),
    }  # fmt: skip
    if whole.share is None:
        return text + _("，没有已审核的完成数。")
    text += _("，完成 %(done)s，占 %(share)s；时序进度 %(elapsed)s，%(lead)s。") % {
        "done": words.money(whole.planned_done), "share": display.share(whole.share),
        "elapsed": display.share(spans.elapsed(month)), "lead": _lead(whole.share - spans.elapsed(month)),
    }  # fmt: skip
    if whole.silent:
        text += _("其中 %(number)d 个没有已审核的投资数，计划计入，完成不计入。") % {"number": whole.silent}
    return text


def _lead(lead: Decimal) -> str:
    shown = display.number(abs(lead) * 100, 1)
    if Decimal(shown) == 0:
        return _("与时序相当")
    if lead > 0:
        return _("快于时序 %(points)s 个百分点") % {"points": shown}
    return _("慢于时序 %(points)s 个百分点") % {"points": shown}


def _beside(facts: Facts) -> str:
    whole = facts.whole
    if not whole.unplanned or not whole.with_plan:
        return ""
    return _("另有 %(number)d 个没有年度计划的项目完成 %(money)s，不在完成率之内。") % {
        "number": whole.unplanned, "money": words.money(whole.unplanned_done),
    }  # fmt: skip


def _events(facts: Facts) -> str:
    whole, outline = facts.whole, facts.outline
    if outline.kind == spans.YEARLY:
        return _("全年开工 %(started)d 个，竣工 %(finished)d 个；上年开工 %(before)d 个，竣工 %(ended)d 个。") % {
            "started": whole.started, "finished": whole.finished, "before": whole.started_before,
            "ended": whole.finished_before,
        }  # fmt: skip
    text = _("%(span)s开工 %(started)d 个，竣工 %(finished)d 个") % {
        "span": words.part(outline.kind, outline.month), "started": whole.started, "finished": whole.finished,
    }  # fmt: skip
    if outline.kind != spans.MONTHLY:
        text += _("（%(before)s开工 %(started)d 个，竣工 %(finished)d 个）") % {
            "before": words.part_before(outline.kind, outline.month), "started": whole.started_before,
            "finished": whole.finished_before,
        }  # fmt: skip
    return text + _("；今年以来开工 %(started)d 个，竣工 %(finished)d 个。") % {
        "started": whole.started_year, "finished": whole.finished_year,
    }  # fmt: skip


# --- rules, stated on page and paper ----------------------------------------------------------------------------------
def ranking_rule(facts: Facts) -> str:
    """How places are found."""
    return _(
        "排名规则：按年度计划投资完成率由高到低；完成率＝本年已审核月报的投资合计 ÷ 年度计划投资，只计有年度计划的项目，"
        "没有月报的项目计划计入、完成不计入；完成率相同的名次相同，其后顺延；没有年度计划或没有已审核投资数的不排名，列在最后。"
    )


def lagging_rule(facts: Facts) -> str:
    """Who is listed as lagging."""
    return _(
        "列入规则：纳入月报、尚未竣工的项目中，年度计划完成率低于时序进度（%(elapsed)s）%(points)s 个百分点以上的为投资滞后；"
        "计划开工日期已过而未开工、计划竣工日期已过而未竣工的为逾期。按完成率由低到高排列。"
    ) % {
        "elapsed": display.share(spans.elapsed(facts.outline.month)),
        "points": display.number(facts.rules.behind * 100, 0),
    }  # fmt: skip


def visit_rule(facts: Facts) -> str:
    """How projects to visit are chosen."""
    rules = facts.rules
    if facts.outline.by == BY_REGION:
        where, number = _("每个地区"), rules.visits
    else:
        where, number = _("全部项目"), rules.visits_whole
    return _(
        "观摩项目由规则选出，不由被观摩方推荐：在建或本期竣工、期末月报已审核的项目中，%(where)s依次取总投资最大的 %(number)d 个、"
        "其余中年度计划完成率最高的 %(number)d 个、其余中进度滞后且完成率最低的 %(number)d 个。"
    ) % {"where": where, "number": number}


def verdict_rule(facts: Facts) -> str:
    """What a year's verdict means."""
    return _("评定规则：年度计划投资完成率达到 %(met)s 为完成，达到 %(nearly)s 为基本完成，其余为未完成。") % {
        "met": display.share(facts.rules.met), "nearly": display.share(facts.rules.nearly),
    }  # fmt: skip


# --- of single parts --------------------------------------------------------------------------------------------------
def moves(facts: Facts) -> list[str]:
    """Who went up and who went down since the span before."""
    up = [one for one in facts.groups if _move(one) > 0]
    down = [one for one in facts.groups if _move(one) < 0]
    before = words.part_before(facts.outline.kind, facts.outline.month)
    found = []
    if up:
        found.append(
            _("与%(before)s末相比，名次上升的：%(names)s。")
            % {"before": before, "names": words.listed([_moved(one) for one in up])}
        )
    if down:
        found.append(
            _("与%(before)s末相比，名次下降的：%(names)s。")
            % {"before": before, "names": words.listed([_moved(one) for one in down])}
        )
    return found


def _move(group: Group) -> int:
    return 0 if group.place is None or group.place_before is None else group.place_before - group.place


def _moved(group: Group) -> str:
    return _("%(name)s（第 %(before)d → 第 %(now)d）") % {
        "name": group.name, "before": group.place_before, "now": group.place,
    }  # fmt: skip


def problems(facts: Facts) -> str:
    """How many problems are open, overdue, raised, closed."""
    whole, outline = facts.whole, facts.outline
    return _("截至 %(day)s，没有销号的问题 %(open)d 个，其中逾期 %(overdue)d 个；%(span)s新提出 %(raised)d 个，已销号 %(closed)d 个。") % {
        "day": words.on(outline.day), "open": whole.open, "overdue": whole.overdue,
        "span": words.part(outline.kind, outline.month), "raised": whole.raised, "closed": whole.closed,
    }  # fmt: skip


def reporting(facts: Facts) -> str:
    """How the reports of the span came in."""
    whole, outline = facts.whole, facts.outline
    if not whole.asked:
        return _("%(span)s没有要求报送月报。") % {"span": words.part(outline.kind, outline.month)}
    text = _("%(span)s应报 %(asked)d 份：按时 %(on_time)d 份，逾期报送 %(late)d 份，截至 %(day)s 未报 %(missing)d 份") % {
        "span": words.part(outline.kind, outline.month), "asked": whole.asked, "on_time": whole.on_time,
        "late": whole.late, "missing": whole.missing, "day": words.on(outline.day),
    }  # fmt: skip
    if whole.pending:
        text += _("，未到期 %(pending)d 份") % {"pending": whole.pending}
    return text + _("。")


def default_units(facts: Facts) -> str:
    """That some units are defaults; "" where all are confirmed."""
    if not facts.whole.by_default:
        return ""
    return _("%(number)d 个项目的牵头单位为默认分工，待确认。") % {"number": facts.whole.by_default}


def signed_share(value: Decimal) -> str:
    """+12.3%, −4.0%."""
    return display.with_unit(display.number(value * 100, 1, signed=True), "%")
