"""What a row promises, written by a planner: base, targets, printed cells.

In a draft a figure is mended in place (the history keeps each state). In every other plan it gets a new version whose cause
is a correction of what was entered; what an approving body changed goes through an adjustment, a census through a revision.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.domain.types import Form
from indicators.models import Base, Cause, JobRun, PlanIndicator, Target
from indicators.services.errors import StaleFigure, WrongState
from indicators.services.jobs import queue_recompute
from indicators.services.row_doubts import followed_by_doubts
from indicators.services.targets import TERMS, carry_references
from plans.models import Plan, PlanStatus
from regions.recorded import recorded

#: What makes a base; the rest of its columns (version, reason …) is set here.
BASE_TERMS = (
    "value", "parts", "unit", "year", "price_basis", "text", "growth_text", "source", "vintage", "from_observation",
    "source_line",
)  # fmt: skip
#: A target that promises nothing (any more).
NOTHING: dict[str, Any] = {
    "form": Form.NONE.value, "value": None, "value_high": None, "comparator": "=", "unit": "", "parts": [], "text": "",
    "by": "", "assigned_form": "", "assigned_document": "", "reference_indicator": None, "reference_region": None,
    "reference_text": "", "tolerant": False, "due_year": None,
}  # fmt: skip
#: In a list of promises: this one goes.
TAKEN_AWAY: dict[str, Any] = {"taken_away": True}
#: A base of which nothing is known (any more); its year stays.
NO_BASE: dict[str, Any] = {"value": None, "parts": [], "text": "", "vintage": "", "from_observation": None}


@dataclass(frozen=True, slots=True)
class Because:
    """Why a figure is another one. A draft needs no reason; elsewhere the database demands one."""

    reason: str = ""
    document: str = ""


def seen_of(row: PlanIndicator) -> str:
    """A word for the state of the row's base and targets that a page showed: another one by the time of writing is refused."""
    told = [sorted(row.printed.items(), key=str)]
    for figures, names in ((row.bases, BASE_TERMS), (row.targets, TERMS)):
        stored = figures.filter(in_force=True).values("pk", "version", *names).order_by("pk")  # type: ignore[attr-defined]
        told.append([sorted(one.items()) for one in stored])
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def put_promises(
    *,
    row: PlanIndicator,
    seen: str,
    by: User,
    because: Because,
    base: Mapping[str, Any] | None = None,
    targets: Sequence[Mapping[str, Any] | None] | None = None,
    printed: Mapping[str, str | None] | None = None,
) -> JobRun | None:
    """Bring a row to what its cells say. ``None`` leaves as it is: the base, all targets, or one of them by its place.

    ``targets``: those in force by place (``TAKEN_AWAY``: it goes), behind them new ones. None is returned where nothing differs.
    """
    with _writing(row, seen=seen, by=by, why=because.reason or recorded("改写基期值与目标")) as desk:
        desk.printed(printed)
        if base is not None:
            desk.base(base, because)
        if targets is not None:
            desk.targets(targets, because)
        return desk.done()


def put_base(*, row: PlanIndicator, terms: Mapping[str, Any], seen: str, because: Because, by: User) -> JobRun | None:
    """Write single fields of the base (names as in ``BASE_TERMS``). None where nothing differs."""
    with _writing(row, seen=seen, by=by, why=because.reason or recorded("改基期值")) as desk:
        desk.base(terms, because)
        return desk.done()


def put_target(
    *, row: PlanIndicator, ordinal: int | None, terms: Mapping[str, Any], seen: str, because: Because, by: User
) -> JobRun | None:
    """Write single fields of one target (names as in ``TERMS``), or one more. ``ordinal`` None: a new one.

    A row that promised nothing so far makes its first promise in the place of that. None where nothing differs.
    """
    with _writing(row, seen=seen, by=by, why=because.reason or recorded("改目标")) as desk:
        desk.target(desk.stored(ordinal), terms, because)
        return desk.done()


def take_away_target(*, row: PlanIndicator, ordinal: int, seen: str, because: Because, by: User) -> JobRun | None:
    """One promise less. Of a draft it goes, the last one becomes 未定目标; elsewhere a new version says that nothing is promised."""
    with _writing(row, seen=seen, by=by, why=because.reason or recorded("去掉目标")) as desk:
        desk.take_away(desk.stored(ordinal), because)
        return desk.done()


@contextmanager
def _writing(row: PlanIndicator, *, seen: str, by: User, why: str) -> Iterator[_Desk]:
    """The row locked as it was seen, its doubts raised anew behind what is written."""
    access.require(access.may_plan(by, row.plan.region), user=by, what=f"write promises of row {row.pk}")
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        stack.enter_context(history(by, why))
        plan = Plan.objects.select_for_update(of=["self"], no_key=True).get(pk=row.plan_id)
        stored = PlanIndicator.objects.select_for_update(of=["self"], no_key=True)
        locked = stored.select_related("plan", "parent", "indicator").get(pk=row.pk)
        if locked.is_heading:
            raise WrongState(_("“%(name)s”仅为标题行，下有分项，本身没有目标。") % {"name": locked.short_name})
        if seen_of(locked) != seen:
            raise StaleFigure(_("该行的基期值或目标已由他人改动。请刷新页面，看过新的内容后再改。"), None)
        stack.enter_context(followed_by_doubts(row=locked, by=by))
        yield _Desk(locked, in_place=plan.status == PlanStatus.DRAFT)


