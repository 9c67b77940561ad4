"""Addresses of the house (DESIGN, contracts): operations first, then one include per app, the pages of leaders at the root."""

from django.contrib import admin
from django.urls import include, path

from config import api_urls, health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("", include("dashboards.urls")),
    path("", include("projects.urls")),
    path("", include("entry.urls")),
    path("", include("intake.urls")),
    path("api/docs/", api_urls.docs, name="api-docs"),
    path("api/v1/", include("config.api_urls")),
]
