"""Pages as of a day: ``?as_of=2024-03-31`` (the end of that day) or ``?as_of=2024-03-31T10:05``, in the office's time zone.

A view marked ``@replays`` reads the past without knowing: it asks ``today(request)`` for the day it stands on and calls
``prepare`` with the plans or rows whose assessments it is about to show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.views.asked import BadParameter
from dashboards.presenters.replay_links import keep_as_of
from dashboards.views import parameters
from dashboards.views.busy import busy
from indicators.selectors.as_of import Past, TooManyReplays, first_record, replaying

#: Plans whose assessments are computed anew for one page: a province with all its cities and counties takes some seconds.
MOST_PLANS = 400
_ASKED = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?", re.ASCII)


@dataclass(slots=True)
class Replay:
    """What is looked back to. ``text``: as the address writes it; ``moment``: the last one that counts.

    ``first``: when the first plan was recorded (None: none ever was). ``afterwards``: what must be written although the
    replay itself reads only, such as the audit log.
    """

    text: str
    moment: datetime
    first: datetime | None = None
    past: Past | None = None
    afterwards: list[Callable[[], object]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """``2024-03-31`` or ``2024-03-31 10:05``."""
        return self.text.replace("T", " ")

    @property
    def day(self) -> date:
        return timezone.localdate(self.moment)

    @property
    def too_early(self) -> bool:
        """Whether nothing was recorded by then."""
        return self.first is None or self.moment < self.first


def replays(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page answers ``as_of``; ``request.replay`` is the ``Replay``, None today. Stands below ``refuses_bad_parameters``."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        replay = request.replay = _asked(request.GET)  # type: ignore[attr-defined]
        if replay is None:
            return view(request, *args, **kwargs)
        replay.first = first_record()
        try:
            with replaying(replay.moment) as replay.past:
                response = view(request, *args, **kwargs)
        except TooManyReplays:
            return busy(request)
        for call in replay.afterwards:
            call()
        if response.get("Content-Type", "").startswith("text/html"):
            response.content = keep_as_of(response.content.decode(), replay.text)
        return response

    wrapped.replays = True  # type: ignore[attr-defined]
    return wrapped


def replay_of(request: HttpRequest) -> Replay | None:
    """The replay that the request is in; None today."""
    return getattr(request, "replay", None)


def today(request: HttpRequest) -> date:
    """The day on which the page stands: that of the replay, else today's."""
    replay = replay_of(request)
    return parameters.today() if replay is None else replay.day


def prepare(
    request: HttpRequest,
    *,
    plan_ids: Collection[int] = (),
    row_ids: Iterable[int] = (),
    years: Collection[int] | None = None,
    commitments: bool = False,
) -> None:
    """Make the assessments of then for these plans (main rows; ``commitments`` too) or rows, in all years or ``years``.

    Today there is nothing to do. ``BadParameter`` where it would take too long.
    """
    replay = replay_of(request)
    if replay is not None and len(plan_ids) > MOST_PLANS:
        raise BadParameter(
            _("按历史日期一次最多看 %(most)d 个规划，这里有 %(number)d 个。请查看单个地区或单个指标。")
            % {"most": MOST_PLANS, "number": len(plan_ids)}
        )
    if replay is not None and replay.past is not None:
        replay.past.fill(plan_ids=plan_ids, row_ids=row_ids, years=years, commitments=commitments)


def not_then(request: HttpRequest) -> HttpResponse:
    """What is not there: a page that says it was not there then; today ``Http404``."""
    replay = replay_of(request)
    if replay is None:
        raise Http404
    return render(request, "dashboards/not_then.html", {"replay": replay}, status=404)


def write_afterwards(request: HttpRequest, call: Callable[[], object]) -> None:
    """Write at once today, and after the end of a replay."""
    replay = replay_of(request)
    if replay is None:
        call()
    else:
        replay.afterwards.append(call)


def _asked(query: QueryDict) -> Replay | None:
    text = query.get("as_of", "").strip()
    if not text:
        return None
    moment = _moment(text)
    if moment is None:
        raise BadParameter(
            _("参数 as_of 写作日期（2024-03-31）或时刻（2024-03-31T10:05）；收到的是“%(text)s”。") % {"text": text[:40]}
        )
    if moment > timezone.now():
        if len(text) > len("2024-03-31") or timezone.localdate(moment) > parameters.today():
            raise BadParameter(_("as_of=%(text)s 还没有到。请选择今天或更早的日期。") % {"text": text})
        moment = timezone.now()  # today: as far as it has come
    return Replay(text, moment)


def _moment(text: str) -> datetime | None:
    """The moment meant: a minute's beginning, or a day's last microsecond. None where it is neither."""
    if not _ASKED.fullmatch(text):
        return None
    try:
        asked = datetime.fromisoformat(text)
        if "T" not in text:
            asked = datetime.combine(asked, time.max)
        return timezone.make_aware(asked)
    except (ValueError, OverflowError):
        return None
