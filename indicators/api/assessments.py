"""Assessments as the API shows them (DESIGN section 5): the contract, and the quick way to the same objects."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import CatalogueCode, Code, Figure, Id, Period, RegionCode, Small, Word
from indicators.domain import display
from indicators.domain.types import Form, Reason, Status
from indicators.models import Assessment, choices

#: Columns in the order in which ``assessment_record`` takes them.
COLUMNS = (
    "id", "target_id", "shown", "plan__region__code", "plan__start_year", "plan__end_year", "row_id",
    "row__indicator__code", "row__number", "row__short_name", "row__nature", "row__unit", "year", "actual_year",
    "target__form", "target__is_primary", "base", "target_value", "target__comparator", "target__text", "actual",
    "vintage", "price_basis", "attainment", "elapsed_share", "expected", "gap", "lead", "required", "required_unit",
    "average", "average_unit", "pace_ratio", "projected_end", "on_course", "status", "early_warning", "reason",
    "required_reason", "breached_years", "first_met_year", "fell_back", "sample", "method_version", "rule_version",
    "computed_at", "target__unit", "target__assigned_form", "end_not_published",
)  # fmt: skip
#: Of one assessment alone also what a page shows of the sum behind it.
DETAIL_COLUMNS = ("parts", "inputs")

_REASONS = [(reason.value, display.REASON_LABELS[reason]) for reason in Reason]
_BARE_RATES = {Form.GROWTH, Form.CUMULATIVE_CUT}


def unit_of(form: str, assigned_form: str, target_unit: str, row_unit: str) -> str:
    """The unit of target, actual, expected, gap and lead: the target's own; of points (levels) the row's."""
    decided = assigned_form or form
    if decided == Form.POINTS:
        return row_unit
    return target_unit or ("%" if decided in _BARE_RATES else row_unit)


def label_of(status: str, form: str, assigned_form: str, reason: str, end_not_published: bool) -> str:
    """The status in words, as the pages say it; with 期末数未公布 behind it where the end year is not known yet."""
    return _label_in(get_language(), status, assigned_form or form, reason, end_not_published)


@lru_cache(maxsize=2048)
def _label_in(language: str | None, status: str, form: str, reason: str, end_not_published: bool) -> str:
    """Remembered: a list of a thousand says the same twenty labels."""
    label = _now(display.status_label(Status(status), Form(form), Reason(reason) if reason else None))
    if not end_not_published:
        return label
    return _now("%(label)s（%(note)s）") % {"label": label, "note": _now(display.END_NOT_PUBLISHED)}


class AssessmentSerializer(serializers.ModelSerializer[Assessment]):
    """One target in one year. Field names and meanings are the contract; figures have up to ten decimals."""

    id = Id(help_text=_("编号"))
    target_id = Id(help_text=_("目标编号；同一行可有几个目标"))
    shown = serializers.BooleanField(help_text=_("是否为该行所显示的目标；每行每年只有一个为 true"))
    region = RegionCode(source="plan.region.code", help_text=_("地区代码"))
    period = Period(source="plan.period", help_text=_("规划期，如 2021-2025"))
    plan_indicator = Id(source="row_id", help_text=_("规划指标编号"))
    indicator = CatalogueCode(
        source="row.indicator.code", default=None, allow_null=True, help_text=_("指标目录代码；没有归入目录时为 null")
    )
    number = serializers.CharField(source="row.number", help_text=_("规划所印序号；没有时为空字符串"))
    name = serializers.CharField(source="row.short_name", help_text=_("指标名称，不带单位"))
    nature = Code(
        "Nature",
        choices.NATURES,
        source="row.nature",
        help_text=_("属性：binding 约束性，expected 预期性，unmapped 未归类"),
    )
    unit = serializers.SerializerMethodField(help_text=_("target、actual、expected、gap、lead、projected_end 的单位"))
    year = Small(help_text=_("所看的年份"))
    actual_year = Small(allow_null=True, help_text=_("所用实际值的年份，可早于 year；没有实际值为 null"))
    form = Code("Form", choices.FORMS, source="target.form", help_text=_("目标形式，代码见 plan-indicators"))
    primary = serializers.BooleanField(source="target.is_primary", help_text=_("是否主要目标"))
    base = Figure(allow_null=True, help_text=_("基期值，单位为该行的计量单位；没有为 null"))
    target = Figure(source="target_value", allow_null=True, help_text=_("目标值，单位见 unit；没有数字为 null"))
    comparator = Code(
        "Comparator",
        choices.COMPARATORS,
        source="target.comparator",
        help_text=_("比较：= 等于、>= 不低于、> 高于、<= 不高于、< 低于、~ 左右"),
    )
    target_text = serializers.CharField(source="target.text", help_text=_("目标的规划原文"))
    actual = Figure(
        allow_null=True,
        help_text=_(
            "实际值，单位见 unit：水平值；增速目标为年均增速；累计、总量控制为累计数；null 为没有数据，0 是真的 0"
        ),
    )
    vintage = Code(
        "Vintage",
        choices.VINTAGES,
        allow_null=True,
        help_text=_("实际值的版次：preliminary 初步数、revised 修订数、final 最终核实数；没有实际值为 null"),
    )
    price_basis = Code(
        "PriceBasis",
        choices.PRICE_BASES,
        allow_null=True,
        help_text=_("实际值的价格口径：constant 不变价、current 现价、unknown 未注明；不适用为 null"),
    )
    attainment = Figure(
        allow_null=True, help_text=_("完成进度，小数（0.519 即 51.9%），可大于 1 或为负；不适用为 null")
    )
    elapsed_share = Figure(allow_null=True, help_text=_("时序进度，小数（0.8 即 80%）；没有实际值为 null"))
    expected = Figure(allow_null=True, help_text=_("按规划路径此时应达到的值，单位见 unit；不适用为 null"))
    gap = Figure(
        allow_null=True,
        help_text=_("距目标差距，单位见 unit（增速、百分数为百分点）；负数为未达到，不论指标方向；不适用为 null"),
    )
    lead = Figure(allow_null=True, help_text=_("较时序，符号同 gap：负数为落后；不适用为 null"))
    required = Figure(
        allow_null=True,
        help_text=_("余下每年需达到的增速或增量，单位见 required_unit；须下降时为负；null 的原因见 required_reason"),
    )
    required_unit = Word(help_text=_("required 的单位，如 %（18.99 即 18.99%）、个百分点；不适用为 null"))
    average = Figure(allow_null=True, help_text=_("至今年均增速或增量，单位见 average_unit；不适用为 null"))
    average_unit = Word(help_text=_("average 的单位；不适用为 null"))
    pace_ratio = Figure(allow_null=True, help_text=_("进度比：至今速度与规划速度之比，1 为正好；不适用为 null"))
    projected_end = Figure(allow_null=True, help_text=_("按至今速度推算的期末值，单位见 unit；不适用为 null"))
    on_course = serializers.BooleanField(allow_null=True, help_text=_("按至今速度期末能否达到目标；不能推算为 null"))
    status = Code(
        "AssessmentStatus",
        choices.STATUSES,
        help_text=_(
            "状态代码：met_early met nearly_met not_met ahead on_track behind far_behind reversing holds breached "
            "pending incomparable no_data not_assessable"
        ),
    )
    status_label = serializers.SerializerMethodField(help_text=_("状态的文字，与页面一致；期末数未公布时带有说明"))
    early_warning = serializers.BooleanField(help_text=_("是否预警（只对约束性指标）"))
    reason = Code(
        "Reason", _REASONS, allow_null=True, help_text=_("状态的原因代码，如 missing_years；没有需要说明的为 null")
    )
    required_reason = Code(
        "Reason",
        _REASONS,
        allow_null=True,
        help_text=_("没有 required 的原因代码：hold、target_met、expired 等；有 required 时为 null"),
    )
    breached_years = serializers.ListField(child=Small(), help_text=_("未保持的年份；没有为空数组"))
    first_met_year = Small(allow_null=True, help_text=_("首次达到目标的年份；没有达到过为 null"))
    fell_back = serializers.BooleanField(help_text=_("是否达到后又回落"))
    sample = serializers.BooleanField(help_text=_("true：用到了演示数据，不是真实结果"))
    method_version = Small(help_text=_("计算方法的版本"))
    rule_version = Small(help_text=_("状态规则（阈值）的版本"))
    computed_at = serializers.DateTimeField(help_text=_("计算时间"))

    class Meta:
        model = Assessment
        fields = [
            "id", "target_id", "shown", "region", "period", "plan_indicator", "indicator", "number", "name",
            "nature", "unit", "year", "actual_year", "form", "primary", "base", "target", "comparator",
            "target_text", "actual", "vintage", "price_basis", "attainment", "elapsed_share", "expected", "gap",
            "lead", "required", "required_unit", "average", "average_unit", "pace_ratio", "projected_end",
            "on_course", "status", "status_label", "early_warning", "reason", "required_reason", "breached_years",
            "first_met_year", "fell_back", "sample", "method_version", "rule_version", "computed_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_unit(self, assessment: Assessment) -> str:
        target = assessment.target
        return unit_of(target.form, target.assigned_form, target.unit, assessment.row.unit)

    def get_status_label(self, found: Assessment) -> str:
        target = found.target
        return label_of(found.status, target.form, target.assigned_form, found.reason, found.end_not_published)


class AssessmentDetailSerializer(AssessmentSerializer):
    """One assessment with the sum behind it."""

    parts = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField(allow_null=True)),
        help_text=_("结构比各部分的 base、target、actual、expected、required，数字写作字符串；其他形式为空数组"),
    )
    inputs = serializers.DictField(help_text=_("计算所用的数据，数字写作字符串"))

    class Meta(AssessmentSerializer.Meta):
        fields = [*AssessmentSerializer.Meta.fields, *DETAIL_COLUMNS]
        read_only_fields = fields


def assessment_record(row: tuple[Any, ...]) -> dict[str, Any]:
    """One JSON object from ``COLUMNS``, field by field what the serializer gives."""
    (
        identity, target_id, shown, region, start, end, plan_row, indicator, number, name, nature, row_unit, year,
        actual_year, form, primary, base, target, comparator, target_text, actual, vintage, price_basis, attainment,
        elapsed_share, expected, gap, lead, required, required_unit, average, average_unit, pace_ratio, projected_end,
        on_course, status, early_warning, reason, required_reason, breached_years, first_met_year, fell_back, sample,
        method_version, rule_version, computed_at, target_unit, assigned_form, end_not_published,
    ) = row  # fmt: skip
    return {
        "id": identity,
        "target_id": target_id,
        "shown": shown,
        "region": region,
        "period": f"{start}-{end}",
        "plan_indicator": plan_row,
        "indicator": indicator,
        "number": number,
        "name": name,
        "nature": nature,
        "unit": unit_of(form, assigned_form, target_unit, row_unit),
        "year": year,
        "actual_year": actual_year,
        "form": form,
        "primary": primary,
        "base": base,
        "target": target,
        "comparator": comparator,
        "target_text": target_text,
        "actual": actual,
        "vintage": vintage or None,
        "price_basis": price_basis or None,
        "attainment": attainment,
        "elapsed_share": elapsed_share,
        "expected": expected,
        "gap": gap,
        "lead": lead,
        "required": required,
        "required_unit": required_unit or None,
        "average": average,
        "average_unit": average_unit or None,
        "pace_ratio": pace_ratio,
        "projected_end": projected_end,
        "on_course": on_course,
        "status": status,
        "status_label": label_of(status, form, assigned_form, reason, end_not_published),
        "early_warning": early_warning,
        "reason": reason or None,
        "required_reason": required_reason or None,
        "breached_years": breached_years,
        "first_met_year": first_met_year,
        "fell_back": fell_back,
        "sample": sample,
        "method_version": method_version,
        "rule_version": rule_version,
        "computed_at": computed_at.astimezone(timezone.get_default_timezone()),
    }
