"""Entries of one plan that may be the same works: proposed by likeness, decided by a person, taken back when wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.services.errors import WrongState
from plans.models import Plan
from projects.domain.likeness import Entry, Pair, Sign, names_of, proposals
from projects.models import Decision, Kind, LikePair, Project
from regions.recorded import recorded


def propose_pairs(*, plan: Plan) -> int:
    """Store the pairs that likeness proposes and that are not stored yet, in the caller's transaction and history; how many.

    Open ones get their new likeness; what was decided stays.
    """
    projects = {one.position: one for one in plan.projects.all()}
    entries = [
        Entry(one.position, one.name, one.box, one.group, one.kind == Kind.DIRECTION) for one in projects.values()
    ]
    found = {
        (projects[pair.first].pk, projects[pair.second].pk): pair
        for pair in proposals(entries, names_of(plan.region.name))
    }
    stored = {(pair.first_id, pair.second_id): pair for pair in LikePair.objects.filter(first__plan=plan)}
    new = [_new(ids, pair) for ids, pair in found.items() if ids not in stored]
    LikePair.objects.bulk_create(new)
    for ids, one in stored.items():
        pair = found.get(ids)
        if pair is not None and one.decision == Decision.OPEN and _differs(one, pair):
            one.score, one.signs = pair.score, list(pair.signs)
            one.save(update_fields=["score", "signs"])
    return len(new)


def find_again(*, plan: Plan, by: User) -> int:
    """A planner has the entries of a plan compared anew; how many pairs are new."""
    access.require(access.may_plan(by, plan.region), user=by, what=f"compare projects of plan {plan.pk}")
    with transaction.atomic(), history(by, recorded("比对疑似重复项目")):
        Plan.objects.select_for_update(of=["self"]).get(pk=plan.pk)
        return propose_pairs(plan=plan)


def add_pair(*, first: Project, second: Project) -> LikePair:
    """A pair that no likeness proposed, in the caller's transaction and history; the stored one where it stands already."""
    one, other = sorted((first, second), key=lambda project: project.position)
    stored = LikePair.objects.filter(first=one, second=other).first()
    if stored is not None:
        return stored
    if one.plan_id != other.plan_id:
        raise ValidationError(_("两个项目不在同一规划。"))
    pair = LikePair(first=one, second=other, score=Decimal(0), signs=[Sign.BY_HAND.value])
    pair.full_clean()
    pair.save()
    return pair


def decide(*, pair: LikePair, decision: str, reason: str, by: User, kept: int | None = None) -> LikePair:
    """Say what two entries are to each other: ``merged`` (the same works), ``linked`` (they have to do with each other), ``apart``.

    ``kept``: id of the entry that goes on when merged, None: the first. The other stays listed and counted in its box, but
    its money and progress are those of the one that goes on. ``WrongState``: decided already, or the other has reports.
    """
    if decision not in (Decision.MERGED, Decision.LINKED, Decision.APART):
        raise ValidationError({"decision": _("请选择合并、关联或不是同一项目。")})
    if not reason.strip():
        raise ValidationError({"reason": _("请写明理由。")})
    with transaction.atomic(), history(by, recorded("处理疑似重复项目")):
        stored = _locked(pair, by)
        if stored.decision != Decision.OPEN:
            said = _("这一对已处理为“%(decision)s”。如需改变，请先撤销。")
            raise WrongState(said % {"decision": stored.get_decision_display()})
        stored.decision, stored.reason, stored.decided_by, stored.decided_at = (
            decision, reason.strip(), by, timezone.now(),
        )  # fmt: skip
        stored.full_clean()
        stored.save()
        if decision == Decision.MERGED:
            _regroup(stored, keep=_going_on(stored, kept))
    return stored


