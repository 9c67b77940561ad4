"""Addresses of the pages about other systems, for administrators."""

from django.urls import path

from exchange.views import clients, deliveries, keys, webhooks

app_name = "exchange"
urlpatterns = [
    path("clients/", clients.clients, name="clients"),
    path("clients/new/", clients.new, name="client-new"),
    path("clients/<int:client_id>/", clients.client, name="client"),
    path("clients/<int:client_id>/edit/", clients.edit, name="client-edit"),
    path("clients/<int:client_id>/keys/", keys.issue, name="key-issue"),
    path("clients/<int:client_id>/webhooks/new/", webhooks.new, name="webhook-new"),
    path("keys/<int:key_id>/rotate/", keys.rotate, name="key-rotate"),
    path("keys/<int:key_id>/revoke/", keys.revoke, name="key-revoke"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<int:webhook_id>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:webhook_id>/edit/", webhooks.edit, name="webhook-edit"),
    path("webhooks/<int:webhook_id>/secret/", webhooks.renew_secret, name="webhook-secret"),
    path("webhooks/<int:webhook_id>/switch/", webhooks.switch, name="webhook-switch"),
    path("webhooks/<int:webhook_id>/ping/", deliveries.ping, name="webhook-ping"),
    path("webhooks/deliveries/<int:delivery_id>/", deliveries.delivery, name="delivery"),
    path("webhooks/deliveries/<int:delivery_id>/replay/", deliveries.replay, name="delivery-replay"),
]
