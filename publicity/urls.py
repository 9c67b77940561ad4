"""Addresses of what is released to the public, and of releasing it."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "publicity"
urlpatterns: list[URLPattern] = []
