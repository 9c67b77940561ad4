"""Writing an evaluation while it is in draft: begin, title and words, correct a frozen one, throw a draft away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from evaluations.domain.quotes import Offered, unknown
from evaluations.domain.sections import written_keys
from evaluations.models import Evaluation, EvaluationKind, EvaluationState, EvaluationText
from evaluations.services.errors import StaleWords, UnknownQuotes, WrongStep
from indicators.services.errors import ServiceError
from plans.models import Plan, PlanStatus
from regions.recorded import recorded

#: How a paper is called where nobody says otherwise.
_TITLES = {
    EvaluationKind.ANNUAL: recorded("%(region)s%(period)s年规划%(year)s年度监测报告"),
    EvaluationKind.MIDTERM: recorded("%(region)s%(period)s年规划中期评估报告"),
    EvaluationKind.FINAL: recorded("%(region)s%(period)s年规划总结评估报告"),
}


def usual_title(plan: Plan, kind: str, year: int) -> str:
    """新乡市2016–2020年规划总结评估报告."""
    named = {"region": plan.region.name, "period": plan.span, "year": year}
    return _TITLES[EvaluationKind(kind)] % named


@transaction.atomic
def begin(
    *, plan: Plan, kind: str, year: int, by: User, title: str = "", with_counties: bool = True,
    at: datetime | None = None,
) -> Evaluation:  # fmt: skip
    """A new draft. ``title`` "": the usual one. ``PermissionDenied`` for who plans nothing here.

    ``ServiceError`` for a plan that is a draft, a year outside of it or still to come, a final evaluation of another year than
    the last, and where one of this kind and year is open or frozen already (then it is corrected).
    """
    access.require(access.may_evaluate(by, plan.region), user=by, what=f"evaluate plan {plan.pk}")
    moment = at or timezone.now()
    plan = Plan.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=plan.pk)
    _require_year(plan, kind, year, timezone.localtime(moment).year)
    earlier = Evaluation.objects.filter(plan=plan, kind=kind, year=year).order_by("-version").first()
    if earlier is not None:
        said = _("这一年的这种评估已经定稿（%(title)s），请在它的页面上更正。")
        if earlier.state != EvaluationState.FROZEN:
            said = _("这一年的这种评估已经在办（%(title)s），不能再建一份。")
        raise ServiceError(said % {"title": earlier.title})
    made = Evaluation(
        plan=plan, kind=kind, year=year, title=title.strip() or usual_title(plan, kind, year),
        with_counties=with_counties, drafted_by=by, drafted_at=moment,
    )  # fmt: skip
    made.full_clean()
    with history(by, recorded("起草评估")):
        made.save()
    return made


def _require_year(plan: Plan, kind: str, year: int, this_year: int) -> None:
    if plan.status == PlanStatus.DRAFT:
        raise ServiceError(_("规划还是草案，不能评估。"))
    if not plan.start_year <= year <= plan.end_year:
        raise ServiceError(
            _("评估年份须在规划期 %(start)s–%(end)s 之内。") % {"start": plan.start_year, "end": plan.end_year}
        )
    if year > this_year:
        raise ServiceError(_("%(year)s 年还没有到，不能评估。") % {"year": year})
    if kind == EvaluationKind.FINAL and year != plan.end_year:
        raise ServiceError(_("总结评估按规划末年（%(year)s 年）做。") % {"year": plan.end_year})


@transaction.atomic
def save_words(
    *, evaluation: Evaluation, words: Mapping[str, str], seen: Mapping[str, str], by: User, names: Offered,
    title: str | None = None,
) -> Evaluation:  # fmt: skip
    """Write the words of the sections in ``words``; others stay. ``seen``: what stood there when the person began.

    ``names``: what may be quoted (``evaluations.domain.quotes.offered``). ``UnknownQuotes``, ``StaleWords`` where another person
    wrote other words into a section that is to be changed: nothing is written then, neither theirs nor these are lost.
    """
    own = locked(evaluation)
    access.require(access.may_evaluate(by, own.plan.region), user=by, what=f"write evaluation {own.pk}")
    require_state(own, EvaluationState.DRAFT, _("只有起草中的评估可以改文字；请先撤回或退回。"))
    stands = {one.section: one for one in own.texts.all()}
    changed = {
        key: body
        for key, body in ((key, _tidy(body)) for key, body in words.items() if key in written_keys(own.kind))
        if body != (stands[key].body if key in stands else "")
    }
    theirs = {
        key: stands[key].body if key in stands else ""
        for key in changed
        if _tidy(seen.get(key, "")) != (stands[key].body if key in stands else "")
    }
    if theirs:
        raise StaleWords(_("您打开以后，他人改了同一部分的文字，没有保存。请对照后再存。"), theirs)
    require_known_quotes(changed, names)
    own.title = own.title if title is None else title.strip()
    own.lock += 1
    own.full_clean()
    with history(by, recorded("修改评估文字")):
        for key, body in changed.items():
            EvaluationText.objects.update_or_create(evaluation=own, section=key, defaults={"body": body})
        own.save()
    return own


def _tidy(body: str) -> str:
    """Line ends as they are stored: browsers send other ones."""
    return body.replace("\r\n", "\n").replace("\r", "\n").strip()


def require_known_quotes(words: Mapping[str, str], names: Offered) -> None:
    """``UnknownQuotes`` where a figure is quoted that there is not."""
    problems = {
        key: tuple(f"{one.quoted}{_('：')}{one.why}" for one in found)
        for key, body in words.items()
        if (found := unknown(body, names))
    }
    if problems:
        raise UnknownQuotes(_("文字里引用了没有的数据，请改正。"), problems)


@transaction.atomic
def correct(*, evaluation: Evaluation, reason: str, by: User, at: datetime | None = None) -> Evaluation:
    """The next version of a frozen evaluation, in draft, with its words. The frozen one stays as it is."""
    own = locked(evaluation)
    access.require(access.may_evaluate(by, own.plan.region), user=by, what=f"correct evaluation {own.pk}")
    require_state(own, EvaluationState.FROZEN, _("只有已定稿的评估才需要更正；没有定稿的可以退回修改。"))
    later = Evaluation.objects.filter(plan=own.plan, kind=own.kind, year=own.year, version__gt=own.version)
    if later.exists():
        raise WrongStep(_("这份评估已经有更正版，请更正最新的一版。"))
    made = Evaluation(
        plan=own.plan, kind=own.kind, year=own.year, version=own.version + 1, title=own.title,
        with_counties=own.with_counties, reason=reason.strip(), drafted_by=by, drafted_at=at or timezone.now(),
    )  # fmt: skip
    made.full_clean()
    with history(by, recorded("更正已定稿的评估")):
        made.save()
        EvaluationText.objects.bulk_create(
            [EvaluationText(evaluation=made, section=one.section, body=one.body) for one in own.texts.all()]
        )
    return made


@transaction.atomic
def discard(*, evaluation: Evaluation, by: User, lock: int | None = None) -> None:
    """Throw a draft away; the history keeps what stood in it. Files made of it stay where they are until the night."""
    own = locked(evaluation, lock=lock)
    access.require(access.may_evaluate(by, own.plan.region), user=by, what=f"discard evaluation {own.pk}")
    require_state(own, EvaluationState.DRAFT, _("只有起草中的评估可以删除。"))
    with history(by, recorded("删除评估草稿")):
        own.delete()


def locked(evaluation: Evaluation, *, lock: int | None = None) -> Evaluation:
    """The evaluation as it stands, held until the end of the transaction. ``WrongStep`` where it is gone.

    ``lock``: that of the paper that the person looked at (None: nobody looked at a page); another one by now is refused.
    """
    found = Evaluation.objects.select_for_update(of=("self",)).select_related("plan__region").filter(pk=evaluation.pk)
    own = found.first()
    if own is None:
        raise WrongStep(_("这份评估已经被删除。"))
    if lock is not None and own.lock != lock:
        raise WrongStep(_("您打开以后，他人已改动或办理了这份评估。请看过现在的内容再办理。"))
    return own


def require_state(evaluation: Evaluation, state: str, message: str) -> None:
    """``WrongStep`` with the sentence unless the evaluation is in ``state``."""
    if evaluation.state != state:
        raise WrongStep(message)
