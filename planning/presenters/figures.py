"""The page of one row's figures: what is printed, what was understood, what typed cells would mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.forms import Form as DjangoForm
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.domain.display import MISSING, printed, with_unit
from indicators.domain.types import Comparator, Form, PriceBasis
from indicators.models import Base, PlanIndicator, ReferenceFigure, Target
from indicators.models.choices import FORMS
from indicators.services.row_reading import target_spec
from intake.domain.proposal import FoundDoubt, ReadIndicator
from intake.presenters import understood
from intake.presenters.understood import range_text, target_text
from planning.services.figures import TargetChange, Understood

_LABELS: dict[str, Promise] = {
    "base": gettext_lazy("基期值"),
    "base_growth": gettext_lazy("基期增速"),
    "target": gettext_lazy("目标"),
    "growth": gettext_lazy("年均或累计"),
    "nature": gettext_lazy("属性"),
    "actual": gettext_lazy("实际"),
    "year": gettext_lazy("承诺年份"),
}
#: What a form asks of the years, for people who choose one (METHODS, section 2).
MEANS: dict[Form, Promise] = {
    Form.LEVEL: gettext_lazy("期末达到这个数；每年填报当年数，与规划路径比较。"),
    Form.GROWTH: gettext_lazy("各年平均增长这么多；每年填报增速，不用水平值推算。"),
    Form.CUMULATIVE: gettext_lazy("规划期各年相加达到这个数；每年填报当年数。"),
    Form.QUOTA: gettext_lazy("规划期各年相加不得超过这个数；每年填报当年数。"),
    Form.CUMULATIVE_CUT: gettext_lazy("规划期累计降低这么多（连乘，不相加）；每年填报当年降幅。"),
    Form.CUMULATIVE_CHANGE: gettext_lazy("期末比基期提高（或降低）这么多；与基期值比较。"),
    Form.POINTS: gettext_lazy("每年平均变动这么多个百分点；与基期值比较。"),
    Form.FLOOR: gettext_lazy("每年都不得低于这个数（基期值已达到目标，或指标本身是底线）。"),
    Form.CEILING: gettext_lazy("每年都不得高于这个数（基期值已达到目标，或指标本身是上限）。"),
    Form.ASSIGNED: gettext_lazy("数字由上级下达；下达前为“待下达”。"),
    Form.RELATIVE: gettext_lazy("与参照的增速或水平比较，本身没有数字。"),
    Form.COMPOSITION: gettext_lazy("各部分期末达到的比例。"),
    Form.QUALITATIVE: gettext_lazy("没有能计算的数字，由人判断。"),
    Form.NONE: gettext_lazy("没有目标，不评估。"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and what stands under it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class TargetBlock:
    """One promise with its forms. ``hand_down``, ``reference`` None: its form has no such thing."""

    target: Target
    words: str
    means: str
    facts: tuple[str, ...]
    form: DjangoForm
    take_away: DjangoForm
    hand_down: DjangoForm | None = None
    reference: DjangoForm | None = None
    references: Sequence[ReferenceFigure] = ()


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One figure: what is stored, and what the typed cells make of it. ``kind``: same, changed, new or gone."""

    label: str
    before: str
    after: str
    kind: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What saving the typed cells would do; ``raised`` and ``settled`` are doubts in words."""

    lines: tuple[PreviewLine, ...]
    raised: tuple[FoundDoubt, ...] = ()
    settled: tuple[FoundDoubt, ...] = field(default=())

    @property
    def changes(self) -> bool:
        return any(line.kind != "same" for line in self.lines)


def printed_cells(row: PlanIndicator) -> list[Pair]:
    """The cells of the row as the document prints them, in the order of a table; a blank cell shows its dash."""
    return [
        Pair(str(label), printed(row.printed[name] or "") or MISSING)
        for name, label in _LABELS.items()
        if name in row.printed
    ]


def base_words(row: PlanIndicator, base: Base | None) -> str:
    """The base in the words of the review screen; "—" where there is none."""
    if base is None:
        return MISSING
    read = ReadIndicator(
        row.short_name, 0, unit=row.unit, base=base.value, base_unit=base.unit, base_parts=tuple(base.parts)
    )
    said = understood.base(read)
    return base.text if said == understood.MISSING and base.text else said


def base_facts(base: Base | None) -> list[str]:
    """What else is known of the base, each in few words."""
    if base is None:
        return []
    taken = _("取自上期 %(year)d 年实际值") % {"year": base.from_observation.year} if base.from_observation else ""
    facts = [
        _("%(year)d 年") % {"year": base.year},
        str(base.get_price_basis_display()) if base.price_basis != PriceBasis.UNKNOWN else "",
        str(base.get_source_display()),
        str(base.get_vintage_display()) if base.vintage else "",
        taken,
        *_version(base),
    ]
    return [fact for fact in facts if fact]


def target_words(row: PlanIndicator, target: Target, base: Base | None) -> str:
    """The promise in the words of the review screen."""
    return target_text(target_spec(row, target, base))


def target_facts(target: Target) -> tuple[str, ...]:
    """What else is known of a promise, each in few words."""
    facts = [
        str(target.get_price_basis_display()) if target.price_basis != PriceBasis.UNKNOWN else "",
        _handed_down(target),
        _("%(year)d 年达到") % {"year": target.due_year} if target.due_year else "",
        _("允许相差 0.3 个百分点") if target.tolerant else "",
        _reference(target),
        str(target.get_actual_kind_display()) if target.form == Form.CUMULATIVE_CHANGE else "",
        *_version(target),
    ]
    return tuple(fact for fact in facts if fact)


def preview_of(row: PlanIndicator, base: Base | None, found: Understood, changes: Iterable[TargetChange]) -> Preview:
    """What would become of base and promises."""
    now = base_words(row, base)
    new = understood.base(found.after)
    new = found.after.base_text or new if new == understood.MISSING else new
    kind = ("changed" if now != MISSING else "new") if found.base_is_new else "same"
    if found.base_is_new and new == understood.MISSING:
        kind = "gone"
    lines = [PreviewLine(_("基期值"), now, new if found.base_is_new else now, kind)]
    lines += [_target_line(row, base, change) for change in changes]
    before = {(one.code, one.figure): one for one in found.before.doubts}
    after = {(one.code, one.figure): one for one in found.after.doubts}
    raised = tuple(one for key, one in after.items() if key not in before or before[key].message != one.message)
    return Preview(tuple(lines), raised, tuple(one for key, one in before.items() if key not in after))


def _target_line(row: PlanIndicator, base: Base | None, change: TargetChange) -> PreviewLine:
    before = target_words(row, change.old, base) if change.old else MISSING
    label = _("目标") if change.old is None else _("目标 %(number)d") % {"number": change.old.ordinal}
    if change.same:
        return PreviewLine(label, before, before, "same")
    if change.gone:
        return PreviewLine(label, before, dict(FORMS)[Form.NONE.value], "gone")
    assert change.spec is not None
    words = target_text(change.spec)
    return PreviewLine(label, before, words, "changed" if change.old else "new", str(MEANS[change.spec.form]))


def _version(figure: Base | Target) -> list[str]:
    """Which version, why and by which document; nothing of a first one."""
    if figure.version == 1:
        return [figure.document] if figure.document else []
    cause = str(figure.get_cause_display()) if figure.cause else ""
    said = _("第 %(version)d 版") % {"version": figure.version}
    return [_("，").join(one for one in (said, cause, figure.reason, figure.document) if one)]


def _handed_down(target: Target) -> str:
    if not target.assigned_form:
        return ""
    figure = with_unit(range_text(target.value, target.value_high, Comparator(target.comparator)), target.unit)
    label = dict(FORMS)[target.assigned_form]
    return _("已下达：%(form)s %(figure)s（%(document)s）") % {
        "form": label, "figure": figure, "document": target.assigned_document,
    }  # fmt: skip


def _reference(target: Target) -> str:
    if target.form != Form.RELATIVE or target.reference_indicator is None:
        return ""
    where = target.reference_region.name if target.reference_region else _("本地区")
    return _("参照：%(where)s %(name)s") % {"where": where, "name": target.reference_indicator.said_name}
