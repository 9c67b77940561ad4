"""Settings of a bench run: those of the product, but plain static files and any host name."""

from config.settings import *  # noqa: F403
from config.settings import STORAGES

ALLOWED_HOSTS = ["*"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
