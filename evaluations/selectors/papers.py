"""Files of evaluations: which wait for a worker, which an evaluation has, what a paper is made from."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from evaluations.domain.facts import Facts
from evaluations.models import Evaluation, EvaluationState, PaperFile, PaperState
from evaluations.paper.outline import Outline
from evaluations.paper.parts import parts
from evaluations.selectors.evaluations import words_of
from regions.recorded import in_the_house_language, recorded

#: Who sends a paper when the person who froze it stands in no unit: as letters and bulletins propose it.
_ISSUER = recorded("%(region)s发展和改革委员会")
_MOST = 12


def waiting_papers(*, stale_before: datetime) -> list[int]:
    """Files that nobody makes: queued, or being made without a sign of life since ``stale_before``; the oldest first."""
    idle = Q(state=PaperState.QUEUED) | Q(state=PaperState.MAKING, active_at__lt=stale_before)
    return list(PaperFile.objects.filter(idle).order_by("asked_at").values_list("pk", flat=True))


def find_paper(pk: int) -> PaperFile | None:
    """A file with its evaluation, plan and region."""
    found = PaperFile.objects.select_related("evaluation__plan__region", "asked_by").filter(pk=pk)
    return found.first()


def papers_of(evaluation: Evaluation) -> list[PaperFile]:
    """The newest files of an evaluation, the newest first; of a frozen one only those that were asked for since."""
    found = PaperFile.objects.filter(evaluation=evaluation).select_related("asked_by")
    if evaluation.state == EvaluationState.FROZEN:
        found = since_frozen(found)
    return list(found.order_by("-asked_at", "-pk")[:_MOST])


def since_frozen(papers: QuerySet[PaperFile]) -> QuerySet[PaperFile]:
    """Of frozen evaluations, those made of the frozen content."""
    return papers.filter(evaluation__state=EvaluationState.FROZEN, asked_at__gte=F("evaluation__frozen_at"))


@in_the_house_language
def outline_of(evaluation: Evaluation, facts: Facts) -> Outline:
    """The evaluation as it is printed: sentences of the facts, then what people wrote, its figures filled in."""
    found = parts(facts, words_of(evaluation), draft=evaluation.state == EvaluationState.DRAFT)
    return Outline(
        title=evaluation.title, facts=facts, at=_moment(evaluation), number=evaluation.number, mark=_mark(evaluation),
        sender=_sender(evaluation, facts), correction=evaluation.reason, parts=found,
    )  # fmt: skip


def _moment(evaluation: Evaluation) -> datetime:
    """What the file says of its time: of the freezing, that it is the same whenever it is printed."""
    return timezone.localtime(evaluation.frozen_at or timezone.now())


def _mark(evaluation: Evaluation) -> str:
    return {
        EvaluationState.DRAFT: recorded("（起草稿）"), EvaluationState.SUBMITTED: recorded("（送审稿）"),
        EvaluationState.APPROVED: recorded("（已审定，未定稿）"),
    }.get(EvaluationState(evaluation.state), "")  # fmt: skip


def _sender(evaluation: Evaluation, facts: Facts) -> str:
    """The unit of the person who froze it."""
    unit = evaluation.frozen_by.unit if evaluation.frozen_by is not None else None
    return f"{facts.region_name}{unit.name}" if unit else _ISSUER % {"region": facts.region_name}
