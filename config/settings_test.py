"""Settings of the tests: servers of their own, plain static files, a quick password hash. Nothing else differs."""

import os

os.environ.setdefault("LOCAL_PROFILE", "test")

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, REDIS_URL, STORAGES

# Each worker of pytest-xdist has a Redis database of its own.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
REDIS_URL = f"{REDIS_URL.rsplit('/', 1)[0]}/{1 + _worker % 15}"
CELERY_BROKER_URL = REDIS_URL
CACHES = {"default": {**CACHES["default"], "LOCATION": REDIS_URL}}

MEDIA_ROOT = BASE_DIR / ".local" / "test" / "media" / f"gw{_worker}"
STATIC_ROOT = BASE_DIR / ".local" / "test" / "staticfiles"  # never the folder that a run may be filling
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WEBHOOK_HOSTS = ["hub.gov.cn"]  # by name alone: no test leaves this machine
