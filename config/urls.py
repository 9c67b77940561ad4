"""Addresses of the house (DESIGN, contracts): operations first, then one include per app, the pages of leaders at the root."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.api.collection import CollectionView
from accounts.views import log_in
from config import api_urls, health, languages

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("language/", languages.choose, name="language"),
    # one door for pages and admin, so that nothing that is asked there can be walked around
    path("admin/login/", log_in.admin_log_in),
    path("admin/logout/", log_in.LogOut.as_view()),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change")),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("", include("publicity.urls")),
    path("", include("evaluations.urls")),
    path("", include("planning.urls")),
    path("", include("dashboards.urls")),
    path("", include("reports.urls")),
    path("", include("projects.urls")),
    path("", include("entry.urls")),
    path("", include("intake.urls")),
    path("exchange/", include("exchange.urls")),
    path("api/docs/", api_urls.docs, name="api-docs"),
    path("api/docs/collection.json", CollectionView.as_view(), name="api-collection"),
    path("api/v1/", include("config.api_urls")),
]
