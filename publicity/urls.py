"""Addresses of what is released to the public, and of releasing it."""

from __future__ import annotations

from django.urls import path

from publicity.views import manage, public

app_name = "publicity"
urlpatterns = [
    path("public/", public.index, name="index"),
    path("public/<str:code>/<str:period>/", public.newest, name="newest"),
    path("public/<str:code>/<str:period>/<int:number>/", public.version, name="version"),
    path("public/<str:code>/<str:period>/<int:number>/<slug:key>.csv", public.table, name="table"),
    path("releases/", manage.releases, name="releases"),
    path("releases/<int:pk>/withdraw/", manage.withdraw, name="withdraw"),
    path("plans/<int:plan_id>/release/", manage.plan, name="plan"),
]
