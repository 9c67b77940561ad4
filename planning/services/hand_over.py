"""Hand-over: rows of the plan that ends become rows of the plan after it, with their end values as bases.

The new plan is a draft and may be added to while it is one: rows that came late are handed over by the same call. A plan
that stands already (read from its document, say) is only linked: its own bases are never written over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.domain.names import plain_name
from indicators.models import JobRun, Listing, PlanIndicator, ResponsibleUnit, Succession, SuccessionKind, Target
from indicators.selectors.succession import SAME, EndRow, decided, end_rows
from indicators.services.errors import ServiceError, StaleFigure, WrongState
from indicators.services.jobs import queue_recompute
from planning.services.end_values import write_base
from plans.models import Plan, PlanStatus
from regions.recorded import recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a new plan is called and when; its base year is the one before it starts."""

    title: str
    start_year: int
    end_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a row. ``names``: of a renamed or merged one its new name, of a split one those of its parts.

    ``to_row``: a row that the plan after has already; nothing is made then. ``seen``: the figure that stood as end value when
    the planner looked (None: none); ``takes_base``: it becomes the base, where it can.
    """

    kind: str
    names: tuple[str, ...] = ()
    to_row: int | None = None
    takes_base: bool = True
    seen: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A row that only the new plan has."""

    name: str
    unit: str = ""
    category: str = ""
    nature: str = "unmapped"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """``rows``: how many the plan after got; ``bases``: how many have an end value as their base."""

    plan: Plan
    rows: int
    bases: int
    job: JobRun


class Undecided(ServiceError):
    """Decisions that cannot be carried out as they are. ``errors``: a sentence for each row of the plan that ends, by id."""

    def __init__(self, errors: Mapping[int, str]) -> None:
        super().__init__(_("有 %(count)d 行还不能衔接，原因写在该行。") % {"count": len(errors)})
        self.errors = dict(errors)


def hand_over(
    *, plan: Plan, to: Plan | Particulars, decisions: Mapping[int, Decision], added: Sequence[Added] = (), by: User
) -> HandedOver:
    """Carry the decisions (by row of ``plan``) out in one transaction; rows without one stay undecided for later.

    ``Undecided`` names rows whose decision is incomplete, ``StaleFigure`` a row that somebody else decided or whose end value
    moved on since it was looked at, ``WrongState`` a plan that gets no rows any more. Nothing is written then.
    """
    access.require(access.may_plan(by, plan.region), user=by, what=f"hand over plan {plan.pk}")
    with transaction.atomic(), history(by, recorded("衔接上期规划：%(plan)s") % {"plan": plan}):
        # one hand-over of a plan at a time
        stored = Plan.objects.select_for_update(of=["self"], no_key=True).get(pk=plan.pk)
        if stored.status == PlanStatus.DRAFT:
            raise WrongState(_("草案还没有实施，没有可以衔接的期末值。"))
        after = _new_plan(plan, to) if isinstance(to, Particulars) else _existing(plan, to)
        run = _Run(plan, after, by, decisions)
        run.check()
        if not isinstance(to, Particulars) and after.status != PlanStatus.DRAFT and (run.makes_rows() or added):
            said = _("%(plan)s“%(status)s”，不再增加行；只能把上期的行与它已有的行对应起来。")
            raise WrongState(said % {"plan": after, "status": after.get_status_display()})
        run.carry_out()
        for one in added:
            run.add(one)
        return HandedOver(after, run.rows, run.bases, queue_recompute(plan=after, why=recorded("衔接上期规划")))


def _new_plan(plan: Plan, to: Particulars) -> Plan:
    if to.start_year <= plan.end_year:
        said = _("新规划须在本期结束（%(year)d 年）之后开始。") % {"year": plan.end_year}
        raise ValidationError({"start_year": said})
    rival = (
        Plan.objects.filter(region=plan.region, start_year=to.start_year).exclude(status=PlanStatus.REPLACED).first()
    )
    if rival is not None:
        said = _("该地区已有 %(year)d 年开始的规划（%(status)s）。请与它衔接，不必另建。")
        raise WrongState(said % {"year": to.start_year, "status": rival.get_status_display()})
    made = Plan(
        region=plan.region, base_year=to.start_year - 1, start_year=to.start_year, end_year=to.end_year, title=to.title.strip(),
        status=PlanStatus.DRAFT, predecessor=plan,
    )  # fmt: skip
    made.full_clean()
    made.save()
    return made


