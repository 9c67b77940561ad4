"""What every step of a figure's life stands on: reading under the row's lock, guards, and the one way to save."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.access import Writer
from accounts.models import ApiClient, User
from indicators.models import Observation, ObservationState, PlanIndicator
from indicators.selectors.rounds import Leave, Why
from indicators.selectors.stored_figures import among
from indicators.services.errors import OwnFigure, RoundClosed, StaleFigure, WrongState
from indicators.services.storing import store

#: Fields that the services set themselves: the targets of the keys exist, the words are among those allowed.
_OWN = {
    "id", "row", "version", "state", "in_force", "lock", "submitted_by", "submitted_client", "submitted_at", "approved_by",
    "approved_at", "created_at", "updated_at",
}  # fmt: skip
#: Rules of the table that a person can break, by constraint: whether a figure keeps the rule. Said here again because Django asks
#: the database for each; the others hold by how the steps are made, and the database sees to all of them.
_OF_PERSONS: dict[str, Callable[[Observation], bool]] = {
    "observation_says_something": lambda one: (
        any(figure is not None for figure in (one.value, one.growth, one.reported))
        or one.judgement != ""
        or len(one.parts) > 0
    ),
    "observation_returned_with_comment": lambda one: (
        one.state != ObservationState.RETURNED or one.comment != "" or one.cell_comments != {}
    ),
}


# --- guards -----------------------------------------------------------------------------------------------------------
def require_entitled(leave: Leave, by: Writer, what: str) -> None:
    """``PermissionDenied``, logged, where the person may not write the row, whatever the round."""
    access.require(leave.why != Why.NOT_ENTITLED, user=by, what=what)


def require_open(leave: Leave) -> None:
    """``RoundClosed`` where the round does not allow it now."""
    if not leave.allowed:
        raise RoundClosed(leave)


def require_other_person(observation: Observation, by: User) -> None:
    """Neither the submitter nor anybody who typed this version may approve it; the history knows who did."""
    typed = Observation.pgh_event_model.objects.filter(
        pgh_obj=observation, state=ObservationState.DRAFT, pgh_context__metadata__user=by.pk
    )
    if observation.submitted_by_id == by.pk or typed.exists():
        access.log.warning("refused: approve own observation %s (user=%s role=%s)", observation.pk, by.pk, by.role)
        raise OwnFigure(_("不能审核自己填报或提交的数据，请由另一位审核员审核。"))


def check_state(observation: Observation, allowed: set[ObservationState]) -> None:
    if observation.state not in allowed:
        raise WrongState(
            _("该数据现在是“%(state)s”，不能进行这一步。请刷新页面后再看。")
            % {"state": observation.get_state_display()}
        )


def is_of_system(observation: Observation, by: Writer) -> bool:
    """Whether this system submitted the figure and nobody has reviewed it: it may say otherwise, as a clerk would who withdraws."""
    own = isinstance(by, ApiClient) and observation.submitted_client_id == by.pk
    return own and observation.state == ObservationState.SUBMITTED


def check_lock(latest: Observation | None, lock: int | None) -> None:
    if (latest.lock if latest else None) != lock:
        raise StaleFigure(_("您打开页面后，他人已保存了这一数据。请对照两份内容，确认后再保存。"), latest)


# --- reading under the row's lock -------------------------------------------------------------------------------------
def latest_of(row: PlanIndicator, year: int) -> Observation | None:
    """The newest version of the row and year, read after every earlier step on the row has ended."""
    PlanIndicator.objects.select_for_update(no_key=True).get(pk=row.pk)
    found = Observation.objects.filter(row=row, year=year).select_related("row__plan__region")
    return found.order_by("-version").first()


def current_of(observation: Observation, lock: int) -> Observation:
    """The same figure as it stands now; ``StaleFigure`` where it moved on since the person looked at it."""
    return the_same(observation, latest_of(observation.row, observation.year), lock)


def the_same(observation: Observation, latest: Observation | None, lock: int) -> Observation:
    """``latest`` where it is the figure that the person looked at, else ``StaleFigure``."""
    check_lock(latest, lock)
    if latest is None or latest.pk != observation.pk:
        raise StaleFigure(_("该年已有更新的版本，请打开最新的一版。"), latest)
    return latest


def next_version(row: PlanIndicator, year: int, *, after: Observation | None) -> Observation:
    return Observation(row=row, year=year, version=after.version + 1 if after else 1, lock=after.lock if after else 0)


# --- writing ----------------------------------------------------------------------------------------------------------
def save(observation: Observation) -> Observation:
    """Check and store. Constraints that no person can break are left to the database: each would be a query here."""
    check(observation)
    if observation.state != ObservationState.DRAFT:
        check_constraints(observation)
    observation.lock += 1
    observation.save()
    return observation


def check(observation: Observation) -> None:
    """``ValidationError`` names the fields. No query."""
    observation.full_clean(exclude=_OWN, validate_unique=False, validate_constraints=False)


def check_constraints(observation: Observation) -> None:
    """``ValidationError`` for the rules that a person can break once it is no draft any more. No query."""
    sentences = {one.name: one.violation_error_message for one in Observation._meta.constraints}
    broken = [sentences[name] for name, holds in _OF_PERSONS.items() if not holds(observation)]
    if broken:
        raise ValidationError(broken)


def store_drafts(drafts: Sequence[Observation]) -> None:
    """Store figures that are checked already, as one save each counts."""
    for one in drafts:
        one.lock += 1
    store(drafts)


def hand_over(drafts: Sequence[Observation], by: Writer) -> None:
    """Make stored figures submitted, in one statement; the caller has checked that they may be."""
    now = timezone.now()
    handed = {
        "state": ObservationState.SUBMITTED,
        "cell_comments": {},
        "submitted_by": None if isinstance(by, ApiClient) else by,
        "submitted_client": by if isinstance(by, ApiClient) else None,
        "submitted_at": now,
        "updated_at": now,
    }
    Observation.objects.filter(pk__in=among(one.pk for one in drafts)).update(**handed, lock=F("lock") + 1)
    for one in drafts:
        one.lock += 1
        for name, value in handed.items():
            setattr(one, name, value)
