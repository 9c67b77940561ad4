"""The yearly plan's own target of a row and the measures for it; no status depends on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.domain.yearly import YearKind
from indicators.domain.yearly_text import read_year
from indicators.models import AnnualTarget, PlanIndicator
from indicators.services.errors import ServiceError
from plans.models import Plan, PlanStatus
from regions.recorded import recorded

Place = tuple[int, int]  # row and year


@dataclass(frozen=True, slots=True)
class YearEntry:
    """One target as it shall stand. ``seen``: the text that the writer looked at. ``proposed``: taken over from the planned path."""

    row_id: int
    year: int
    seen: str
    text: str
    proposed: bool = False

    @property
    def place(self) -> Place:
        return self.row_id, self.year


@dataclass(frozen=True, slots=True)
class YearDocument:
    """The document that sets the targets of a year. ``everywhere``: all of the year's; else only those that are written now."""

    text: str
    everywhere: bool


class StaleYears(ServiceError):
    """Somebody else wrote these targets since they were looked at; nothing is written. ``theirs``: what stands there now."""

    def __init__(self, message: str, theirs: Mapping[Place, str]) -> None:
        super().__init__(message)
        self.theirs = dict(theirs)


class BadYears(ServiceError):
    """Texts that cannot be kept; nothing is written. ``errors``: by row and year; ``of_documents``: by year."""

    def __init__(self, message: str, errors: Mapping[Place, str], of_documents: Mapping[int, str]) -> None:
        super().__init__(message)
        self.errors = dict(errors)
        self.of_documents = dict(of_documents)


def save_annual_target(*, row: PlanIndicator, year: int, text: str, measures: str, by: User) -> bool:
    """Keep the year's target as it is said, and the measures; "" of both where nothing was stored stores nothing.

    Where ``text`` says a figure in the row's unit it is the ``value`` too, with its comparator; any other text is kept as
    text, without a number: nothing is guessed. Whether anything changed. Rights are the caller's to ask (``access.may_plan``).
    ``ValidationError``: a year outside of the plan, a text that is too long.
    """
    if not row.plan.start_year <= year <= row.plan.end_year:
        raise ValidationError({"year": _("%(year)d 年不在规划期内。") % {"year": year}})
    with transaction.atomic(), history(by, recorded("填写年度目标与措施")):
        Plan.objects.select_for_update(no_key=True).get(pk=row.plan_id)  # as the whole grid does
        stored = AnnualTarget.objects.filter(row=row, year=year).first()
        if stored is None and not (text or measures):
            return False
        kept = stored or AnnualTarget(row=row, year=year)
        if stored is not None and (kept.text, kept.measures) == (text, measures):
            return False
        if kept.text != text:
            _put(kept, text, unit=row.unit, proposed=False)
        kept.measures = measures
        kept.full_clean()
        kept.save()
    return True


def save_annual_targets(
    *, plan: Plan, entries: Sequence[YearEntry], by: User, documents: Mapping[int, YearDocument] | None = None
) -> int:
    """Write these targets, all or none; how many changed. A target that is emptied stays, without text: its history is kept.

    ``PermissionDenied`` for whoever does not plan the region; ``StaleYears``; ``BadYears`` for texts that are too long, and for a
    document of a year without any target; ``ServiceError`` for a row or year of another plan, and a plan that was replaced.
    """
    access.require(access.may_plan(by, plan.region), user=by, what=f"yearly targets of plan {plan.pk}")
    with transaction.atomic(), history(by, recorded("编制年度目标")):
        if Plan.objects.select_for_update(no_key=True).get(pk=plan.pk).status == PlanStatus.REPLACED:
            raise ServiceError(_("这个规划已被替代，不再编制年度目标。"))
        rows = _rows(plan, entries)
        stored = {(one.row_id, one.year): one for one in AnnualTarget.objects.filter(row__plan=plan)}
        _refuse_stale(entries, stored)
        wanted = documents or {}
        _refuse_unkept(entries, stored, wanted)
        written = {
            entry.place for entry in entries if _write(entry, rows[entry.row_id], stored, wanted.get(entry.year))
        }
        named = _name_documents(stored, wanted, written)
    return len(written) + named