def _existing(plan: Plan, to: Plan) -> Plan:
    stored = Plan.objects.select_for_update(of=["self"], no_key=True).get(pk=to.pk)
    if stored.region_id != plan.region_id or stored.start_year <= plan.end_year:
        raise WrongState(_("只能衔接同一地区、在本期之后开始的规划。"))
    if stored.predecessor_id not in (None, plan.pk):
        raise WrongState(_("该规划已与另一期规划衔接。"))
    if stored.predecessor_id is None:
        stored.predecessor = plan
        stored.save(update_fields=["predecessor"])
    return stored


@dataclass(slots=True)
class _Run:
    """One hand-over under way."""

    plan: Plan
    after: Plan
    by: User
    decisions: Mapping[int, Decision]
    rows: int = 0
    bases: int = 0
    ends: dict[int, EndRow] = field(default_factory=dict)
    there: dict[int, PlanIndicator] = field(default_factory=dict)  # rows of the plan after
    became: dict[int, PlanIndicator] = field(
        default_factory=dict
    )  # row of the plan that ends -> the same one of the next
    merged: dict[str, PlanIndicator] = field(default_factory=dict)
    place: int = 0

    def check(self) -> None:
        """Everything that would stand in the way, before anything is written."""
        self.ends = {one.row.pk: one for one in end_rows(self.plan)}
        self.there = {row.pk: row for row in self.after.rows.filter(listing=Listing.MAIN).select_related("plan")}
        self.place = max((row.position for row in self.there.values()), default=0)
        done = decided(self.plan, self.after)
        self.became = {one.from_row_id: one.to_row for one in done if one.to_row and one.kind in SAME}
        taken = {one.from_row_id for one in done}
        errors = {}
        for row_id, decision in self.decisions.items():
            end = self.ends.get(row_id)
            if end is None or end.row.is_heading:
                raise WrongState(_("提交的行不在这一期规划里，或只是标题行。请刷新页面后再看。"))
            if row_id in taken:
                raise StaleFigure(_("“%(name)s”已由他人衔接。请刷新页面后再看。") % {"name": end.row}, None)
            if decision.takes_base and decision.seen != (end.end.pk if end.end else None):
                errors[row_id] = _("期末值刚有变动，请看过现在的数再提交。")
            elif said := self._missing(decision):
                errors[row_id] = said
        if errors:
            raise Undecided(errors)

    def _missing(self, decision: Decision) -> str:
        """What a decision lacks, "" for nothing."""
        kind, names = decision.kind, [name for name in decision.names if name.strip()]
        if decision.to_row is not None:
            return "" if decision.to_row in self.there else _("对应的行不在新规划里，请重新选择。")
        if kind == SuccessionKind.DROPPED:
            return "" if decision.reason.strip() else _("取消指标必须写明理由。")
        if kind == SuccessionKind.RENAMED:
            return "" if len(names) == 1 else _("更名须填一个新名称。")
        if kind == SuccessionKind.SPLIT:
            return "" if len(set(names)) == len(names) > 1 else _("拆分须填两个以上不同的名称，每行一个。")
        if kind == SuccessionKind.MERGED:
            partners = [one for one in self.decisions.values() if one.kind == kind and one.names == decision.names]
            enough = len(names) == 1 and len(partners) > 1
            return "" if enough else _("合并须填一个名称，且至少两行填同一名称。")
        return "" if kind == SuccessionKind.KEPT else _("请选择衔接方式。")

    def makes_rows(self) -> bool:
        """Whether a decision asks for a row that the plan after has not got."""
        wanted = self.decisions.values()
        return any(one.to_row is None and one.kind != SuccessionKind.DROPPED for one in wanted)

    def carry_out(self) -> None:
        """Row by row in printed order, so that the new plan has the order of the old one."""
        for row_id, end in self.ends.items():
            decision = self.decisions.get(row_id)
            if decision is None:
                continue
            made = self._rows_for(end, decision)
            if decision.to_row is not None and decision.kind in SAME:  # how it is called there says which of the two
                named = plain_name(made[0].short_name) == plain_name(end.row.short_name)
                decision = replace(decision, kind=SuccessionKind.KEPT if named else SuccessionKind.RENAMED)
            for row in made or [None]:
                self._succeed(end.row, row, decision)
            if made and decision.kind in SAME:
                self.became[row_id] = made[0]
                self._base(end, made[0], decision)

    def _rows_for(self, end: EndRow, decision: Decision) -> list[PlanIndicator]:
        if decision.kind == SuccessionKind.DROPPED:
            return []
        if decision.to_row is not None:
            return [self.there[decision.to_row]]
        names = [name.strip() for name in decision.names if name.strip()]
        if decision.kind == SuccessionKind.SPLIT:
            return [self._carry(end.row, name, same=False) for name in names]
        if decision.kind == SuccessionKind.MERGED:
            known = self.merged.get(names[0]) or self._carry(end.row, names[0], same=False)
            if known.unit != end.row.unit:
                known.unit = ""  # of several units none is right; the planner says which
                known.save(update_fields=["unit"])
            self.merged[names[0]] = known
            return [known]
        return [self._carry(end.row, names[0] if names else "", same=True)]

    def _carry(self, row: PlanIndicator, name: str, *, same: bool) -> PlanIndicator:
        """A row of the new plan after one of the old. ``same``: it is the same thing, so its place in the catalogue is too."""
        new = PlanIndicator(
            plan=self.after, parent=self._heading(row.parent), indicator=row.indicator if same else None,
            name=name or row.name, short_name=name or row.short_name, category=row.category, unit=row.unit,
            nature=row.nature, nature_text=row.nature_text, direction=row.direction,
            assessed_over_period=row.assessed_over_period,
        )  # fmt: skip
        self._store(new)
        Target.objects.create(row=new, form="none", is_primary=True)
        for one in ResponsibleUnit.objects.filter(row=row):
            ResponsibleUnit.objects.create(row=new, unit=one.unit, is_lead=one.is_lead, confirmed=False)
        self.rows += 1
        return new

    def _heading(self, heading: PlanIndicator | None) -> PlanIndicator | None:
        """The heading over a row that is carried over, carried over with the first of its rows."""
        if heading is None or not heading.is_heading:
            return None if heading is None else self.became.get(heading.pk)
        if heading.pk not in self.became:
            new = PlanIndicator(
                plan=self.after, name=heading.name, short_name=heading.short_name, category=heading.category, unit=heading.unit,
                is_heading=True, nature=heading.nature, nature_text=heading.nature_text, indicator=heading.indicator,
            )  # fmt: skip
            self._store(new)
            self._succeed(heading, new, Decision(kind=SuccessionKind.KEPT))
            self.became[heading.pk] = new
        return self.became[heading.pk]

    def _store(self, row: PlanIndicator) -> None:
        self.place += 1
        row.position = self.place
        row.full_clean(exclude=["plan", "indicator", "parent"], validate_unique=False, validate_constraints=False)
        row.save()

    def _succeed(self, row: PlanIndicator, to: PlanIndicator | None, decision: Decision) -> None:
        made = Succession(
            from_row=row, to_row=to, to_plan=self.after, kind=decision.kind, reason=decision.reason.strip(), decided_by=self.by,
            decided_at=timezone.now(),
        )  # fmt: skip
        made.full_clean(validate_unique=False)
        made.save()

    def _base(self, end: EndRow, row: PlanIndicator, decision: Decision) -> None:
        """The end value as base, unless the plan prints one itself or counts in another unit."""
        printed = row.bases.filter(in_force=True).exists()
        if decision.takes_base and end.base.is_written and end.end and not printed and row.unit == end.row.unit:
            write_base(row=row, one=end.end, figure=end.base, by=self.by)
            self.bases += 1

    def add(self, one: Added) -> None:
        """A row that only the new plan has, without a base."""
        new = PlanIndicator(
            plan=self.after, name=one.name.strip(), short_name=one.name.strip(), unit=one.unit.strip(),
            category=one.category.strip(), nature=one.nature,
        )  # fmt: skip
        self._store(new)
        Target.objects.create(row=new, form="none", is_primary=True)
        self.rows += 1
