"""The way of an evaluation from draft to a paper that never changes: submit, take back, return, approve, freeze.

``lock``: of the paper as the person saw it (``locked``), so that nobody hands on words and figures that others put in since.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from evaluations.domain.quotes import offered
from evaluations.domain.sections import sections
from evaluations.models import Evaluation, EvaluationState
from evaluations.selectors.facts import evaluation_facts, seal, waits
from evaluations.services.drafting import locked, require_known_quotes, require_state
from evaluations.services.errors import FiguresMoved, OwnEvaluation, WrongStep
from indicators.domain.stored import to_stored
from indicators.services.errors import ServiceError
from regions.recorded import recorded


@transaction.atomic
def submit(
    *, evaluation: Evaluation, looked_at: str, by: User, lock: int | None = None, at: datetime | None = None
) -> Evaluation:
    """Hand in the draft with its figures. ``looked_at``: the seal of the figures that the person saw.

    ``FiguresMoved`` where they are others by now, ``ServiceError`` while a recompute waits, ``UnknownQuotes``.
    """
    own, moment = locked(evaluation, lock=lock), at or timezone.now()
    access.require(access.may_evaluate(by, own.plan.region), user=by, what=f"submit evaluation {own.pk}")
    require_state(own, EvaluationState.DRAFT, _("只有起草中的评估可以提交。"))
    facts = evaluation_facts(
        own.plan, kind=own.kind, year=own.year, day=timezone.localdate(moment), with_counties=own.with_counties
    )
    if waits(facts):
        raise ServiceError(_("有数据刚刚变动，评估结果待重算，请稍候再提交。"))
    if looked_at != seal(facts):
        raise FiguresMoved(_("您查看之后数字有变化，没有提交。请看过现在的数字再提交。"))
    require_known_quotes({one.section: one.body for one in own.texts.all()}, offered(facts))
    kept = replace(facts, sections=sections(facts))  # what they say by themselves is kept as it reads today
    own.content, own.sample, own.comment = to_stored(kept), facts.sample, ""
    own.state, own.submitted_by, own.submitted_at = EvaluationState.SUBMITTED, by, moment
    return _saved(own, by, recorded("提交评估"))


@transaction.atomic
def withdraw(*, evaluation: Evaluation, by: User, lock: int | None = None) -> Evaluation:
    """Back to draft before anybody approved it; the figures are those of the moment again."""
    own = locked(evaluation, lock=lock)
    access.require(access.may_evaluate(by, own.plan.region), user=by, what=f"withdraw evaluation {own.pk}")
    require_state(own, EvaluationState.SUBMITTED, _("只有待审定的评估可以撤回。"))
    return _saved(_as_draft(own), by, recorded("撤回评估"))


@transaction.atomic
def send_back(*, evaluation: Evaluation, comment: str, by: User, lock: int | None = None) -> Evaluation:
    """Return it with a comment; also one that is approved, as long as it is not frozen."""
    own = locked(evaluation, lock=lock)
    access.require(access.may_decide_evaluation(by, own.plan.region), user=by, what=f"return evaluation {own.pk}")
    if own.state not in (EvaluationState.SUBMITTED, EvaluationState.APPROVED):
        raise WrongStep(_("只有待审定、已审定的评估可以退回。"))
    if not comment.strip():
        raise ValidationError({"comment": _("退回时请写明意见。")})
    own.comment = comment.strip()
    return _saved(_as_draft(own), by, recorded("退回评估"))


@transaction.atomic
def approve(*, evaluation: Evaluation, by: User, lock: int | None = None, at: datetime | None = None) -> Evaluation:
    """Approve it with the figures it was submitted with. ``OwnEvaluation`` for who submitted it."""
    own = locked(evaluation, lock=lock)
    access.require(access.may_decide_evaluation(by, own.plan.region), user=by, what=f"approve evaluation {own.pk}")
    require_state(own, EvaluationState.SUBMITTED, _("只有待审定的评估可以审定。"))
    if by.pk == own.submitted_by_id:
        raise OwnEvaluation(_("不能审定自己提交的评估。"))
    own.state, own.approved_by, own.approved_at = EvaluationState.APPROVED, by, at or timezone.now()
    return _saved(own, by, recorded("审定评估"))


@transaction.atomic
def freeze(
    *, evaluation: Evaluation, number: str, by: User, lock: int | None = None, at: datetime | None = None
) -> Evaluation:
    """Give it its number (文号); from now on neither figures nor words change."""
    own = locked(evaluation, lock=lock)
    access.require(access.may_decide_evaluation(by, own.plan.region), user=by, what=f"freeze evaluation {own.pk}")
    require_state(own, EvaluationState.APPROVED, _("只有已审定的评估可以定稿。"))
    if not number.strip():
        raise ValidationError({"number": _("定稿时请填写文号。")})
    own.number = number.strip()
    own.state, own.frozen_by, own.frozen_at = EvaluationState.FROZEN, by, at or timezone.now()
    return _saved(own, by, recorded("评估定稿"))


def _as_draft(own: Evaluation) -> Evaluation:
    own.state, own.content, own.sample = EvaluationState.DRAFT, None, False
    own.submitted_by = own.submitted_at = own.approved_by = own.approved_at = None
    return own


def _saved(own: Evaluation, by: User, reason: str) -> Evaluation:
    own.lock += 1
    own.full_clean()
    with history(by, reason):
        own.save()
    return own
