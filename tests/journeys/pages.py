"""Every page that people open: who looks at it, where, and what leads there when it has no address of its own."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
from django.utils import timezone

#: Of Yanjin: ``{row}`` is its GDP, ``{round}`` the round of 2025, ``{figure}`` waits with an answered warning; of the
#: uploads ``{intake}`` was read, the others tell their state.
PAGES = {
    "overview": ("xinxiang-leader", "/"),
    "overview filtered": ("xinxiang-leader", "/?period=2021-2025&year=2023&nature=expected&only=short&sort=-short"),
    "overview of the past": ("xinxiang-leader", "/?period=2021-2025&year=2023&as_of={today}"),
    "overview of a county": ("xiping-leader", "/"),
    "overview of a province": ("henan-leader", "/?year=2023&sort=short"),
    "region": ("yanjin-leader", "/regions/410726/?year=2024"),
    "region of the past": ("yanjin-leader", "/regions/410726/?year=2024&as_of={today}"),
    "region before any record": ("yanjin-leader", "/regions/410726/?as_of=2020-01-01"),
    "region of growth targets": ("xinxiang-leader", "/regions/410700/?period=2021-2025&year=2023"),
    "region in its first year": ("xiping-leader", "/regions/411721/?period=2021-2025&year=2021"),
    "ended plan": ("xinxiang-leader", "/regions/410700/?period=2016-2020"),
    "region without plan": ("xinxiang-leader", "/regions/410721/"),
    "region filtered": (
        "yanjin-leader",
        "/regions/410726/?year=2024&status=behind&status=far_behind&nature=expected&sort=-gap",
    ),
    "region beside the plan before": ("xinxiang-leader", "/regions/410700/?period=2021-2025&year=2023&compare=1"),
    "region with promises": ("henan-leader", "/regions/411224/?commitments=1"),
    "city and counties": ("xinxiang-leader", "/regions/410700/counties/"),
    "city and counties of the past": ("xinxiang-leader", "/regions/410700/counties/?as_of={today}"),
    "counties of a county": ("yanjin-leader", "/regions/410726/counties/"),
    "row": ("yanjin-leader", "/plan-indicators/{row}/?year=2024"),
    "row of the past": ("yanjin-leader", "/plan-indicators/{row}/?year=2024&as_of={today}"),
    "row tried out": ("yanjin-leader", "/plan-indicators/{row}/?year=2024&what_if=6"),
    "row of growth": ("xinxiang-leader", "/plan-indicators/{growth}/?year=2023"),
    "row of a floor": ("xinxiang-leader", "/plan-indicators/{floor}/?year=2023"),
    "row of a sum over years": ("xinxiang-leader", "/plan-indicators/{summed}/?year=2023"),
    "row not handed down": ("xinxiang-leader", "/plan-indicators/{pending}/?year=2023"),
    "row without data": ("xinxiang-leader", "/plan-indicators/{blank}/?year=2023"),
    "row in its first year": ("xinxiang-leader", "/plan-indicators/{growth}/?year=2021"),
    "row of a plan that ended": ("xinxiang-leader", "/plan-indicators/{ended}/"),
    "row that cannot be compared": ("xinxiang-leader", "/plan-indicators/{unlike}/"),
    "row in doubt": ("henan-leader", "/plan-indicators/{doubted}/"),
    "indicator over several plans": ("xinxiang-leader", "/regions/410700/indicators/gdp/"),
    "indicator": ("xinxiang-leader", "/indicators/gdp/"),
    "indicator of the past": ("xinxiang-leader", "/indicators/gdp/?as_of={today}"),
    "indicators": ("xinxiang-leader", "/indicators/"),
    "indicator of the province": ("henan-leader", "/indicators/gdp/?period=2021-2025&year=2023"),
    "tasks": ("yanjin-planner", "/tasks/"),
    "tasks of a reader": ("yanjin-leader", "/tasks/?lack=unit"),
    "one task": ("yanjin-planner", "/tasks/{plan}/2025/row-{row}/"),
    "tasks sent": ("yanjin-planner", "/tasks/{plan}/2025/upload/"),
    "figures of a row": ("yanjin-planner", "/plans/rows/{row}/figures/"),
    "figures of a row for a reader": ("yanjin-leader", "/plans/rows/{row}/figures/"),
    "adjustments": ("yanjin-planner", "/plans/{plan}/adjustments/"),
    "new adjustment": ("yanjin-planner", "/plans/{plan}/adjustments/new/"),
    "adjustment drafted": ("yanjin-planner", "/plans/adjustments/{adjustment}/"),
    "adjustment of a row": ("yanjin-planner", "/plans/adjustments/{adjustment}/rows/{row}/"),
    "adjustment changed": ("yanjin-planner", "/plans/adjustments/{adjustment}/edit/"),
    "yearly targets": ("yanjin-planner", "/plans/{plan}/yearly/"),
    "yearly targets of a reader": ("yanjin-leader", "/plans/{plan}/yearly/"),
    "yearly targets sent": ("yanjin-planner", "/plans/{plan}/yearly/upload/"),
    "map": ("xinxiang-leader", "/map/?indicator=gdp&year=2024"),
    "map of the past": ("xinxiang-leader", "/map/?indicator=gdp&year=2024&as_of={today}"),
    "map with boundaries": ("xiping-leader", "/map/?indicator=gdp"),
    "boundaries": ("yanjin-administrator", "/map/boundaries/"),
    "screen": ("xinxiang-leader", "/screen/"),
    "screen of a county": ("xiping-leader", "/screen/"),
    "screen opened by a link": ("yanjin-leader", "/screen/open/"),
    "displays": ("yanjin-administrator", "/accounts/displays/"),
    "doubts": ("yanjin-planner", "/doubts/?region=410726"),
    "projects": ("yanjin-leader", "/projects/"),
    "problems": ("yanjin-reviewer", "/problems/"),
    "problem": ("yanjin-reviewer", "/problems/{problem}/"),
    "letters": ("yanjin-reviewer", "/letters/"),
    "letter": ("yanjin-reviewer", "/letters/{letter}/"),
    "new letter": ("yanjin-reviewer", "/letters/new/{solver}/"),
    "promises": ("yanjin-planner", "/commitments/"),
    "promises chosen": ("xinxiang-leader", "/commitments/?region=410703&beside=yes"),
    "projects of a promise": ("yanjin-planner", "/commitments/{row}/projects/"),
    "projects of a city": ("xinxiang-leader", "/projects/?search=工程&kind=project&month=2025-12"),
    "project": ("yanjin-clerk", "/projects/{project}/"),
    "project changed": ("yanjin-planner", "/projects/{project}/edit/"),
    "boxes": ("yanjin-leader", "/projects/boxes/"),
    "boxes of several plans": ("xinxiang-leader", "/projects/boxes/"),
    "likely duplicates": ("yanjin-planner", "/projects/pairs/?decision=open"),
    "bulletins": ("yanjin-planner", "/reports/bulletins/"),
    "bulletin": ("yanjin-planner", "/reports/bulletins/410726/monthly/2025-06/"),
    "bulletin issued": ("yanjin-leader", "/reports/bulletins/{issued}/"),
    "bulletin of a city": ("xinxiang-leader", "/reports/bulletins/410700/half_yearly/2025-06/"),
    "monthly reports": ("yanjin-reviewer", "/entry/projects/?month=2025-03"),
    "monthly reports by workbook": ("yanjin-reviewer", "/entry/projects/sheets/"),
    "monthly reports to review": ("yanjin-reviewer", "/review/projects/"),
    "review of a monthly report": ("yanjin-reviewer", "/review/projects/{report}/"),
    "entry grid": ("yanjin-clerk", "/entry/"),
    "entry grid of a closed row": ("yanjin-clerk", "/entry/?plan={plan}&year=2024"),
    "entry list": ("yanjin-clerk", "/entry/years/"),
    "entry form": ("yanjin-clerk", "/entry/{row}/2025/"),
    "entry form of a correction": ("yanjin-reviewer", "/entry/{row}/2024/"),
    "entry form tried out": ("yanjin-clerk", "/entry/{row}/2025/"),
    "rounds": ("yanjin-reviewer", "/entry/rounds/"),
    "rounds of a clerk": ("yanjin-clerk", "/entry/rounds/"),
    "new round": ("yanjin-planner", "/entry/rounds/new/"),
    "board": ("yanjin-reviewer", "/entry/rounds/{round}/"),
    "round changed": ("yanjin-planner", "/entry/rounds/{round}/edit/"),
    "reopening": ("yanjin-reviewer", "/entry/rounds/{round}/reopen/?row={row}"),
    "reminding": ("yanjin-reviewer", "/entry/rounds/{round}/remind/"),
    "sheets": ("yanjin-clerk", "/entry/sheets/"),
    "sheet looked at": ("yanjin-clerk", "/entry/sheets/"),
    "sheet refused": ("yanjin-clerk", "/entry/sheets/"),
    "wide sheets": ("yanjin-clerk", "/entry/sheets/wide/"),
    "wide sheet mapped": ("yanjin-clerk", "/entry/sheets/wide/"),
    "review queue": ("yanjin-reviewer", "/review/"),
    "review of a figure": ("yanjin-reviewer", "/review/{figure}/"),
    "review together": ("yanjin-reviewer", "/review/"),
    "revisions": ("yanjin-planner", "/plan-indicators/{row}/revisions/"),
    "revisions of a leader": ("yanjin-leader", "/plan-indicators/{row}/revisions/"),
    "history": ("yanjin-leader", "/history/indicators.planindicator/{row}/"),
    "history of a figure": ("yanjin-reviewer", "/history/indicators.observation/{figure}/"),
    "intake list": ("xinxiang-planner", "/intake/"),
    "intake summary": ("xinxiang-planner", "/intake/{intake}/"),
    "intake indicators": ("xinxiang-planner", "/intake/{intake}/indicators/"),
    "intake results": ("xinxiang-planner", "/intake/{intake}/results/"),
    "intake projects": ("xinxiang-planner", "/intake/{intake}/projects/"),
    "intake commitments": ("xinxiang-planner", "/intake/{intake}/commitments/"),
    "intake item": ("xinxiang-planner", "/intake/{intake}/indicators/1/0/"),
    "intake commitment": ("xinxiang-planner", "/intake/{intake}/commitments/0/0/"),
    "intake particulars": ("xinxiang-planner", "/intake/{intake}/plan/0/0/"),
    "intake addition": ("xinxiang-planner", "/intake/{intake}/projects/add/?find=规划"),
    "intake difference": ("xinxiang-planner", "/intake/{intake}/difference/"),
    "intake progress": ("xinxiang-planner", "/intake/{waiting}/"),
    "intake refused": ("xinxiang-planner", "/intake/{refused}/"),
    "plans": ("xinxiang-planner", "/plans/"),
    "plan": ("xinxiang-planner", "/plans/{plan}/"),
    "state of a plan": ("xinxiang-planner", "/plans/{plan}/state/"),
    "hand-over": ("yanjin-planner", "/plans/{plan}/succeed/"),
    "public": ("yanjin-leader", "/public/"),
    "public release": ("yanjin-leader", "/public/410726/2021-2025/"),
    "releases": ("yanjin-administrator", "/releases/"),
    "release of a plan": ("yanjin-administrator", "/plans/{plan}/release/"),
    "release withdrawn": ("yanjin-administrator", "/releases/{release}/withdraw/"),
    "evaluations": ("xinxiang-planner", "/evaluations/"),
    "new evaluation": ("xinxiang-planner", "/evaluations/new/"),
    "evaluation": ("xinxiang-leader", "/evaluations/{evaluation}/"),
    "evaluation in draft": ("xinxiang-planner", "/evaluations/{drafted}/"),
    "words of an evaluation": ("xinxiang-planner", "/evaluations/{drafted}/texts/"),
    "appraisal": ("yanjin-leader", "/appraisals/{plan}/?year=2024"),
    "appraisal weights": ("yanjin-planner", "/appraisals/{plan}/weights/"),
    "new plan": ("xinxiang-planner", "/plans/new/"),
    "plan edited": ("xinxiang-planner", "/plans/{plan}/edit/"),
    "row of a plan edited": ("xinxiang-planner", "/plans/rows/{row}/"),
    "row added": ("xinxiang-planner", "/plans/{plan}/rows/new/"),
    "accounts": ("yanjin-administrator", "/accounts/"),
    "account": ("yanjin-administrator", "/accounts/people/new/"),
    "account changed": ("yanjin-administrator", "/accounts/people/{person}/"),
    "units": ("yanjin-administrator", "/accounts/units/"),
    "new unit": ("yanjin-administrator", "/accounts/units/new/"),
    "unit": ("yanjin-administrator", "/accounts/units/{unit}/"),
    "systems": ("yanjin-administrator", "/exchange/clients/"),
    "new system": ("yanjin-administrator", "/exchange/clients/new/"),
    "system": ("yanjin-administrator", "/exchange/clients/{system}/"),
    "system changed": ("yanjin-administrator", "/exchange/clients/{system}/edit/"),
    "key replaced": ("yanjin-administrator", "/exchange/keys/{key}/rotate/"),
    "webhooks": ("yanjin-administrator", "/exchange/webhooks/"),
    "new webhook": ("yanjin-administrator", "/exchange/clients/{system}/webhooks/new/"),
    "webhook": ("yanjin-administrator", "/exchange/webhooks/{webhook}/"),
    "webhook edited": ("yanjin-administrator", "/exchange/webhooks/{webhook}/edit/"),
    "delivery": ("yanjin-administrator", "/exchange/webhooks/deliveries/{delivery}/"),
    "lock-outs": ("yanjin-administrator", "/accounts/lockouts/"),
    "audit log": ("yanjin-administrator", "/accounts/audit/"),
    "roles": ("yanjin-administrator", "/accounts/roles/"),
    "my account": ("yanjin-clerk", "/accounts/me/"),
    "two steps": ("yanjin-clerk", "/accounts/two-step/"),
    "two steps begun": ("xinxiang-reviewer", "/accounts/two-step/"),
    "password": ("yanjin-clerk", "/accounts/password/"),
    "API documentation": ("yanjin-leader", "/api/docs/"),
}
#: What leaders look at; in English too.
LEADING = tuple(
    what for what in PAGES if re.match(r"overview|region|ended|city|count|row|indicator|map|screen$|screen of", what)
)
IN_ENGLISH = (
    "overview", "overview of a county", "overview of the past", "region of growth targets", "region with promises",
    "region beside the plan before", "city and counties", "row of growth", "row tried out", "row of a plan that ended",
    "indicator of the province", "indicators", "map", "map with boundaries", "screen", "doubts", "projects", "entry form",
    "my account", "entry grid", "intake summary",
)  # fmt: skip
#: Not ours: Swagger's own page.
FOREIGN = {"API documentation"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _press(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def _upload(page: Any, data: bytes, button: str) -> None:
    page.set_input_files("#workbook", {"name": "表.xlsx", "mimeType": XLSX, "buffer": data})
    _press(page, button)


def _try_out(page: Any) -> None:
    """A figure that is asked about, tried out: its outlook and the box for the reason."""
    page.get_by_label("实际值", exact=True).fill("2100")
    _press(page, "试算")
    page.locator(".finding").first.wait_for()


def _fill_sheet(page: Any) -> None:
    """The round's own workbook with one good figure and one that is none."""
    address = page.locator(".sheet-rounds a").last.get_attribute("href")
    book = openpyxl.load_workbook(io.BytesIO(page.request.get(address).body()))
    sheet = book["填报"]
    column = next(cell.column for cell in sheet[1] if cell.value == "value")
    lines = [line for line in range(1, sheet.max_row + 1) if str(sheet.cell(line, 1).value).isdecimal()]
    empty = [sheet.cell(line, column) for line in lines]
    empty = [cell for cell in empty if not cell.protection.locked and cell.value is None]
    for cell, value in zip(empty, ("12.5", "约12"), strict=False):
        cell.value = value
    _upload(page, _bytes(book), "上传并核对")
    page.locator("#changes").wait_for()


