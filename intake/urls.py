"""Addresses of reading a plan document."""

from django.urls import path

from intake.views import difference, item, items, plans, uploads

app_name = "intake"

urlpatterns = [
    path("intake/", uploads.uploads, name="list"),
    path("intake/<int:intake_id>/", uploads.intake, name="intake"),
    path("intake/<int:intake_id>/state/", uploads.state, name="state"),
    path("intake/<int:intake_id>/discard/", uploads.discard, name="discard"),
    path("intake/<int:intake_id>/doubt/", items.doubt, name="doubt"),
    path("intake/<int:intake_id>/confirm/", plans.confirm, name="confirm"),
    path("intake/<int:intake_id>/difference/", difference.difference, name="difference"),
    path("intake/<int:intake_id>/<slug:slug>/", items.listing, name="listing"),
    path("intake/<int:intake_id>/<slug:slug>/add/", item.add, name="add"),
    path("intake/<int:intake_id>/<slug:slug>/several/", items.several, name="bulk"),
    path("intake/<int:intake_id>/<slug:slug>/<int:index>/<int:part>/", item.item, name="item"),
]
