"""The Celery application: ``celery -A config.celery worker``. Its settings are the ``CELERY_`` ones of Django's."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("progress")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()  # shared tasks called from a page or a command find this broker
