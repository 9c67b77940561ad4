"""Addresses of a plan's life: set up, yearly targets, adjustments, hand-over."""

from __future__ import annotations

from django.urls import path

from planning.views import adjusting, edit, figures, hand_over, listing, plan, row, state, yearly, yearly_sheet

app_name = "planning"

urlpatterns = [
    path("plans/", listing.plans, name="list"),
    path("plans/new/", edit.new, name="new"),
    path("plans/<int:plan_id>/", plan.plan, name="plan"),
    path("plans/rows/<int:row_id>/figures/", figures.figures, name="figures"),
    path("plans/<int:plan_id>/state/", state.state, name="state"),
    path("plans/<int:plan_id>/succeed/", hand_over.succeed, name="succeed"),
    path("plans/rows/<int:row_id>/end-value/", hand_over.take_end_value, name="take-end-value"),
    path("plans/<int:plan_id>/adjustments/", adjusting.adjustments, name="adjustments"),
    path("plans/<int:plan_id>/adjustments/new/", adjusting.new, name="adjustment-new"),
    path("plans/adjustments/<int:adjustment_id>/", adjusting.adjustment, name="adjustment"),
    path("plans/adjustments/<int:adjustment_id>/edit/", adjusting.edit, name="adjustment-edit"),
    path("plans/adjustments/<int:adjustment_id>/rows/<int:row_id>/", adjusting.row, name="adjustment-row"),
    path("plans/<int:plan_id>/yearly/", yearly.yearly, name="yearly"),
    path("plans/<int:plan_id>/yearly/sheet/", yearly_sheet.sheet, name="yearly-sheet"),
    path("plans/<int:plan_id>/yearly/upload/", yearly_sheet.upload, name="yearly-upload"),
    path("plans/<int:plan_id>/edit/", edit.edit, name="edit"),
    path("plans/<int:plan_id>/edit/move/", edit.move, name="move"),
    path("plans/<int:plan_id>/rows/new/", row.add, name="row-new"),
    path("plans/rows/<int:row_id>/", row.row, name="row"),
]