class _Desk:
    """One row while it is written to."""

    def __init__(self, row: PlanIndicator, *, in_place: bool) -> None:
        self.row, self.in_place, self.changed = row, in_place, False

    def done(self) -> JobRun | None:
        if not self.changed:
            return None
        return queue_recompute(plan=self.row.plan, why=recorded("改写：%(name)s") % {"name": self.row.short_name})

    def printed(self, cells: Mapping[str, str | None] | None) -> None:
        """The cells as the document prints them; a column that the table does not have is no key."""
        if cells is None or dict(cells) == self.row.printed:
            return
        self.row.printed, self.changed = dict(cells), True
        self.row.save(update_fields=["printed"])

    def base(self, terms: Mapping[str, Any], because: Because) -> None:
        current = self.row.bases.filter(in_force=True).first()
        wanted = dict(terms)
        if current is None and not _says_something(wanted):
            return
        if current is not None and current.from_observation_id and wanted.get("value", current.value) != current.value:
            wanted = {"vintage": "", "from_observation": None, **wanted}  # no longer the figure that it was taken from
        if current is not None and self.in_place and not _says_something({**_kept(current, BASE_TERMS), **wanted}):
            current.delete()
            self.changed = True
            return
        key = {"row": self.row}
        self._bring(Base, current, {"year": self.row.plan.base_year} | wanted if not current else wanted, key, because)

    def targets(self, wanted: Sequence[Mapping[str, Any] | None], because: Because) -> None:
        stored = self._in_force()
        for place, terms in enumerate(wanted):
            old = stored[place] if place < len(stored) else None
            if terms is not None and terms is not TAKEN_AWAY:
                self._put(old, terms, because)
        for old, terms in zip(stored, wanted, strict=False):
            if terms is TAKEN_AWAY:
                self.take_away(old, because)
        self._keep_one_primary([terms for terms in wanted if terms is not TAKEN_AWAY])

    def _keep_one_primary(self, wanted: Sequence[Mapping[str, Any] | None]) -> None:
        """The promise that is said to be it; else the one that was; else the first."""
        now = self._in_force()
        said = next((n for n, terms in enumerate(wanted) if terms and terms.get("is_primary")), None)
        if said is not None and said < len(now):
            self._make_primary(now[said])
        elif now and not any(one.is_primary for one in now):
            self._make_primary(now[0])

    def target(self, old: Target | None, terms: Mapping[str, Any], because: Because) -> None:
        stored = self._in_force()
        if old is None and len(stored) == 1 and stored[0].form == Form.NONE:
            old = stored[0]
        self._put(old, terms, because)
        self._keep_one_primary([])

    def take_away(self, target: Target | None, because: Because) -> None:
        assert target is not None
        others = [one for one in self._in_force() if one.pk != target.pk]
        if self.in_place and others:
            target.delete()
            self.changed = True
        else:
            self._put(target, {**NOTHING, "price_basis": "unknown"}, because)
        promising = [one for one in others if one.form != Form.NONE]
        if target.is_primary and promising:
            self._make_primary(promising[0])

    def stored(self, ordinal: int | None) -> Target | None:
        if ordinal is None:
            return None
        found = self.row.targets.filter(in_force=True, ordinal=ordinal).first()
        if found is None:
            raise StaleFigure(_("该目标已由他人改动。请刷新页面，看过新的内容后再改。"), None)
        return found

    def _put(self, old: Target | None, terms: Mapping[str, Any], because: Because) -> None:
        wanted = {name: value for name, value in terms.items() if name != "is_primary"}
        last = Target.objects.filter(row=self.row).aggregate(last=Max("ordinal"))["last"] or 0
        ordinal = old.ordinal if old else last + 1
        self._bring(Target, old, wanted, {"row": self.row, "ordinal": ordinal}, because)

    def _bring(
        self, model: Any, current: Any, wanted: Mapping[str, Any], key: Mapping[str, Any], because: Because
    ) -> None:
        """The figure as wanted: new, mended in place, or the next version."""
        names = BASE_TERMS if model is Base else TERMS
        if current is not None and all(_alike(getattr(current, name), value) for name, value in wanted.items()):
            return
        self.changed = True
        if current is not None and self.in_place:
            for name, value in wanted.items():
                setattr(current, name, value)
            current.full_clean()
            current.save()
            return
        kept = _kept(current, names) if current is not None else {}
        last = model.objects.filter(**key).aggregate(last=Max("version"))["last"] or 0
        reason = because.reason.strip()
        if last and self.in_place:
            reason = reason or recorded("草案中重新填写")
        new = model(
            **key, version=last + 1, reason=reason, document=because.document.strip(),
            cause=Cause.CORRECTION if last else "", **{**kept, **wanted},
        )  # fmt: skip
        if current is not None:
            model.objects.filter(pk=current.pk).update(in_force=False)
        new.full_clean()
        new.save()
        if model is Target and current is not None:
            carry_references(current, new)

    def _make_primary(self, target: Target) -> None:
        if not target.is_primary:
            self.row.targets.filter(is_primary=True).update(is_primary=False)
            Target.objects.filter(pk=target.pk).update(is_primary=True)
            self.changed = True

    def _in_force(self) -> list[Target]:
        return list(self.row.targets.filter(in_force=True).order_by("ordinal"))


def _kept(figure: Base | Target, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(figure, name) for name in names}


def _says_something(terms: Mapping[str, Any]) -> bool:
    return terms.get("value") is not None or bool(terms.get("parts")) or bool(terms.get("text"))


def _alike(one: Any, other: Any) -> bool:
    """Whether two values are stored alike: 7 and 7.0 are not, the printed digits count."""
    return str(one) == str(other) if isinstance(one, Decimal) and isinstance(other, Decimal) else bool(one == other)
