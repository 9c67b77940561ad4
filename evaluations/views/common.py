"""What the pages of evaluations share: the evaluation that a person may see, no looking back."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.views.asked import BadParameter
from entry.views.common import CONFLICT, UNREADABLE, person, take_over
from evaluations.models import Evaluation
from evaluations.selectors.evaluations import find_evaluation

__all__ = ["CONFLICT", "UNREADABLE", "person", "refuse_as_of", "seen_evaluation", "take_over"]


def seen_evaluation(user: User, pk: int) -> Evaluation:
    """The evaluation with plan and region; 404 where there is none that the person may see."""
    found = find_evaluation(user, pk)
    if found is None:
        raise Http404
    return found


def refuse_as_of(request: HttpRequest) -> None:
    """``BadParameter``: an evaluation keeps its own figures, it is not replayed."""
    if request.GET.get("as_of", "").strip():
        raise BadParameter(_("评估不能按历史日期（as_of）查看；提交后的按提交时的数字保存。请去掉该参数。"))
