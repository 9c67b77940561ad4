"""What a person decides about what was read: accept, edit, drop, split, merge, add; and what they say of doubts.

Every write names the version of the decision that the page showed (0: none yet); nothing that was read is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.domain.stored import NotStored, from_stored, to_stored
from indicators.models import DoubtState
from indicators.services.errors import WrongState
from intake.domain.edit import RECORDS, Item, Listing, Record, State, items_of, merged, records_of
from intake.domain.proposal import ReadIndicator
from intake.models import Decision, DoubtAnswer, Intake, IntakeState
from intake.selectors.proposals import decisions_of, proposal_of
from intake.services.changes import changed, checked
from intake.services.errors import Stale


class At(NamedTuple):
    """The address of an item, and the version of its decision that the writer saw (0: there was none)."""

    listing: Listing
    index: int
    part: int = 0
    version: int = 0


def decide(*, intake: Intake, at: At, by: User, changes: Mapping[str, Any] | None = None) -> Decision:
    """Accept an item as it stands, or with ``changes`` (names of its record → stored values; a cell read again).

    ``ValidationError`` names the fields that are wrong.
    """
    with _deciding(intake, by, _("审阅：采纳或修改")) as stored:
        item = _standing(_item(stored, at))
        if not changes:
            value, state = item.value if item.value != item.read else None, State.ACCEPTED
            state = state if value is None else State.EDITED
        else:
            value, state = changed(stored, item, changes, by=by), State.EDITED
        return _write(stored, at, _added_stays(item, state), by=by, value=value)


def drop(*, intake: Intake, at: At, reason: str, by: User) -> Decision:
    """Leave an item out of the plan; the reason is kept."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明不要这一项的理由。")})
    with _deciding(intake, by, _("审阅：不要")) as stored:
        item = _standing(_item(stored, at))
        kept = item.value if item.value != item.read else None
        return _write(stored, at, State.DROPPED, by=by, value=kept, reason=reason.strip())


def reopen(*, intake: Intake, at: At, by: User) -> Decision:
    """Take a decision back: the item stands as it was read; of a split one the parts go, of a merged one the tie.

    A part of a split item, or an item that stands in another, is freed where the whole stands (``WrongState``).
    """
    with _deciding(intake, by, _("审阅：撤回")) as stored:
        item = _item(stored, at)
        if at.part > 0:
            raise WrongState(_("这是拆出来的一部分，请在原来的一项上撤回拆分。"))
        if item.state is State.MERGED:
            raise WrongState(_("这一项已并入他项，请在合并后的那一项上撤回。"))
        parts = stored.decisions.filter(listing=at.listing, index=at.index, part__gt=0)
        for part in parts if at.part == 0 else ():
            _write(stored, At(at.listing, at.index, part.part, part.version), State.OPEN, by=by)
        for other in stored.decisions.filter(listing=at.listing, into=at.index):
            _write(stored, At(at.listing, other.index, other.part, other.version), State.OPEN, by=by)
        return _write(stored, at, State.OPEN, by=by)


def split(*, intake: Intake, at: At, pieces: Sequence[Mapping[str, Any]], by: User) -> list[Decision]:
    """Make several items of one (part 0); each piece says what it has otherwise than the item as read."""
    if len(pieces) < 2:
        raise ValidationError(_("至少要拆成两项。"))
    if at.part != 0 or at.listing is Listing.PLAN:
        raise WrongState(_("只有读出来的一项可以拆分。"))
    with _deciding(intake, by, _("审阅：拆分")) as stored:
        item = _item(stored, at)
        if item.state is not State.SPLIT:  # one that is split may be split otherwise
            _standing(item)
        if item.read is None:
            raise WrongState(_("只有读出来的一项可以拆分。"))
        values = [changed(stored, item, piece, by=by) for piece in pieces]
        first = _write(stored, at, State.SPLIT, by=by)
        had = {one.part: one for one in stored.decisions.filter(listing=at.listing, index=at.index, part__gt=0)}
        made = [first]
        for part, value in enumerate(values, start=1):
            version = had.pop(part).version if part in had else 0
            made.append(_write(stored, At(at.listing, at.index, part, version), State.EDITED, by=by, value=value))
        for part, old in had.items():
            _write(stored, At(at.listing, at.index, part, old.version), State.OPEN, by=by)
        return made