def _rows(plan: Plan, entries: Sequence[YearEntry]) -> dict[int, PlanIndicator]:
    rows = {row.pk: row for row in PlanIndicator.objects.filter(plan=plan, is_heading=False)}
    for entry in entries:
        if entry.row_id not in rows or not plan.start_year <= entry.year <= plan.end_year:
            raise ServiceError(_("有的指标或年份不属于这个规划。请刷新后再填。"))
    return rows


def _refuse_stale(entries: Sequence[YearEntry], stored: Mapping[Place, AnnualTarget]) -> None:
    """Whoever wrote the same text in between is no hindrance."""
    theirs = {}
    for entry in entries:
        now = stored[entry.place].text if entry.place in stored else ""
        if now not in (entry.seen, entry.text):
            theirs[entry.place] = now
    if theirs:
        raise StaleYears(_("您打开页面后，他人已修改了标出的年度目标，没有保存任何内容。请对照后再保存。"), theirs)


def _refuse_unkept(
    entries: Sequence[YearEntry], stored: Mapping[Place, AnnualTarget], documents: Mapping[int, YearDocument]
) -> None:
    most, longest = (AnnualTarget._meta.get_field(name).max_length or 0 for name in ("text", "document"))
    said = _("有 %(length)d 字，太长了（最多 %(most)d 字）。")
    errors = {one.place: said % {"length": len(one.text), "most": most} for one in entries if len(one.text) > most}
    of_documents = {
        year: said % {"length": len(one.text), "most": longest}
        for year, one in documents.items()
        if len(one.text) > longest
    }
    texts = {place: one.text for place, one in stored.items()} | {one.place: one.text for one in entries}
    set_years = {year for (_row_id, year), text in texts.items() if text}
    for year, one in documents.items():
        if one.text and one.everywhere and year not in set_years:
            of_documents[year] = _("%(year)d 年还没有年度目标，依据文件无处可记。请先填目标。") % {"year": year}
    if errors or of_documents:
        raise BadYears(_("没有保存任何内容，请先改正标出的地方。"), errors, of_documents)


def _write(
    entry: YearEntry, row: PlanIndicator, stored: dict[Place, AnnualTarget], document: YearDocument | None
) -> bool:
    kept = stored.get(entry.place)
    if (kept.text if kept else "") == entry.text:
        return False
    kept = kept or AnnualTarget(row=row, year=entry.year)
    _put(kept, entry.text, unit=row.unit, proposed=entry.proposed)
    if document is not None and document.text and entry.text:
        kept.document = document.text
    kept.full_clean()
    kept.save()
    stored[entry.place] = kept
    return True


def _name_documents(
    stored: Mapping[Place, AnnualTarget], documents: Mapping[int, YearDocument], written: Collection[Place]
) -> int:
    """Put the document of a year on all its targets; how many changed by that alone."""
    changed = 0
    for place, kept in stored.items():
        document = documents.get(kept.year)
        if document is None or not document.everywhere or not kept.text or kept.document == document.text:
            continue
        kept.document = document.text
        kept.save(update_fields=["document"])
        changed += place not in written
    return changed


def _put(kept: AnnualTarget, text: str, *, unit: str, proposed: bool) -> None:
    """The text, and the figure where it says one in the row's own unit; a growth of a row in 亿元 stays in the text."""
    said = read_year(text, unit=unit, wanted=YearKind.VALUE)
    figure = said if said is not None and said.kind is YearKind.VALUE and said.high is None else None
    kept.text, kept.proposed = text, proposed and bool(text)
    kept.value = figure.value if figure else None
    kept.comparator = figure.comparator.value if figure else "="
