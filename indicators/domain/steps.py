"""The sum behind a status, step by step, as a page shows it: what is computed, with which figures, and what comes out.

The steps repeat nothing of the arithmetic: they read the ``Result`` and its ``inputs`` and only round for the eye.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .display import (
    BASIS_NOT_STATED,
    MINUS,
    MISSING,
    REASON_LABELS,
    form_of,
    level,
    level_digits,
    number,
    pace,
    rate,
    share,
    status_text,
    together,
)
from .said import Said, say, word
from .types import Form, Reason, Result, Row, RuleTerms, TargetTerms

_DEFAULT_RULE = RuleTerms()
#: A negative figure behind a sign of the sum: 3 − −2.
_BEHIND_A_SIGN = re.compile(rf"(?<=[{MINUS}+×÷] )({MINUS}[\d.]+)")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sum: its name, the formula in symbols, the figures put in, and the outcome as text."""

    label: str
    formula: str
    figures: str
    outcome: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the steps of one result share. ``form``: the form that was assessed, after assignment and bounds."""

    result: Result
    form: Form
    unit: str
    digits: int
    k: int
    n: int

    def show(self, value: Decimal | None) -> str:
        return level(value, self.digits)

    @property
    def m(self) -> int:
        return self.n - self.k


def explain(row: Row, target: TargetTerms, result: Result, *, rule: RuleTerms = _DEFAULT_RULE) -> tuple[Step, ...]:
    """The ordered steps that lead to ``result.status``, for every form; in Chinese, figures rounded for display."""
    inputs = result.inputs
    form = form_of(result, target.form)
    printed = (row.base.value if row.base is not None else None, target.value)
    sheet = _Sheet(
        result=result,
        form=form,
        unit=str(inputs.get("unit") or target.unit or row.catalogue.unit),
        digits=_digits(form, printed, result),
        k=_whole(inputs.get("elapsed_years")),
        n=_whole(inputs.get("period_years")),
    )
    steps: list[Step] = []
    if result.elapsed_share is not None and sheet.k:
        steps.append(Step(word("时序进度 τ"), "k ÷ n", f"{sheet.k} ÷ {sheet.n}", share(result.elapsed_share)))
        steps += _figures(sheet, inputs)
        steps += _FAMILIES.get(form, _level)(sheet, inputs)
        steps += _distance(sheet)
        steps += _remaining(sheet, inputs)
        steps += _outlook(sheet, inputs)
    steps.append(_status(sheet, rule))
    return tuple(_bracketed(step) for step in steps)


def _bracketed(step: Step) -> Step:
    """Negative figures behind a sign stand in brackets: 3 − (−2)."""
    return replace(step, figures=_BEHIND_A_SIGN.sub(r"(\1)", step.figures)) if type(step.figures) is str else step


def _digits(form: Form, printed: tuple[Decimal | None, ...], result: Result) -> int:
    """Figures of other years keep their own digits: they are listed as entered."""
    if form in {Form.GROWTH, Form.CUMULATIVE_CUT} or result.inputs.get("compared") == "averages":
        return 2
    return level_digits(printed, result.actual)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _by_year(value: object) -> str:
    if not isinstance(value, Mapping):
        return ""
    return _joined(
        [say("%(year)s 年 %(figure)s", year=year, figure=_entered(figure)) for year, figure in value.items()]
    )


def _entered(figure: object) -> str:
    """A figure with all its digits, never as 1.9E−9."""
    text = str(figure)
    return (format(Decimal(text), "f") if "E" in text else text).replace("-", MINUS)


def _joined(parts: Sequence[Said]) -> str:
    return together(parts) if parts else ""


def _years(years: Iterable[object]) -> Said:
    """年 behind each; 无 where there is none."""
    listed = [say("%(year)s 年", year=year) for year in years]
    return _listed(listed) if listed else say("无")


def _listed(parts: Sequence[Said]) -> Said:
    first, *rest = parts
    return say("%(one)s、%(other)s", one=first, other=_listed(rest)) if rest else first


def _figures(sheet: _Sheet, inputs: Mapping[str, object]) -> list[Step]:
    """The yearly figures that went in, and what must be said of them."""
    steps = []
    listed = _by_year(inputs.get("figures"))
    if listed:
        steps.append(Step(word("各年数据"), "", listed, say("截至 %(year)s 年", year=sheet.result.actual_year)))
    reference = _by_year(inputs.get("reference_figures"))
    if reference:
        steps.append(Step(word("参照数据"), "", reference, ""))
    official = inputs.get("official")
    if isinstance(official, Mapping):
        cumulative = official["kind"] == "cumulative"
        kind = word("基期至 %(year)s 年累计 %(value)s") if cumulative else word("基期至 %(year)s 年年均 %(value)s")
        figures = say(kind, year=official["year"], value=official["value"])
        steps.append(Step(word("公布的时期数"), "", figures, word("以公布数为准")))
    unstated = inputs.get("basis_not_stated")
    if isinstance(unstated, list):
        steps.append(Step(word("价格口径"), "", _years(unstated), BASIS_NOT_STATED))
    return steps


def _level(sheet: _Sheet, inputs: Mapping[str, object]) -> list[Step]:
    """A level, points a year, or a change of the level: attainment and the value the planned path gives."""
    r, show = sheet.result, sheet.show
    steps = []
    if sheet.form is Form.CUMULATIVE_CHANGE:
        steps.append(
            Step(word("实现程度 P"), "(A − B) ÷ Δ", f"{show(r.actual)} ÷ {show(r.target)}", share(r.attainment))
        )
        steps.append(Step(word("时序应达变化 E"), "Δ × τ", f"{show(r.target)} × {sheet.k}/{sheet.n}", show(r.expected)))
        return steps
    if sheet.form is Form.POINTS and r.base is not None:
        yearly = str(inputs.get("points_a_year")).replace("-", MINUS)
        steps.append(Step(word("目标值 T"), "B + n × p", f"{show(r.base)} + {sheet.n} × {yearly}", show(r.target)))
    if r.attainment is not None and r.base is not None:
        figures = f"({show(r.actual)} − {show(r.base)}) ÷ ({show(r.target)} − {show(r.base)})"
        steps.append(Step(word("实现程度 P"), "(A − B) ÷ (T − B)", figures, share(r.attainment)))
    if r.expected is not None and r.base is not None:
        base, target, tau = show(r.base), show(r.target), f"{sheet.k}/{sheet.n}"
        if inputs.get("path") == "geometric":
            formula, figures = "B × (T ÷ B)^τ", f"{base} × ({target} ÷ {base})^({tau})"
        else:
            formula, figures = "B + (T − B) × τ", f"{base} + ({target} − {base}) × {tau}"
        steps.append(Step(word("时序应达值 E"), formula, figures, level(r.expected, max(2, sheet.digits))))
    return steps


def _growth(sheet: _Sheet, inputs: Mapping[str, object]) -> list[Step]:
    r = sheet.result
    index = _decimal(inputs.get("index"))
    steps = [
        Step(word("累计指数 I"), "Π(1 + gᵢ)", word("各年增速连乘"), number(index, 4)),
        Step(
            word("年均至今 ā"), "I^(1/k) − 1", f"{number(index, 4)}^(1/{sheet.k}) − 1", rate(r.average, r.average_unit)
        ),
    ]
    if r.attainment is not None:
        figures = f"ln {number(index, 4)} ÷ ({sheet.n} × ln(1 + {rate(r.target, r.average_unit)}))"
        steps.append(Step(word("实现程度 P"), "ln I ÷ (n × ln(1 + g))", figures, share(r.attainment)))
    return steps


def _sum(sheet: _Sheet, inputs: Mapping[str, object]) -> list[Step]:
    r, show = sheet.result, sheet.show
    steps = [
        Step(
            word("累计完成 S"),
            word("各年之和"),
            _by_year(inputs.get("figures")),
            level(r.actual, sheet.digits, sheet.unit),
        )
    ]
    if r.attainment is not None:
        label = word("已用比例") if sheet.form is Form.QUOTA else word("完成进度 P")
        steps.append(Step(label, "S ÷ X", f"{show(r.actual)} ÷ {show(r.target)}", share(r.attainment)))
    if r.expected is not None:
        steps.append(Step(word("时序应达值 E"), "X × τ", f"{show(r.target)} × {sheet.k}/{sheet.n}", show(r.expected)))
    return steps


def _cut(sheet: _Sheet, inputs: Mapping[str, object]) -> list[Step]:
    r = sheet.result
    done, goal = rate(r.actual, "%"), rate(r.target, "%")
    return [
        Step(word("累计降幅 D"), "1 − Π(1 − dᵢ)", word("各年降幅连乘"), done),
        Step(word("完成进度 P"), "D ÷ x", f"{done} ÷ {goal}", share(r.attainment)),
        Step(word("时序应达值 E"), "1 − (1 − x)^τ", f"1 − (1 − {goal})^({sheet.k}/{sheet.n})", rate(r.expected, "%")),
    ]


def _bound(sheet: _Sheet, inputs: Mapping[str, object]) -> list[Step]:
    r = sheet.result
    bound = word("不低于 T") if sheet.form is Form.FLOOR else word("不高于 T")
    broken = say("未保持年份：%(years)s", years=_years(r.breached_years))
    return [Step(word("须逐年保持"), bound, f"T = {sheet.show(r.target)}", broken)]


def _relative(sheet: _Sheet, inputs: Mapping[str, object]) -> list[Step]:
    r, show = sheet.result, sheet.show
    averages = inputs.get("compared") == "averages"
    epsilon = _decimal(inputs.get("tolerance_pp")) or Decimal(0)
    allowed = say("允许相差 %(points)s 个百分点", points=number(epsilon, 1)) if epsilon else say("不允许低于参照")
    figures = say("%(label)s（%(note)s）", label=f"{show(r.actual)} − {show(r.target)}", note=allowed)
    return [
        Step(
            word("同期年均增速比较") if averages else word("同年数值比较"),
            word("本地 − 参照"),
            figures,
            say("未同步年份：%(years)s", years=_years(r.breached_years)),
        )
    ]


def _composition(sheet: _Sheet, inputs: Mapping[str, object]) -> list[Step]:
    steps = []
    for position, part in enumerate(sheet.result.parts, start=1):
        base, target, actual = part["base"], part["target"], part["actual"]
        digits = level_digits((base, target), actual)
        figures = say(
            "%(base)s → %(target)s，实际 %(actual)s",
            base=level(base, digits),
            target=level(target, digits),
            actual=level(actual, digits),
        )
        required = say("余下每年需 %(figure)s", figure=rate(part["required"], "个百分点"))
        steps.append(Step(say("第 %(number)s 部分", number=position), "B → T, A", figures, required))
    return steps


def _distance(sheet: _Sheet) -> list[Step]:
    """Gap to the target and lead on the path; signed so that negative means short."""
    r, steps = sheet.result, []
    higher = _whole(r.inputs.get("direction")) > 0
    pair = "{0} − {1}" if higher else "{1} − {0}"
    words = "A − T" if higher else "T − A", "A − E" if higher else "E − A"
    digits = max(2, sheet.digits)
    if r.gap is not None and r.actual is not None:
        figures = pair.format(sheet.show(r.actual), sheet.show(r.target))
        steps.append(Step(word("距目标差距"), words[0], figures, level(r.gap, sheet.digits, signed=True)))
    if r.lead is not None and r.expected is not None and r.lead != r.gap:
        figures = pair.format(sheet.show(r.actual), level(r.expected, digits))
        steps.append(Step(word("较时序"), words[1], figures, level(r.lead, digits, signed=True)))
    return steps


def _remaining(sheet: _Sheet, inputs: Mapping[str, object]) -> list[Step]:
    """What each remaining year must bring, or why nothing is asked."""
    r, show, m = sheet.result, sheet.show, sheet.m
    if sheet.form is Form.COMPOSITION:
        return []
    label = word("余下每年可用") if sheet.form is Form.QUOTA else word("余下每年需")
    if r.required is None:
        why = REASON_LABELS[r.required_reason] if r.required_reason is not None else ""
        told = say("%(label)s（%(note)s）", label=MISSING, note=say(why)) if why else MISSING
        return [Step(label, "", "", told)]
    if sheet.form is Form.GROWTH:
        formula = "((1 + g)^n ÷ I)^(1/m) − 1"
        index = number(_decimal(inputs.get("index")), 4)
        figures = f"((1 + {rate(r.target, r.average_unit)})^{sheet.n} ÷ {index})^(1/{m}) − 1"
    elif sheet.form is Form.CUMULATIVE_CUT:
        formula = "1 − ((1 − x) ÷ (1 − D))^(1/m)"
        figures = f"1 − ((1 − {rate(r.target, '%')}) ÷ (1 − {rate(r.actual, '%')}))^(1/{m})"
    elif inputs.get("path") == "geometric":
        formula, figures = "(T ÷ A)^(1/m) − 1", f"({show(r.target)} ÷ {show(r.actual)})^(1/{m}) − 1"
    else:
        formula, figures = "(T − A) ÷ m", f"({show(r.target)} − {show(r.actual)}) ÷ {m}"
    return [Step(label, formula, figures, rate(r.required, r.required_unit))]


def _outlook(sheet: _Sheet, inputs: Mapping[str, object]) -> list[Step]:
    """Average so far, pace against the plan, and where the pace so far leads."""
    r, steps = sheet.result, []
    if r.average is not None and sheet.form is not Form.GROWTH:
        steps.append(Step(word("年均至今"), *_average(sheet, inputs), rate(r.average, r.average_unit)))
    if r.pace_ratio is not None:
        steps.append(Step(word("进度比 ρ"), *_pace(sheet, inputs), pace(r.pace_ratio)))
    if r.projected_end is not None:
        course = {True: say("可达目标"), False: say("达不到目标"), None: None}[r.on_course]
        formula, figures, value = _projection(sheet, inputs)
        told = say("%(label)s（%(note)s）", label=value, note=course) if course else value
        steps.append(Step(word("按现速预计期末值"), formula, figures, told))
    return steps


def _projection(sheet: _Sheet, inputs: Mapping[str, object]) -> tuple[str, str, str]:
    """Formula, figures and value of the end year if the average pace so far goes on."""
    r, show, span = sheet.result, sheet.show, f"{sheet.n}/{sheet.k}"
    if sheet.form is Form.GROWTH:
        average = rate(r.average, r.average_unit)
        return "ā", average, rate(r.projected_end, r.average_unit)
    if sheet.form is Form.CUMULATIVE_CUT:
        return "1 − (1 − D)^(n/k)", f"1 − (1 − {rate(r.actual, '%')})^({span})", rate(r.projected_end, "%")
    value = level(r.projected_end, max(2, sheet.digits))
    if "path" not in inputs or r.base is None:
        return "S × n/k", f"{show(r.actual)} × {span}", value
    if inputs["path"] == "geometric":
        return "B × (A ÷ B)^(n/k)", f"{show(r.base)} × ({show(r.actual)} ÷ {show(r.base)})^({span})", value
    change = show(r.actual) if sheet.form is Form.CUMULATIVE_CHANGE else f"{show(r.actual)} − {show(r.base)}"
    return "B + (A − B) × n/k", f"{show(r.base)} + ({change}) × {span}", value


def _average(sheet: _Sheet, inputs: Mapping[str, object]) -> tuple[str, str]:
    """Formula and figures of the average so far."""
    r, show, k = sheet.result, sheet.show, sheet.k
    if sheet.form is Form.CUMULATIVE_CUT:
        return "1 − (1 − D)^(1/k)", f"1 − (1 − {rate(r.actual, '%')})^(1/{k})"
    if sheet.form in {Form.CUMULATIVE, Form.QUOTA, Form.CUMULATIVE_CHANGE}:
        return word("至今合计 ÷ k"), f"{show(r.actual)} ÷ {k}"
    if r.base is None:
        return "", say("%(count)s 年", count=k)
    if inputs.get("path") == "geometric":
        return "(A ÷ B)^(1/k) − 1", f"({show(r.actual)} ÷ {show(r.base)})^(1/{k}) − 1"
    return "(A − B) ÷ k", f"({show(r.actual)} − {show(r.base)}) ÷ {k}"


def _pace(sheet: _Sheet, inputs: Mapping[str, object]) -> tuple[str, str]:
    """Formula and figures of the pace ratio, on which the status turns (METHODS section 3)."""
    r, show, k, n = sheet.result, sheet.show, sheet.k, sheet.n
    if sheet.form is Form.GROWTH:
        index = number(_decimal(inputs.get("index")), 4)
        return "ln I ÷ (k × ln(1 + g))", f"ln {index} ÷ ({k} × ln(1 + {rate(r.target, r.average_unit)}))"
    if sheet.form is Form.CUMULATIVE_CUT:
        figures = f"ln(1 − {rate(r.actual, '%')}) ÷ ({k}/{n} × ln(1 − {rate(r.target, '%')}))"
        return "ln(1 − D) ÷ (τ × ln(1 − x))", figures
    if inputs.get("path") == "geometric":
        so_far, planned = (f"({show(end)} ÷ {show(r.base)})" for end in (r.actual, r.target))
        return word("至今年均 ÷ 计划年均"), f"({so_far}^(1/{k}) − 1) ÷ ({planned}^(1/{n}) − 1)"
    return "P ÷ τ", f"{share(r.attainment)} ÷ {share(r.elapsed_share)}"


def _status(sheet: _Sheet, rule: RuleTerms) -> Step:
    r = sheet.result
    thresholds = ""
    if r.pace_ratio is not None:
        thresholds = say(
            "快于预期 ≥ %(ahead)s；符合预期 ≥ %(on_track)s；滞后 ≥ %(behind)s；严重滞后 ≥ 0；倒退 < 0",
            ahead=pace(rule.ahead),
            on_track=pace(rule.on_track),
            behind=pace(rule.behind),
        )
    return Step(word("状态"), thresholds, _why(r), status_text(r, sheet.form))


def _why(r: Result) -> str:
    """The reason of the status; of one that cannot be computed what stands in the way, where that is known."""
    if r.reason is None or r.reason is Reason.REPORTED:
        return ""
    if r.reason is Reason.NOT_COMPUTABLE:
        if r.inputs.get("missing") == "catalogue":
            return word("没有对应的目录指标，这一行也没有写明越高越好还是越低越好")
        if r.inputs.get("path") == "geometric" and r.actual is not None and r.actual <= 0:
            return word("实际值为零或负数，等比路径算不出年均增速和进度比")
    return REASON_LABELS[r.reason]


def _decimal(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) else None


_FAMILIES = {
    Form.GROWTH: _growth, Form.CUMULATIVE: _sum, Form.QUOTA: _sum, Form.CUMULATIVE_CUT: _cut, Form.FLOOR: _bound,
    Form.CEILING: _bound, Form.RELATIVE: _relative, Form.COMPOSITION: _composition,
}  # fmt: skip