def merge(*, intake: Intake, at: Sequence[At], by: User, changes: Mapping[str, Any] | None = None) -> list[Decision]:
    """Make one item of several of one list, in the order given: the first holds the whole, the others point at it."""
    if len(at) < 2 or len({one.listing for one in at}) != 1 or len({one.index for one in at}) != len(at):
        raise ValidationError(_("请选同一清单里的两项或更多。"))
    if any(one.part != 0 for one in at) or at[0].listing is Listing.PLAN:
        raise WrongState(_("拆出来的部分不能合并，请先撤回拆分。"))
    with _deciding(intake, by, _("审阅：合并")) as stored:
        items = [_standing(_item(stored, one)) for one in at]
        value = checked(stored, items[0].listing, merged([item.value for item in items]), by=by)
        whole = changed(stored, _with(items[0], value), changes or {}, by=by, again=True)
        made = [_write(stored, at[0], State.EDITED, by=by, value=whole)]
        return made + [_write(stored, one, State.MERGED, by=by, into=at[0].index) for one in at[1:]]


def add(*, intake: Intake, listing: Listing, value: Mapping[str, Any], by: User) -> Decision:
    """Bring in an item that was not read. ``value`` names at least its name (subject) and its line."""
    if listing is Listing.PLAN:
        raise WrongState(_("规划基本情况只有一项。"))
    with _deciding(intake, by, _("审阅：补充")) as stored:
        try:
            record: Record = from_stored(RECORDS[listing], dict(value))
        except NotStored as error:
            raise ValidationError(_("“%(field)s”填得不对。") % {"field": error}) from None
        last = stored.decisions.filter(listing=listing).order_by("-index").values_list("index", flat=True).first()
        index = max(len(records_of(proposal_of(stored), listing)), -1 if last is None else last + 1)
        item = Item(listing, index, 0, State.ADDED, record)
        made = changed(stored, item, {}, by=by, again=True)
        return _write(stored, At(listing, index), State.ADDED, by=by, value=made)


def accept_several(*, intake: Intake, at: Sequence[At], by: User) -> int:
    """Accept the items named, as they stand, in one transaction. How many."""
    with _deciding(intake, by, _("审阅：采纳所选")) as stored:
        for one, item in _items(stored, at):
            state = State.ACCEPTED if item.value == item.read else _added_stays(item, State.EDITED)
            _write(stored, one, state, by=by, value=None if item.value == item.read else item.value)
        return len(at)