def undo(*, pair: LikePair, reason: str, by: User) -> LikePair:
    """Take a decision back: the pair is open again; an entry merged by it alone stands for itself again."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明理由。")})
    with transaction.atomic(), history(by, reason.strip()):
        stored = _locked(pair, by)
        if stored.decision == Decision.OPEN:
            raise WrongState(_("这一对还没有处理。"))
        merged = stored.decision == Decision.MERGED
        stored.decision, stored.reason, stored.decided_by, stored.decided_at = Decision.OPEN, "", None, None
        stored.full_clean()
        stored.save()
        if merged:
            _regroup(stored, keep=None)
    return stored


# --- parts ------------------------------------------------------------------------------------------------------------
def _new(ids: tuple[int, int], pair: Pair) -> LikePair:
    return LikePair(first_id=ids[0], second_id=ids[1], score=pair.score, signs=list(pair.signs))


def _differs(stored: LikePair, pair: Pair) -> bool:
    return stored.score != pair.score or stored.signs != [str(sign) for sign in pair.signs]


def _locked(pair: LikePair, by: User) -> LikePair:
    """The pair as stored; whoever decides about a plan's pairs takes turns."""
    plan = Plan.objects.select_for_update(of=["self"]).select_related("region").get(projects=pair.first_id)
    access.require(access.may_plan(by, plan.region), user=by, what=f"decide pair {pair.pk}")
    return LikePair.objects.select_for_update(of=["self"]).select_related("first", "second").get(pk=pair.pk)


def _going_on(pair: LikePair, kept: int | None) -> int:
    """Id of the entry that goes on; refused where it is none of the two or only an aim."""
    if kept not in (None, pair.first_id, pair.second_id):
        raise ValidationError({"kept": _("保留的项目须是这两个之一。")})
    going_on = pair.second if kept == pair.second_id else pair.first
    if going_on.kind == Kind.DIRECTION and Kind.DIRECTION in (pair.first.kind, pair.second.kind):
        other = pair.first if going_on is pair.second else pair.second
        if other.kind != Kind.DIRECTION:
            raise ValidationError({"kept": _("“%(name)s”是方向，不能作为保留的项目。") % {"name": going_on.name}})
    return going_on.merged_into_id or going_on.pk  # its own group may go on under another name


def _regroup(pair: LikePair, *, keep: int | None) -> None:
    """Write ``merged_into`` of all entries that decisions hold together with the two: one of each group goes on.

    ``keep``: the entry that a person named; else the one that went on before, else the first of the plan.
    """
    neighbours: dict[int, set[int]] = defaultdict(set)
    merged = LikePair.objects.filter(first__plan=pair.first.plan_id, decision=Decision.MERGED)
    for one, other in merged.values_list("first_id", "second_id"):
        neighbours[one].add(other)
        neighbours[other].add(one)
    touched = {pair.first_id, pair.second_id}
    heads = set(Project.objects.filter(pk__in=touched).values_list("merged_into_id", flat=True)) - {None}
    touched |= set(
        Project.objects.filter(Q(merged_into__in=touched | heads) | Q(pk__in=heads)).values_list("pk", flat=True)
    )
    while touched:
        group = _reached(touched.pop(), neighbours)
        touched -= group
        _write_group(group, keep)


def _reached(start: int, neighbours: dict[int, set[int]]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        new = neighbours[waiting.pop()] - found
        found |= new
        waiting.extend(new)
    return found


def _write_group(ids: Iterable[int], keep: int | None) -> None:
    projects = list(Project.objects.select_for_update(of=["self"]).filter(pk__in=ids).order_by("position"))
    before = [one for one in projects if one.merged_into_id is None]
    going_on = next((one for one in projects if one.pk == keep), (before or projects)[0])
    for one in projects:
        wanted = None if one is going_on else going_on.pk
        if one.merged_into_id == wanted:
            continue
        if wanted is not None and one.reports.exists():
            said = _("“%(name)s”已有月报，不能并入“%(other)s”。请把有月报的一个作为保留的项目。")
            raise WrongState(said % {"name": one.name, "other": going_on.name})
        Project.objects.filter(pk=one.pk).update(merged_into=wanted, lock=F("lock") + 1)
