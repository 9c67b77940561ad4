"""Addresses of evaluations and of the appraisal of units."""

from __future__ import annotations

from django.urls import path

from evaluations.views import appraisal, evaluation, files, listing, words

app_name = "evaluations"
urlpatterns = [
    path("evaluations/", listing.evaluations, name="list"),
    path("evaluations/new/", listing.new, name="new"),
    path("evaluations/<int:pk>/", evaluation.evaluation, name="evaluation"),
    path("evaluations/<int:pk>/step/", evaluation.step, name="step"),
    path("evaluations/<int:pk>/texts/", words.words, name="texts"),
    path("appraisals/<int:plan_id>/", appraisal.appraisal, name="appraisal"),
    path("appraisals/<int:plan_id>/weights/", appraisal.weights, name="appraisal-weights"),
    path("evaluations/<int:pk>/files/", files.ask, name="ask-file"),
    path("evaluations/files/<int:pk>/", files.file, name="file"),
    path("evaluations/files/<int:pk>/state/", files.state, name="file-state"),
]
