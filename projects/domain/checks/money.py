"""Money that does not fit: the month, the sum since the beginning, the total, the year's plan."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.checks.findings import Severity
from projects.domain import months
from projects.domain.checks.findings import Around, ReportCode, Reported, ReportFinding
from projects.domain.checks.words import month, wan

#: The sum may differ by this much (万元): each figure is rounded by itself.
ROUNDING = Decimal(1)
#: So many times the largest month, the year's plan or the total is more than a good month.
TEN = Decimal(10)
#: So many times less than the smallest month is less than a bad month.
HUNDREDTH = Decimal("0.01")
#: Months with money that make a habit.
_HABIT = 2
#: A figure typed in another unit, as it would be in 万元.
_TYPED_IN = (("元", Decimal("0.0001")), ("亿元", Decimal(10_000)))


def check_money(report: Reported, around: Around) -> Iterator[ReportFinding]:
    if report.investment_month is not None and report.investment_month < 0:
        yield _warned(
            ReportCode.NEGATIVE_MONTH,
            "investment_month",
            f"本月完成投资是 {wan(report.investment_month)}。冲减以前多报的，请说明是哪几个月；否则请改正。",
        )
    slips = tuple(_slips(report, around))
    yield from slips
    to_date = report.investment_to_date
    if to_date is None:
        return
    yield from _sum(report, around, to_date)
    total = around.total
    slipped = any(one.field == "investment_to_date" for one in slips)
    if total is not None and to_date > total and not slipped:
        yield _warned(
            ReportCode.BEYOND_TOTAL,
            "investment_to_date",
            f"累计完成投资 {wan(to_date)}，超过总投资 {wan(total)}，多出 {wan(to_date - total)}。"
            "请核对；总投资已调整的，请说明批准文件。",
        )


def _sum(report: Reported, around: Around, to_date: Decimal) -> Iterator[ReportFinding]:
    """not_a_sum or money_back of the sum since the beginning, never both."""
    now = report.investment_month
    before = next((one for one in around.earlier if one.investment_to_date is not None), None)
    if before is None:
        if now is not None and now - to_date > ROUNDING:
            yield _warned(
                ReportCode.NOT_A_SUM,
                "investment_to_date",
                f"本月完成投资 {wan(now)}，大于累计完成投资 {wan(to_date)}。累计应包括本月，请核对。",
            )
        return
    known = before.investment_to_date
    assert known is not None
    expected = None if now is None else known + now
    last = before.month == months.before(report.month)
    if to_date < known and (expected is None or not last or abs(to_date - expected) > ROUNDING):
        yield _warned(
            ReportCode.MONEY_BACK,
            "investment_to_date",
            f"累计完成投资 {wan(to_date)}，比 {month(before.month)}的 {wan(known)}少 {wan(known - to_date)}。"
            "累计不应减少，请核对；更正以前数据的，请说明。",
        )
    elif expected is not None and now is not None and _differs(to_date, expected, last):
        between = f"{month(before.month)}累计 {wan(known)}加本月 {wan(now)}"
        told = "不符" if last else "至少应有这么多"
        yield _warned(
            ReportCode.NOT_A_SUM,
            "investment_to_date",
            f"累计完成投资 {wan(to_date)}，{between}是 {wan(expected)}，{told}，相差 {wan(abs(to_date - expected))}。"
            "请核对；如果无误，请说明。",
        )


def _differs(to_date: Decimal, expected: Decimal, last: bool) -> bool:
    """Where months lie between, more may have been spent in them, never less."""
    return abs(to_date - expected) > ROUNDING if last else expected - to_date > ROUNDING


def _slips(report: Reported, around: Around) -> Iterator[ReportFinding]:
    """Figures so far out that the unit may be wrong."""
    now = report.investment_month
    if now is not None and now > 0 and (found := _month_slip(report, around, now)):
        yield _warned(ReportCode.TENFOLD, "investment_month", found)
    to_date, total = report.investment_to_date, around.total
    if to_date is not None and total and to_date >= TEN * total:
        yield _warned(
            ReportCode.TENFOLD,
            "investment_to_date",
            f"累计完成投资 {wan(to_date)}，是总投资 {wan(total)}的 {_times(to_date, total)} 倍，单位可能有误。"
            f"{_meant(to_date, total, total)}本栏单位是“万元”，请核对单位和小数点；如果无误，请说明。",
        )


def _month_slip(report: Reported, around: Around, now: Decimal) -> str:
    """What is wrong with the size of the month's figure; "" where nothing is."""
    asked = "本栏单位是“万元”，请核对单位和小数点；如果无误，请说明。"
    habit = [one.investment_month for one in around.earlier[:12] if one.investment_month]
    known = [one for one in habit if one is not None and one > 0]
    if len(known) >= _HABIT:
        largest, smallest = max(known), min(known)
        if now >= TEN * largest:
            compared = f"本月完成投资 {wan(now)}，是以前最多的一个月 {wan(largest)}的 {_times(now, largest)} 倍"
            return f"{compared}，单位可能有误。{_meant(now, smallest, largest)}{asked}"
        if now <= HUNDREDTH * smallest:
            compared = f"本月完成投资 {wan(now)}，以前最少的一个月是 {wan(smallest)}，相差 {_times(smallest, now)} 倍"
            return f"{compared}，单位可能有误。{_meant(now, smallest, largest)}{asked}"
    planned = around.planned_year
    if planned and now >= TEN * planned:
        compared = f"本月完成投资 {wan(now)}，是年度计划投资 {wan(planned)}的 {_times(now, planned)} 倍"
        return f"{compared}，单位可能有误。{_meant(now, planned / TEN / TEN, planned)}{asked}"
    return ""


def _meant(value: Decimal, low: Decimal, high: Decimal) -> str:
    """The unit in which the figure would lie where it is expected, as a half sentence; "" for none."""
    for unit, wan_in_it in _TYPED_IN:
        meant = value * wan_in_it
        if low / TEN <= meant <= high * (TEN if low != high else 1):
            return f"像是按“{unit}”填的（{value.normalize():f} {unit} = {wan(meant.normalize())}）。"
    return ""


def _times(larger: Decimal, smaller: Decimal) -> str:
    return f"{larger / smaller:.0f}"


def _warned(code: ReportCode, field: str, message: str) -> ReportFinding:
    return ReportFinding(code, Severity.WARNING, field, message)
