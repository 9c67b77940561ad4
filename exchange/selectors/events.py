"""What webhooks are told of: changes of the feed and rounds that began, within a system's regions, unit and scopes."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models.api_clients import Scope
from exchange.models import Change, ChangeAction, ChangeKind, ChangeWhy, Delivery, EventKind, Webhook
from exchange.selectors.changes import MOVED, changes_of
from indicators.models import ReportingRound, RoundAsk
from plans.models import PlanStatus
from regions.models import Region

#: What a system must be allowed to read to be told of it; that a round began, everybody.
SCOPE_OF_KIND: dict[str, str] = {
    EventKind.STATUS_CHANGED: Scope.READ_ASSESSMENTS,
    EventKind.FIGURE_APPROVED: Scope.READ_OBSERVATIONS,
}
#: Days for which a round that began is looked for: a house that stood still for longer tells nobody.
ROUND_IS_NEWS = 30

_STATUS_MOVED = MOVED & Q(kind=ChangeKind.ASSESSMENT, shown=True)
#: Its first version, or one that takes the place of another; not what is mended in a figure that stands.
_APPROVED = Q(kind=ChangeKind.OBSERVATION, action=ChangeAction.SET, data__in_force=True) & (
    Q(why=ChangeWhy.ENTRY) | Q(supersedes__isnull=False)
)


def kinds_told(webhook: Webhook) -> set[str]:
    """The kinds that the webhook wants and its system may still read."""
    scopes = {"", *webhook.client.scopes}
    return {kind for kind in webhook.kinds if SCOPE_OF_KIND.get(kind, "") in scopes}


def may_still_be_told(webhook: Webhook, delivery: Delivery) -> bool:
    """Whether the system still reaches what was written down for it: its region and its scopes may be narrower by now."""
    client = webhook.client
    if SCOPE_OF_KIND.get(delivery.kind, "") not in {"", *client.scopes}:
        return False
    code = delivery.body["data"].get("region")  # a ping is about none
    return code is None or Region.objects.filter(code=code, lineage__startswith=client.region.lineage).exists()


def changes_to_tell(webhook: Webhook, *, until: int, most: int) -> list[Change]:
    """The next changes that are events, up to a place in the feed, at most so many, in order."""
    kinds = kinds_told(webhook)
    wanted = Q(pk__in=[])
    if EventKind.STATUS_CHANGED in kinds:
        wanted |= _STATUS_MOVED
    if EventKind.FIGURE_APPROVED in kinds:
        wanted |= _APPROVED
    reached = changes_of(webhook.client).filter(wanted, position__gt=webhook.position, position__lte=until)
    # that a plan with all its figures can be read now is no news about one of them
    told = reached.exclude(why=ChangeWhy.PUBLISHED).exclude(plan__status=PlanStatus.DRAFT)
    return list(told.select_related("plan__region", "row__indicator").defer("data").order_by("position")[:most])


def rounds_to_tell(webhook: Webhook, *, today: date) -> list[ReportingRound]:
    """The rounds that began since the webhook was registered, asking the system's unit where it is bound to one."""
    if EventKind.ROUND_OPENED not in kinds_told(webhook):
        return []
    since = max(today - timedelta(days=ROUND_IS_NEWS), timezone.localdate(webhook.created_at))
    began = ReportingRound.objects.filter(opens_on__lte=today, opens_on__gte=since, closes_on__gte=today)
    client = webhook.client
    reached = began.filter(plan__region__lineage__startswith=client.region.lineage).exclude(
        plan__status=PlanStatus.DRAFT
    )
    if client.unit_id is not None:
        reached = reached.filter(Exists(RoundAsk.objects.filter(round=OuterRef("pk"), unit=client.unit_id)))
    return list(reached.exclude(pk__in=_rounds_told(webhook)).select_related("plan__region"))


def round_event(round_id: int) -> str:
    """The id of the event that a round began."""
    return f"round-{round_id}"


def _rounds_told(webhook: Webhook) -> list[int]:
    told = webhook.deliveries.filter(kind=EventKind.ROUND_OPENED).values_list("event", flat=True)
    return [int(event.removeprefix("round-")) for event in told]
