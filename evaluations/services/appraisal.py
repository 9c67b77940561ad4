"""By which weights a plan's units are appraised: another version with its reason, never a change of one that stands."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from evaluations.domain.appraisal import Part, Scheme
from evaluations.models import AppraisalScheme
from indicators.services.errors import ServiceError
from plans.models import Plan
from regions.recorded import recorded


class SchemeMoved(ServiceError):
    """Another person set weights after those that were looked at."""


@transaction.atomic
def set_scheme(
    *, plan: Plan, scheme: Scheme, reason: str, by: User, document: str = "", seen: int = 0, at: datetime | None = None
) -> AppraisalScheme:
    """Put the next version in force; ``seen``: the version that was looked at, 0 = the suggested weights.

    ``PermissionDenied`` for who does not plan there, ``SchemeMoved``, ``ValidationError`` for weights that do not make 100.
    """
    access.require(access.may_plan(by, plan.region), user=by, what=f"set appraisal weights of plan {plan.pk}")
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    now = AppraisalScheme.objects.filter(plan=plan, in_force=True).first()
    if (now.version if now else 0) != seen:
        raise SchemeMoved(_("您查看之后他人已调整了权重，没有保存。请看过现行的权重再改。"))
    with history(by, recorded("确定考核权重")):
        if now is not None:
            now.in_force = False
            now.save(update_fields=["in_force"])
        made = AppraisalScheme(
            plan=plan, version=seen + 1, reason=reason.strip(), document=document.strip(), decided_by=by,
            decided_at=at or timezone.now(), joint=scheme.joint, scores=_stored(scheme.scores),
            **{part.value: scheme.weights[part] for part in Part if part is not Part.OTHER},
        )  # fmt: skip
        made.full_clean()
        made.save()
    return made


def _stored(scores: object) -> dict[str, str | None]:
    assert isinstance(scores, dict)
    return {code: None if points is None else format(Decimal(points), "f") for code, points in scores.items()}
