"""Addresses of evaluations and of the appraisal of units."""

from __future__ import annotations

from django.urls import path

from evaluations.views import appraisal

app_name = "evaluations"
urlpatterns = [
    path("appraisals/<int:plan_id>/", appraisal.appraisal, name="appraisal"),
    path("appraisals/<int:plan_id>/weights/", appraisal.weights, name="appraisal-weights"),
]
