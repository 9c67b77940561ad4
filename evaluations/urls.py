"""Addresses of evaluations and of the appraisal of units."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "evaluations"
urlpatterns: list[URLPattern] = []
