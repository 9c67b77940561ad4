"""Addresses of entry, review and history."""

from django.urls import path

from entry.views import (
    breakdown,
    evidence,
    figures,
    grid,
    history,
    reminders,
    review,
    review_bulk,
    revisions,
    round_edit,
    rounds,
)
from entry.views.projects import grid as reports
from entry.views.projects import review as report_review
from entry.views.projects import workbook as report_sheets
from entry.views.sheets import wide, workbook

app_name = "entry"
urlpatterns = [
    path("entry/", grid.grid, name="list"),
    path("entry/check/", grid.check, name="check"),
    path("entry/save/", grid.save, name="save"),
    path("entry/submit/", grid.submit, name="submit"),
    path("entry/withdraw/", grid.withdraw, name="withdraw"),
    path("entry/projects/", reports.grid, name="projects"),
    path("entry/projects/check/", reports.check, name="projects-check"),
    path("entry/projects/save/", reports.save, name="projects-save"),
    path("entry/projects/submit/", reports.submit, name="projects-submit"),
    path("entry/projects/withdraw/", reports.withdraw, name="projects-withdraw"),
    path("entry/projects/sheet/", report_sheets.download, name="projects-sheet"),
    path("entry/projects/sheets/", report_sheets.upload, name="projects-sheets"),
    path("entry/years/", figures.figure_list, name="years"),
    path("entry/<int:row_id>/<int:year>/", figures.figure, name="figure"),
    path("entry/<int:row_id>/<int:year>/evidence/", evidence.add, name="evidence-add"),
    path("entry/evidence/<int:evidence_id>/", evidence.evidence, name="evidence"),
    path("entry/evidence/<int:evidence_id>/remove/", evidence.remove, name="evidence-remove"),
    path("entry/rounds/", rounds.round_list, name="rounds"),
    path("entry/rounds/new/", round_edit.new, name="round-new"),
    path("entry/rounds/<int:round_id>/", rounds.board, name="round"),
    path("entry/rounds/<int:round_id>/edit/", round_edit.change, name="round-edit"),
    path("entry/rounds/<int:round_id>/reopen/", rounds.reopen, name="round-reopen"),
    path("entry/rounds/<int:round_id>/remind/", rounds.remind, name="round-remind"),
    path("entry/reminders/read/", reminders.read, name="reminders-read"),
    path("entry/rounds/<int:round_id>/sheet/", workbook.download, name="sheet"),
    path("entry/workbooks/<int:saved_id>/", workbook.saved, name="workbook"),
    path("entry/sheets/", workbook.upload, name="sheets"),
    path("entry/sheets/wide/", wide.wide, name="sheets-wide"),
    path("review/", review.queue, name="review"),
    path("review/bulk/", review_bulk.bulk, name="review-bulk"),
    path("review/<int:observation_id>/", review.review, name="review-figure"),
    path("tasks/", breakdown.tasks, name="breakdown"),
    path("tasks/<int:plan_id>/<int:year>/sheet/", breakdown.sheet, name="breakdown-sheet"),
    path("tasks/<int:plan_id>/<int:year>/upload/", breakdown.upload, name="breakdown-upload"),
    path("tasks/<int:plan_id>/<int:year>/<str:key>/", breakdown.task, name="task"),
    path("review/projects/", report_review.queue, name="projects-review"),
    path("review/projects/bulk/", report_review.bulk, name="projects-review-bulk"),
    path("review/projects/<int:report_id>/", report_review.review, name="projects-review-report"),
    path("plan-indicators/<int:row_id>/revisions/", revisions.revisions, name="revisions"),
    path("history/<str:label>/<int:object_id>/", history.history, name="history"),
]
