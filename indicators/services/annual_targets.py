"""The yearly plan's own target of a row and the measures for it; no status depends on them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.history import history
from indicators.domain.entered import UnreadableFigure, read_pasted
from indicators.models import AnnualTarget, PlanIndicator
from regions.recorded import recorded


def save_annual_target(*, row: PlanIndicator, year: int, text: str, measures: str, by: User) -> bool:
    """Keep the year's target as it is said, and the measures; "" of both where nothing was stored stores nothing.

    Where ``text`` is a plain number (in the row's unit) it is the ``value`` too; any other text is kept as text, without a
    number: nothing is guessed. Whether anything changed. Rights are the caller's to ask (``access.may_plan``).
    ``ValidationError``: a year outside of the plan, a text that is too long.
    """
    if not row.plan.start_year <= year <= row.plan.end_year:
        raise ValidationError({"year": _("%(year)d 年不在规划期内。") % {"year": year}})
    with transaction.atomic(), history(by, recorded("填写年度目标与措施")):
        PlanIndicator.objects.select_for_update(no_key=True).get(pk=row.pk)
        stored = AnnualTarget.objects.filter(row=row, year=year).first()
        if stored is None and not (text or measures):
            return False
        kept = stored or AnnualTarget(row=row, year=year)
        if stored is not None and (kept.text, kept.measures) == (text, measures):
            return False
        if kept.text != text:
            kept.text, kept.comparator = text, "="
            try:
                kept.value = read_pasted(text, unit=row.unit)
            except UnreadableFigure:
                kept.value = None
        kept.measures = measures
        kept.full_clean()
        kept.save()
    return True