def _refuse_sheet(page: Any) -> None:
    page.expected_errors.append("status of 422")
    _upload(page, _bytes(openpyxl.Workbook()), "上传并核对")
    page.locator("#refusal").wait_for()


def _map_sheet(page: Any) -> None:
    """Somebody's own table: years across, merged headers, a name that nobody knows."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (
        ["主要指标完成情况"], ["指标", "单位", "2024年", None, "2025年", None], [None, None, "完成", "增速", "完成", "增速"],
        ["地区生产总值", "亿元", 193.3, 6, 210, 5.5], ["说不清的指标", "个", 1, 2, 3, 4],
    ):  # fmt: skip
        sheet.append(line)
    for cells in ("A2:A3", "B2:B3", "C2:D2", "E2:F2"):
        sheet.merge_cells(cells)
    _upload(page, _bytes(book), "上传")
    page.locator("#mapping").wait_for()


def _bytes(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _choose_safe(page: Any) -> None:
    page.locator("#bulk-bar button[type=submit]").click()
    page.locator(".bulk-confirm").wait_for()


def _begin_two_steps(page: Any) -> None:
    """The picture of the key, to be read by a telephone."""
    if not page.locator("#secret").count():
        _press(page, "开始设置")
    page.locator("#secret").wait_for()


#: What is done on the page before it is looked at. Nothing of it is kept but keys that nobody confirms.
STEPS: dict[str, Callable[[Any], None]] = {
    "entry form tried out": _try_out,
    "sheet looked at": _fill_sheet,
    "sheet refused": _refuse_sheet,
    "wide sheet mapped": _map_sheet,
    "review together": _choose_safe,
    "two steps begun": _begin_two_steps,
}


_DRAWN = """() => [...document.querySelectorAll('.chart[data-figure]')].every(one => one.dataset.drawn === 'true')"""

#: The page has time, what moves has arrived, and what changed is painted.
_STILL = """async () => {
  await new Promise(done => requestIdleCallback(done, {timeout: 2000}));
  const moving = document.getAnimations().filter(one => one.playState === 'running'
    && Number.isFinite(one.effect?.getComputedTiming().endTime));
  await Promise.all(moving.map(one => one.finished.catch(() => null)));
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def opened(page: Any, what: str, things: dict[str, int]) -> None:
    """Open the page called ``what``, and wait until nothing moves. ``things``: the ids that addresses name."""
    address = PAGES[what][1]
    with _requests(page) as unanswered:
        response = page.goto(address.format(**things, today=timezone.localdate()))
        assert response.status == 200
        if step := STEPS.get(what):
            step(page)
        if what in LEADING:
            page.wait_for_function(_DRAWN)  # a chart in sight at once, the others when the page has time
        elif what in FOREIGN:
            page.wait_for_load_state("networkidle")
        elif "{waiting}" not in address:
            page.evaluate(_STILL)
            while unanswered:
                page.wait_for_timeout(10)
                page.evaluate(_STILL)


@contextlib.contextmanager
def _requests(page: Any) -> Iterator[set[Any]]:
    """What the page asked for and has not received yet."""
    unanswered: set[Any] = set()

    def asked(request: Any) -> None:
        unanswered.add(request)

    def answered(request: Any) -> None:
        unanswered.discard(request)

    told = {"request": asked, "requestfinished": answered, "requestfailed": answered}
    for event, note in told.items():
        page.on(event, note)
    yield unanswered
    for event, note in told.items():
        page.remove_listener(event, note)
