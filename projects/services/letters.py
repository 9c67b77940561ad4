"""Letters to units (提示函): issued with frozen content, replied to, closed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import Unit, User
from accounts.services.history import history
from indicators.domain.stored import to_stored
from indicators.services.errors import OwnFigure, WrongState
from projects.domain.letters import LateLine, LetterContent, ProblemLine, closing, opening
from projects.models import Letter, LetterProblem, LetterState
from projects.selectors.letters import late_lines, problem_lines, problems_for_letter
from projects.services.errors import Stale
from regions.models import Region
from regions.recorded import recorded


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person decides about a new letter. ``problem_ids``: of those that may be named; ``late``: name missing reports too."""

    region: Region
    unit: Unit
    number: str
    sender: str
    deadline: date
    problem_ids: Collection[int]
    late: bool = True
    remark: str = ""


def issue(*, draft: Draft, today: date, by: User, at: datetime | None = None) -> Letter:
    """Send it: what it says is computed once, now, and kept. ``at``: None = now; only loaders of sample data name a moment.

    ``ValidationError``: nothing to write about, a deadline that has passed, a number used before, a problem that is no longer
    to be solved by the unit. ``PermissionDenied`` for who directs no work in the region, or a unit that is not of it.
    """
    unit, region = draft.unit, draft.region
    access.require(access.may_direct(by, region), user=by, what=f"letter of {region.code} to unit {unit.pk}")
    if not related(unit, region):
        raise ValidationError({"unit": _("“%(unit)s”不是本地区或上下级地区的单位。") % {"unit": unit}})
    if draft.deadline <= today:
        raise ValidationError({"deadline": _("回复时限须晚于今天。")})
    with transaction.atomic(), history(by, recorded("签发提示函")):
        Region.objects.select_for_update(no_key=True).get(pk=region.pk)  # two of one number take turns
        chosen = list(problems_for_letter(unit, region).filter(pk__in=draft.problem_ids).select_for_update(of=["self"]))
        if len(chosen) != len(set(draft.problem_ids)):
            raise ValidationError({"problems": _("有的问题已被处理，不再由该单位解决。请重新选择。")})
        lines = problem_lines(chosen, today=today)
        late = late_lines(unit, region, today=today) if draft.late else ()
        if not lines and not late:
            raise ValidationError(_("没有选择问题，也没有逾期未报的月报，不必发函。"))
        sample = any(one.sample for one in chosen) or any(one.sample for one in late)
        letter = Letter(
            region=region, unit=unit, number=draft.number.strip(), deadline=draft.deadline, sample=sample, issued_by=by,
            content=to_stored(content_of(draft, lines, late, today, sample)), issued_at=at or timezone.now(),
        )  # fmt: skip
        _save(letter)
        LetterProblem.objects.bulk_create(LetterProblem(letter=letter, problem=one) for one in chosen)
    return letter


def content_of(
    draft: Draft, lines: tuple[ProblemLine, ...], late: tuple[LateLine, ...], today: date, sample: bool
) -> LetterContent:
    """The words of a letter, in Chinese whoever writes it."""
    about_problems, about_reports = recorded("关于重点项目问题的提示函"), recorded("关于重点项目月报逾期的提示函")
    return LetterContent(
        title=about_problems if lines else about_reports,
        addressee=draft.unit.name,
        sender=draft.sender.strip(),
        number=draft.number.strip(),
        issued_on=today,
        deadline=draft.deadline,
        opening=opening(lines, late, as_of=today),
        problems=lines,
        late=late,
        closing=closing(lines, late, draft.deadline, draft.remark),
        sample=sample,
    )


def reply(*, letter: Letter, text: str, lock: int, by: User, at: datetime | None = None) -> Letter:
    """The unit answers, or mends its answer until the letter is closed; earlier words stay in the history."""
    with transaction.atomic(), history(by, recorded("回复提示函")):
        found = _locked(letter, lock)
        access.require(may_reply(by, found), user=by, what=f"reply to letter {found.pk}")
        _require_state(found, LetterState.ISSUED, LetterState.REPLIED)
        if not text.strip():
            raise ValidationError({"text": _("请写明内容")})
        found.reply, found.replied_by, found.replied_at = text.strip(), by, at or timezone.now()
        found.state = LetterState.REPLIED
        _save(found)
    return found


def close(*, letter: Letter, lock: int, by: User, at: datetime | None = None) -> Letter:
    """The reply is enough (办结). ``OwnFigure``: whoever wrote the reply does not close the letter."""
    with transaction.atomic(), history(by, recorded("办结提示函")):
        found = _locked(letter, lock)
        access.require(access.may_direct(by, found.region), user=by, what=f"close letter {found.pk}")
        _require_state(found, LetterState.REPLIED)
        if found.replied_by_id == by.pk:
            access.log.warning("refused: close own reply to letter %s (user=%s)", found.pk, by.pk)
            raise OwnFigure(_("不能办结自己回复的提示函，请由另一位审核员或规划科人员办结。"))
        found.state, found.closed_by, found.closed_at = LetterState.CLOSED, by, at or timezone.now()
        _save(found)
    return found


def may_reply(by: User, letter: Letter) -> bool:
    """A clerk of the unit; whoever writes for any unit of its region."""
    return access.may_enter(by, letter.unit.region, [letter.unit])


def related(unit: Unit, region: Region) -> bool:
    """Whether the unit is of the region, of one above it or of one below it."""
    theirs, own = unit.region.lineage, region.lineage
    return theirs.startswith(own) or own.startswith(theirs)


def _locked(letter: Letter, lock: int) -> Letter:
    found = Letter.objects.select_related("region", "unit__region").select_for_update(of=["self"]).get(pk=letter.pk)
    if found.lock != lock:
        raise Stale(_("这封提示函已被他人处理过。请看过现在的情况后再办。"), found)
    return found


def _require_state(letter: Letter, *allowed: LetterState) -> None:
    if letter.state not in allowed:
        state = letter.get_state_display()
        raise WrongState(_("这封提示函现在是“%(state)s”，不能进行这一步。请刷新页面后再看。") % {"state": state})


def _save(letter: Letter) -> None:
    letter.lock += 1
    letter.full_clean()
    letter.save()
