"""Addresses of the pages about other systems, for administrators."""

from django.urls import path

from exchange.views import clients, keys

app_name = "exchange"
urlpatterns = [
    path("clients/", clients.clients, name="clients"),
    path("clients/new/", clients.new, name="client-new"),
    path("clients/<int:client_id>/", clients.client, name="client"),
    path("clients/<int:client_id>/edit/", clients.edit, name="client-edit"),
    path("clients/<int:client_id>/keys/", keys.issue, name="key-issue"),
    path("keys/<int:key_id>/rotate/", keys.rotate, name="key-rotate"),
    path("keys/<int:key_id>/revoke/", keys.revoke, name="key-revoke"),
]
