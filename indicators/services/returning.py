"""Returning a figure so that the clerk can change it: comments by cell, and the row open again where the round is shut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from indicators.models import Observation, ObservationState
from indicators.selectors.rounds import asked_in
from indicators.services.entered import ObservationFigures
from indicators.services.rounds import reopen

#: Cells that a comment may be about.
CELLS = frozenset(one.name for one in fields(ObservationFigures)) - {"text", "sample"}


def check_cell_comments(comments: Mapping[str, str]) -> dict[str, str]:
    """The comments that say something. ``ValidationError`` where a cell does not exist."""
    said = {name: sentence.strip() for name, sentence in comments.items() if sentence.strip()}
    if unknown := sorted(said.keys() - CELLS):
        raise ValidationError({"cell_comments": _("没有“%(cell)s”这一格。") % {"cell": "、".join(unknown)}})
    return said


def reopen_for_return(observation: Observation, *, until: date | None, reason: str, by: User) -> None:
    """Open the row again until ``until`` where the clerk could otherwise not write it that long.

    ``ValidationError`` on ``reopen_until`` where a day is needed and none given, and where no round asks for the row.
    """
    row = observation.row
    asked = asked_in([row.pk], observation.year).get(row.pk)
    if asked is None:
        if until is not None:
            raise ValidationError({"reopen_until": _("这一年没有要求填报这一指标的填报任务，不能重新开放。")})
        return
    versions = Observation.objects.filter(row=row, year=observation.year)
    corrects = versions.filter(state=ObservationState.APPROVED).exists()
    may_write = asked.standing.may_correct if corrects else asked.standing.is_open
    if until is None:
        if not may_write:
            raise ValidationError({"reopen_until": _missing(corrects)})
        return
    open_until = asked.standing.until if may_write else None
    if open_until is None or until > open_until:
        try:
            reopen(round=asked.round, row=row, closes_on=until, reason=reason, by=by)
        except ValidationError as error:
            raise ValidationError({"reopen_until": error.messages}) from error


def _missing(corrects: bool) -> str:
    if corrects:
        return _("这是对已审核数据的更正，退回时请定重新开放到哪一天，填报人才能修改。")
    return _("填报已截止，退回时请定重新开放到哪一天，填报人才能修改。")
