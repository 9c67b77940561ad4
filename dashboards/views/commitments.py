"""What the text of a plan promises, and which projects serve it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import may_plan, may_see, require, visible_regions
from accounts.views.along import as_workbook, wants_workbook
from accounts.views.asked import BadParameter, refuses_bad_parameters
from dashboards.presenters.promise_page import Asked, promise_page
from dashboards.presenters.row_lines import address
from dashboards.presenters.tables.promises import promises_table
from dashboards.views.parameters import due_year, period_of, today, year_of
from indicators.selectors.commitments import answering, find_promise, plans_with_commitments
from indicators.selectors.region_page import plan_facts
from plans.models import Plan
from projects.selectors.links import choices_for, links_of
from projects.services.links import set_links
from projects.views.common import only_now

_LONGEST_SEARCH = 60
_WORDS = {"served": ("", "yes", "no"), "beside": ("", "yes", "differs")}


@require_safe
@refuses_bad_parameters
def commitments(request: HttpRequest) -> HttpResponse:
    """The promises of one plan of the person's scope: that of ``region`` and ``period``, else of the own region."""
    if request.GET.get("as_of", "").strip():
        raise BadParameter(_("本页只显示当前记录，不能按历史日期查看。请去掉参数 as_of。"))
    plans = plans_with_commitments(visible_regions(request.user))
    plan = _chosen_plan(request, plans)
    if plan is None:
        return render(request, "dashboards/commitments.html", {"plans": plans})
    asked = _asked(request.GET)
    facts = plan_facts(plan, year_of(request.GET, plan) or due_year(plan, today()), commitments=True)
    links = links_of([one.row.pk for one in facts.commitments])
    page = promise_page(facts, answering(plan), links, asked)
    if wants_workbook(request):
        said = {"region": plan.region.name, "period": plan.period, "year": facts.year}
        name = _("%(region)s %(period)s 正文承诺 %(year)s") % said
        return as_workbook(request, [promises_table(page, facts)], name, source=plan.title, region=plan.region)
    context = {
        "plans": plans,
        "plan": plan,
        "page": page,
        "asked": asked,
        "year": facts.year,
        "years": range(plan.start_year, plan.end_year + 1),
        "recomputing": facts.recomputing,
        "may_link": may_plan(request.user, plan.region),
    }
    return render(request, "dashboards/commitments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_now
def commitment_projects(request: HttpRequest, row_id: int) -> HttpResponse:
    """Which projects serve a promise: chosen by a planner among those of the same plan."""
    row = find_promise(row_id)
    if row is None or not may_see(request.user, row.plan.region):
        raise Http404
    require(may_plan(request.user, row.plan.region), user=request.user, what=f"link projects with row {row_id}")
    if request.method == "POST":
        try:
            done = set_links(row=row, projects=_ids(request.POST), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            said = _("“%(name)s”的支撑项目已保存：新关联 %(added)s 个，取消 %(removed)s 个。")
            messages.success(request, said % {"name": row.said_name, "added": done.added, "removed": done.removed})
        return redirect("dashboards:commitment-projects", row_id=row.pk)
    choices = choices_for(row)
    context = {
        "row": row,
        "plan": row.plan,
        "row_address": address(row.pk, due_year(row.plan, today())),
        "target": row.targets.filter(in_force=True, is_primary=True).first(),
        "first": [one for one in choices if one.linked or one.likely],
        "others": [one for one in choices if not (one.linked or one.likely)],
        "linked": sum(one.linked for one in choices),
    }
    return render(request, "dashboards/commitment_projects.html", context)


def _chosen_plan(request: HttpRequest, plans: list[Plan]) -> Plan | None:
    """The plan asked for; without a region that of the person's own region, else the first. ``Http404``: not there."""
    code, period = request.GET.get("region", "").strip(), period_of(request.GET)
    own = request.user.region_id  # type: ignore[union-attr]
    found = [one for one in plans if period in (None, (one.start_year, one.end_year))]
    if code:
        found = [one for one in found if one.region.code == code]
    if not found and (code or period):
        raise Http404
    return next((one for one in found if one.region_id == own), found[0] if found else None)


def _asked(query: QueryDict) -> Asked:
    """The filters; ``BadParameter`` for words that mean nothing. A chapter, unit or year that the plan lacks shows none."""
    values = {name: query.get(name, "").strip() for name in Asked.__dataclass_fields__}
    for name, allowed in _WORDS.items():
        if values[name] not in allowed:
            said = {"name": name, "allowed": _("、").join(one for one in allowed if one), "text": values[name][:40]}
            raise BadParameter(_("参数 %(name)s 可以是 %(allowed)s；收到的是“%(text)s”。") % said)
    if len(values["search"]) > _LONGEST_SEARCH:
        raise BadParameter(_("查找的文字至多 %(most)s 个字。") % {"most": _LONGEST_SEARCH})
    return Asked(**values)


def _ids(posted: QueryDict) -> set[int]:
    """Ids of the ticked projects; ``ValidationError`` for what is none."""
    values = posted.getlist("project")
    if not all(one.isascii() and one.isdigit() and len(one) < 16 for one in values):
        raise ValidationError(_("只能关联同一规划的项目。请刷新页面后再选。"))
    return set(map(int, values))
