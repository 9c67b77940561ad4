"""A slow second opinion: every figure found by walking the years one by one, no closed form, no logarithm rule.

Rates are found by bisection on the walk itself. Used only by the tests, to check the closed forms of the core.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext

PRECISION = 45
ROUNDS = 150


def walk_factor(start: Decimal, factor: Decimal, years: int) -> Decimal:
    value = start
    for _ in range(years):
        value = value * factor
    return value


def walk_step(start: Decimal, step: Decimal, years: int) -> Decimal:
    value = start
    for _ in range(years):
        value = value + step
    return value


def search(reaches: Callable[[Decimal], Decimal], goal: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """The argument at which an increasing walk arrives at ``goal``."""
    with localcontext() as context:
        context.prec = PRECISION
        for _ in range(ROUNDS):
            middle = (low + high) / 2
            if reaches(middle) < goal:
                low = middle
            else:
                high = middle
        return (low + high) / 2


def factor_between(start: Decimal, end: Decimal, years: int) -> Decimal:
    """Yearly factor that takes ``start`` to ``end``; both positive."""
    bound = max(end / start, Decimal(1)) + 1
    return search(lambda factor: walk_factor(start, factor, years), end, Decimal(0), bound)


def step_between(start: Decimal, end: Decimal, years: int) -> Decimal:
    span = abs(end - start) + 1
    return search(lambda step: walk_step(start, step, years), end, -span, span)


def pace_status(ratio: Decimal) -> str:
    for threshold, word in ((Decimal("1.05"), "ahead"), (Decimal("0.95"), "on_track"), (Decimal("0.60"), "behind")):
        if ratio >= threshold:
            return word
    return "reversing" if ratio < 0 else "far_behind"


def path_status(*, met: bool, ended: bool, ratio: Decimal) -> str:
    if met:
        return "met" if ended else "met_early"
    return "not_met" if ended else pace_status(ratio)


def geometric_level(base: Decimal, target: Decimal, actual: Decimal, k: int, n: int, d: int) -> dict[str, object]:
    with localcontext() as context:
        context.prec = PRECISION
        planned, so_far = factor_between(base, target, n), factor_between(base, actual, k)
        met = (actual >= target) if d > 0 else (actual <= target)
        ratio = d * (so_far - 1) / abs(planned - 1)
        asked = not met and k < n
        return {
            "attainment": (actual - base) / (target - base),
            "expected": walk_factor(base, planned, k),
            "average": (so_far - 1) * 100,
            "pace_ratio": ratio,
            "projected_end": walk_factor(base, so_far, n),
            "required": (factor_between(actual, target, n - k) - 1) * 100 if asked else None,
            "status": path_status(met=met, ended=k == n, ratio=ratio),
        }


def linear_level(base: Decimal, target: Decimal, actual: Decimal, k: int, n: int, d: int) -> dict[str, object]:
    with localcontext() as context:
        context.prec = PRECISION
        planned, so_far = step_between(base, target, n), step_between(base, actual, k)
        met = (actual >= target) if d > 0 else (actual <= target)
        ratio = so_far / planned
        asked = not met and k < n
        return {
            "attainment": (actual - base) / (target - base),
            "expected": walk_step(base, planned, k),
            "average": so_far,
            "pace_ratio": ratio,
            "projected_end": walk_step(base, so_far, n),
            "required": step_between(actual, target, n - k) if asked else None,
            "status": path_status(met=met, ended=k == n, ratio=ratio),
        }


def growth(rate: Decimal, rates: list[Decimal], n: int) -> dict[str, object]:
    """An index that starts at 1 is walked along the stated rates, and beside it the promised one."""
    with localcontext() as context:
        context.prec = PRECISION
        k, index = len(rates), Decimal(1)
        for one in rates:
            index = index * (1 + one / 100)
        promised = walk_factor(Decimal(1), 1 + rate / 100, n)
        average = (factor_between(Decimal(1), index, k) - 1) * 100
        met = index >= promised
        asked = not met and k < n
        return {
            "average": average,
            "gap": average - rate,
            "required": (factor_between(index, promised, n - k) - 1) * 100 if asked else None,
            "met": met,
        }


def cut(total: Decimal, cuts: list[Decimal], n: int) -> dict[str, object]:
    """A stock of 100 is cut year by year."""
    with localcontext() as context:
        context.prec = PRECISION
        k, stock, goal = len(cuts), Decimal(100), 100 - total
        for one in cuts:
            stock = stock - stock * one / 100
        planned = factor_between(Decimal(100), goal, n)
        met = stock <= goal
        asked = not met and k < n
        return {
            "actual": 100 - stock,
            "expected": 100 - walk_factor(Decimal(100), planned, k),
            "average": (1 - factor_between(Decimal(100), stock, k)) * 100,
            "required": (1 - factor_between(stock, goal, n - k)) * 100 if asked else None,
            "met": met,
        }


def summed(total: Decimal, amounts: list[Decimal], n: int) -> dict[str, object]:
    with localcontext() as context:
        context.prec = PRECISION
        k, done, share = len(amounts), Decimal(0), step_between(Decimal(0), total, n)
        for one in amounts:
            done = done + one
        expected = walk_step(Decimal(0), share, k)
        met, asked = done >= total, done < total and k < n
        ratio = done / expected
        return {
            "actual": done,
            "expected": expected,
            "pace_ratio": ratio,
            "required": step_between(done, total, n - k) if asked else None,
            "status": path_status(met=met, ended=k == n, ratio=ratio),
        }