def drop_several(*, intake: Intake, at: Sequence[At], reason: str, by: User) -> int:
    """Leave the items named out of the plan, all for the same reason, in one transaction. How many."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明不要所选各项的理由。")})
    with _deciding(intake, by, _("审阅：不要所选")) as stored:
        for one, item in _items(stored, at):
            kept = item.value if item.value != item.read else None
            _write(stored, one, State.DROPPED, by=by, value=kept, reason=reason.strip())
        return len(at)


def accept_all(*, intake: Intake, listing: Listing, by: User) -> int:
    """Accept every undecided item of a list, but for rows that have a doubt: those are looked at one by one. How many."""
    with _deciding(intake, by, _("审阅：全部采纳")) as stored:
        items = items_of(proposal_of(stored), decisions_of(stored))[listing]
        waiting = {(item.index, item.part): item for item in items if item.state is State.OPEN and not _doubted(item)}
        anew = [one for one in stored.decisions.filter(listing=listing.value) if (one.index, one.part) in waiting]
        known = {(one.index, one.part) for one in anew}
        now = timezone.now()
        for one in anew:
            one.state, one.version, one.decided_by, one.decided_at = State.ACCEPTED.value, one.version + 1, by, now
        Decision.objects.bulk_update(anew, ["state", "version", "decided_by", "decided_at"])
        Decision.objects.bulk_create(
            Decision(
                intake=stored, listing=listing.value, index=index, part=part, state=State.ACCEPTED.value, decided_by=by,
                decided_at=now,
            )
            for index, part in waiting if (index, part) not in known
        )  # fmt: skip
        return len(waiting)


def resolve_doubt(
    *, intake: Intake, index: int | None, code: str, figure: str, how: str, version: int, by: User,
    part: int = 0, state: str = DoubtState.RESOLVED,
) -> DoubtAnswer:  # fmt: skip
    """Say of a doubt that it is settled (``resolved``) or does not hold (``dismissed``), and how; ``open`` asks it anew."""
    if state != DoubtState.OPEN and not how.strip():
        raise ValidationError({"how": _("请写明处理意见。")})
    with _deciding(intake, by, _("审阅：处理疑点")) as stored:
        key = {"index": index, "part": part, "code": code, "figure": figure}
        found = stored.doubt_answers.filter(**key).first()
        if (found.version if found else 0) != version:
            raise Stale(_("该疑点已由他人处理。请刷新页面后再看。"))
        answer = found or DoubtAnswer(intake=stored, **key, version=0)
        answer.state, answer.how, answer.version = state, how.strip(), answer.version + 1
        answer.answered_by, answer.answered_at = by, timezone.now()
        answer.full_clean(exclude=["intake", "answered_by"])
        answer.save()
        return answer


# --- parts ------------------------------------------------------------------------------------------------------------
@contextmanager
def _deciding(intake: Intake, by: User, what: str) -> Iterator[Intake]:
    """The upload, locked: two people decide one after the other."""
    with transaction.atomic(), history(by, what):
        stored = Intake.objects.select_for_update(of=["self"], no_key=True).select_related("region").get(pk=intake.pk)
        access.require(access.may_plan(by, stored.region), user=by, what=f"decide in intake {intake.pk}")
        if stored.state != IntakeState.READ:
            raise WrongState(_("该导入“%(state)s”，不能再改。") % {"state": stored.get_state_display()})
        yield stored


def _item(intake: Intake, at: At) -> Item:
    for item in items_of(proposal_of(intake), decisions_of(intake))[at.listing]:
        if (item.index, item.part) == (at.index, at.part):
            return item
    raise ValidationError(_("没有这一项。请刷新页面后再看。"))


def _standing(item: Item) -> Item:
    """The item, refused where its parts or another item stand for it: it would go into the plan twice."""
    if item.state in (State.SPLIT, State.MERGED):
        raise WrongState(_("已拆分或已并入他项的一项，请先撤回拆分或合并。"))
    return item


def _items(intake: Intake, at: Sequence[At]) -> Iterator[tuple[At, Item]]:
    """The items named; those that stand for others or in others are decided on their own pages."""
    if not at:
        raise ValidationError(_("请先勾选要处理的行。"))
    known = {
        (item.index, item.part): item for item in items_of(proposal_of(intake), decisions_of(intake))[at[0].listing]
    }
    for one in at:
        item = known.get((one.index, one.part))
        if item is None or one.listing is not at[0].listing:
            raise ValidationError(_("没有这一项。请刷新页面后再看。"))
        yield one, _standing(item)


def _write(
    intake: Intake, at: At, state: State, *, by: User, value: Record | None = None, reason: str = "", into: int | None = None
) -> Decision:  # fmt: skip
    key = {"listing": at.listing.value, "index": at.index, "part": at.part}
    found = intake.decisions.filter(**key).first()
    if (found.version if found else 0) != at.version:
        raise Stale(_("这一项已由他人处理。请刷新页面，看过后再改。"))
    decision = found or Decision(intake=intake, **key, version=0)
    decision.state, decision.reason, decision.into = state.value, reason, into
    decision.value = None if value is None else to_stored(value)
    decision.version, decision.decided_by, decision.decided_at = decision.version + 1, by, timezone.now()
    decision.full_clean(exclude=["intake", "decided_by"])
    decision.save()
    return decision


def _added_stays(item: Item, state: State) -> State:
    """What was not read stays marked as added, however often it is edited."""
    return State.ADDED if item.read is None and item.part == 0 else state


def _with(item: Item, value: Record) -> Item:
    return Item(item.listing, item.index, item.part, item.state, value, item.read, item.reason, item.into, item.version)


def _doubted(item: Item) -> bool:
    return isinstance(item.value, ReadIndicator) and bool(item.value.doubts)
