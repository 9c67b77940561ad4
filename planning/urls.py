"""Addresses of a plan's life: set up, yearly targets, adjustments, hand-over."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "planning"
urlpatterns: list[URLPattern] = []
